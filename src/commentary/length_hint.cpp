#include "commentary/length_hint.hpp"

#include "base/utf8.hpp"

namespace np {
namespace {

constexpr double kStill = 15;
constexpr double kCalm = 40;
constexpr std::size_t kShortLine = 40;  // characters
constexpr int kFullLine = 18;           // words

}  // namespace

LengthHint length_hint(double scene_difference, const std::string& last_line, int time_for_words) {
  const bool was_short = utf8::count(last_line) < kShortLine;
  if (scene_difference < kStill) return was_short ? LengthHint::kMinimal : LengthHint::kBrief;
  if (scene_difference < kCalm && was_short) return LengthHint::kBrief;
  return time_for_words > 0 && time_for_words < kFullLine ? LengthHint::kBrief : LengthHint::kNone;
}

}  // namespace np
