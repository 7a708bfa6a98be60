#include "subtitles/json_lines.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <utility>

#include "base/clock.hpp"
#include "base/format.hpp"
#include "subtitles/cue_maker.hpp"
#include "subtitles/glyph.hpp"
#include "subtitles/tidy.hpp"
#include "subtitles/timestamp.hpp"

namespace np::subtitles {
namespace {

double seconds_to_read(const std::string& text) {
  int columns = 0;
  for (const Glyph& glyph : glyphs(text)) columns += glyph.columns;
  return std::max(to_seconds(CueMaker::kShortest), static_cast<double>(columns) / CueMaker::kColumnsPerSecond);
}

}  // namespace

std::string JsonLines::add(const SpokenLine& line) {
  const double at_s = std::isfinite(line.at_s) ? line.at_s : 0;
  SpokenLine tidied{.at_s = at_s, .text = tidy(line.text), .latency_s = line.latency_s};
  if (tidied.text.empty()) return {};
  std::string settled = settle(tidied.at_s);
  pending_ = std::move(tidied);
  return settled;
}

std::string JsonLines::settle(std::optional<double> next_s) {
  if (!pending_) return {};
  const SpokenLine line = *std::exchange(pending_, std::nullopt);
  double end = line.at_s + seconds_to_read(line.text);
  // A clock that was set back ends nothing.
  if (next_s && *next_s >= line.at_s) end = std::min(end, *next_s);
  std::string text = np::format(R"({{"begin":{:.3f},"end":{:.3f})", line.at_s, end);
  if (time_base_ == TimeBase::kUnix) text += np::format(R"(,"date":"{}")", iso_text(line.at_s));
  text += np::format(R"(,"text":{})", boost::json::serialize(boost::json::string(line.text)));
  if (line.latency_s && std::isfinite(*line.latency_s)) text += np::format(R"(,"latency":{:.3f})", *line.latency_s);
  return text + "}\n";
}

}  // namespace np::subtitles
