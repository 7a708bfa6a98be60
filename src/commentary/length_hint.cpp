#include "commentary/length_hint.hpp"

#include "base/utf8.hpp"

namespace np {
namespace {

constexpr double kStill = 15;
constexpr double kCalm = 40;
constexpr std::size_t kShortLine = 40;  // characters

}  // namespace

LengthHint length_hint(double scene_difference, const std::string& last_line) {
  const bool was_short = utf8::count(last_line) < kShortLine;
  if (scene_difference < kStill) return was_short ? LengthHint::kMinimal : LengthHint::kBrief;
  if (scene_difference < kCalm && was_short) return LengthHint::kBrief;
  return LengthHint::kNone;
}

}  // namespace np
