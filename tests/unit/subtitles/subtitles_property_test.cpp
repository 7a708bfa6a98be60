// What holds of the subtitles of any lines, found out with random ones: lengths, gaps, languages, emoji, marks,
// markup, and bytes that are no text.
#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <random>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "subtitles/breaker.hpp"
#include "subtitles/cue_maker.hpp"
#include "subtitles/glyph.hpp"
#include "subtitles/tidy.hpp"
#include "subtitles/transcript.hpp"

namespace np::subtitles {
namespace {

const std::vector<std::string> kWords = {"the",
                                         "dog",
                                         "A",
                                         "Santiago",
                                         "Bernabeu",
                                         "and",
                                         "from",
                                         "5",
                                         "km,",
                                         "Dr.",
                                         "left.",
                                         "runs",
                                         "away!",
                                         "Really?",
                                         "e.g.",
                                         "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
                                         "über",
                                         "weil",
                                         "perro",
                                         "¿qué?",
                                         "«mot»",
                                         "\"quoted\"",
                                         "<b>",
                                         "</b>",
                                         "<script>alert(1)</script>",
                                         "&amp;",
                                         "-->",
                                         "{\\an8}",
                                         "{y:i}",
                                         "--",
                                         "—",
                                         "twenty-three",
                                         "http://x.y/z?a=b",
                                         "一只棕色的狗，",
                                         "跑进院子。",
                                         "「こんにちは」",
                                         "カメラ",
                                         "한국어",
                                         "문장입니다.",
                                         "שלום",
                                         "עולם",
                                         "مرحبا",
                                         "بالعالم،",
                                         "हिन्दी",
                                         "ไทยไม่มีช่องว่าง",
                                         "👩‍❤️‍💋‍👨",
                                         "🇩🇪🇫🇷",
                                         "👍🏽",
                                         "❤️",
                                         "z\u0351\u036b\u0343\u036aalgo",
                                         "e\u0301\u0301\u0301",
                                         "\u200Bzero\u200Bwidth\u200B",
                                         "\u00A0",
                                         "\u200E",
                                         "\xFF\xFE",
                                         "\xE2\x82",
                                         std::string("\0", 1),
                                         "\x1b[31m",
                                         "\r\n\r\n",
                                         "\t",
                                         "\u2028",
                                         "\u202E",
                                         "\u0301",
                                         ".",
                                         "...",
                                         "1"};

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  int upto(int most) { return std::uniform_int_distribution(0, most)(engine_); }
  std::string line() {
    const int words = upto(9) == 0 ? upto(300) : upto(25);
    std::string text;
    for (int i = 0; i < words; ++i) {
      text += kWords[static_cast<std::size_t>(upto(static_cast<int>(kWords.size()) - 1))];
      if (upto(5) != 0) text += ' ';
    }
    return text;
  }
  double gap() { return upto(3) == 0 ? 0.05 * upto(10) : 0.1 * upto(80); }

