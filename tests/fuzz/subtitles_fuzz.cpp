// Lines of any bytes, as documents of each format.
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "fuzz/fuzz.hpp"
#include "subtitles/breaker.hpp"
#include "subtitles/cue_maker.hpp"
#include "subtitles/glyph.hpp"
#include "subtitles/tidy.hpp"
#include "subtitles/transcript.hpp"

using namespace np;
using namespace np::subtitles;

namespace {

void check_rows(const Cue& cue) {
  fuzz::expect(cue.rows.size() == 1 || cue.rows.size() == 2);
  for (const std::string& row : cue.rows) {
    int columns = 0;
    for (const Glyph& glyph : glyphs(row)) columns += glyph.columns;
    fuzz::expect(columns <= kMostColumns && !row.empty());
  }
}

std::string without_spaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Pieces pieces(data, size);
  CueMaker maker;
  std::string said, shown;
  Time at{}, free_from{};
  const auto check = [&](const std::vector<Cue>& cues) {
    for (const Cue& cue : cues) {
      fuzz::expect(cue.begin >= free_from && cue.end - cue.begin >= CueMaker::kShortest);
      free_from = cue.end;
      check_rows(cue);
      for (const std::string& row : cue.rows) shown += row;
    }
  };
  for (const std::string_view piece : pieces.all()) {
    said += tidy(piece);
    check(maker.add(at, piece));
    at += Time(piece.empty() ? 0 : static_cast<unsigned char>(piece.front()) * 20);
  }
  check(maker.finish());
  fuzz::expect(without_spaces(shown) == without_spaces(said));

  for (const FormatInfo& format : kFormats) {
    const auto transcript = make_transcript(
        format.format,
        {.time_base = pieces.flag() ? TimeBase::kUnix : TimeBase::kVideo, .source = std::string(pieces.whole())});
    std::string document;
    double at_s = 0;
    for (const std::string_view piece : pieces.all()) {
      document += transcript->add({.at_s = at_s, .text = std::string(piece)});
      at_s += piece.empty() ? 0 : static_cast<signed char>(piece.front());
    }
    document += transcript->finish();
    fuzz::expect(utf8::length(document).has_value());
  }
  return 0;
}