 private:
  std::mt19937 engine_;
};

std::string without_spaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

void check_cues(const std::vector<Cue>& cues, const std::string& said) {
  std::string shown;
  Time free_from{};
  for (const Cue& cue : cues) {
    EXPECT_GE(cue.begin, free_from);
    EXPECT_GE(cue.end - cue.begin, CueMaker::kShortest);
    EXPECT_LE(cue.end - cue.begin, CueMaker::kLongest);
    free_from = cue.end;
    ASSERT_GE(cue.rows.size(), 1u);
    ASSERT_LE(cue.rows.size(), 2u);
    for (const std::string& row : cue.rows) {
      ASSERT_FALSE(row.empty());
      EXPECT_FALSE(row.starts_with(' ') || row.ends_with(' ')) << row;
      EXPECT_EQ(row.find_first_of("\r\n\t"), row.npos);
      EXPECT_TRUE(utf8::length(row).has_value());
      int columns = 0, wide = 0;
      for (const Glyph& glyph : glyphs(row)) {
        columns += glyph.columns;
        wide += glyph.columns == 2;
      }
      EXPECT_LE(columns, kMostColumns) << row;
      EXPECT_LE(wide, kMostWide) << row;
      shown += row;
    }
  }
  EXPECT_EQ(without_spaces(shown), without_spaces(said)) << "all text is there, in its order";
}

class AnyLines : public ::testing::TestWithParam<unsigned> {};

TEST_P(AnyLines, BecomeSortedReadableCuesWithAllTheirText) {
  Random random(GetParam());
  for (int show = 0; show < 40 && !HasFailure(); ++show) {
    CueMaker maker;
    std::vector<Cue> cues;
    std::string said;
    double at = random.gap();
    for (int i = random.upto(30); i > 0; --i) {
      const std::string line = random.line();
      said += tidy(line);
      for (Cue& cue : maker.add(Time(static_cast<Time::rep>(at * 1000)), line)) cues.push_back(std::move(cue));
      at += random.gap();
    }
    for (Cue& cue : maker.finish()) cues.push_back(std::move(cue));
    check_cues(cues, said);
  }
}

TEST_P(AnyLines, BecomeDocumentsWithoutHoles) {
  Random random(GetParam());
  for (const TimeBase base : {TimeBase::kVideo, TimeBase::kUnix}) {
    const auto vtt = make_transcript(Format::kWebVtt, {.time_base = base, .source = "Front --> door\n\nNOTE"});
    const auto srt = make_transcript(Format::kSubRip, {.time_base = base});
    const auto json = make_transcript(Format::kJsonLines, {.time_base = base});
    const auto text = make_transcript(Format::kText, {.time_base = base});
    std::string vtt_text, srt_text, json_text, plain;
    double at = base == TimeBase::kUnix ? 1795000000 : 0;
    std::size_t lines = 0;
    for (int i = 0; i < 60; ++i) {
      // Now and then a clock is set back.
      at += random.upto(15) == 0 ? -1000 : random.gap();
      const SpokenLine line{.at_s = at, .text = random.line(), .latency_s = 0.5};
      lines += !tidy(line.text).empty();
      vtt_text += vtt->add(line), srt_text += srt->add(line), json_text += json->add(line), plain += text->add(line);
    }
    vtt_text += vtt->finish(), srt_text += srt->finish(), json_text += json->finish(), plain += text->finish();

    // Every "-->" stands between two times; blank lines stand between cues alone.
    for (std::size_t found = vtt_text.find("-->"); found != vtt_text.npos; found = vtt_text.find("-->", found + 1))
      EXPECT_TRUE(std::isdigit(static_cast<unsigned char>(vtt_text[found - 2])) &&
                  std::isdigit(static_cast<unsigned char>(vtt_text[found + 4])));
    EXPECT_EQ(vtt_text.find("\n\n\n"), vtt_text.npos);
    EXPECT_EQ(vtt_text.find('\r'), vtt_text.npos);
    EXPECT_EQ(srt_text.find("\r\n\r\n\r\n"), srt_text.npos);
    EXPECT_EQ(srt_text.find_first_of("<{}"), srt_text.npos);
    EXPECT_EQ(std::ranges::count(srt_text, '\r'), std::ranges::count(srt_text, '\n'));
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(json_text, '\n')), lines);
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(plain, '\n')), lines);
    for (const std::string& document : {vtt_text, srt_text, json_text, plain})
      EXPECT_TRUE(utf8::length(document).has_value());
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyLines, ::testing::Range(1u, 9u));

TEST(ALine, MayHaveTwentyThousandCharacters) {
  std::string line;
  for (int i = 0; line.size() < 20'000; ++i)
    line += kWords[static_cast<std::size_t>(i) % kWords.size()] + (i % 7 ? " " : "");
  CueMaker maker;
  maker.add(Time{}, line);
  check_cues(maker.finish(), tidy(line));
}

}  // namespace
}  // namespace np::subtitles
