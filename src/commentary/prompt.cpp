#include "commentary/prompt.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace np {
namespace {

constexpr double kStill = 15;
constexpr double kCalm = 40;
constexpr std::size_t kShortLine = 40;

}  // namespace

bool is_skip(const std::string& text) {
  const std::string_view bare = trim(text);
  return bare.empty() || bare == "…" || bare.find_first_not_of('.') == std::string::npos;
}

LengthHint length_hint(double scene_difference, const std::string& last_line) {
  const bool was_short = utf8::count(last_line) < kShortLine;
  if (scene_difference < kStill) return was_short ? LengthHint::kMinimal : LengthHint::kBrief;
  if (scene_difference < kCalm && was_short) return LengthHint::kBrief;
  return LengthHint::kNone;
}

std::string after_frames(const Prompt& prompt) {
  std::string text;
  const auto add = [&text](const std::string& part) {
    if (!text.empty()) text += "\n\n";
    text += part;
  };
  if (!prompt.last_line.empty()) add("You just said (do not repeat it): " + prompt.last_line);
  if (prompt.gone_s > 0)
    add(
        np::format("There was no picture for {:.0f} seconds just before these frames: what happened meanwhile is not "
                   "known.",
                   std::max(1.0, prompt.gone_s)));
  if (prompt.hint == LengthHint::kMinimal) add("Little has changed: one short phrase at most.");
  if (prompt.hint == LengthHint::kBrief) add("Keep it brief: one short sentence.");
  if (!prompt.focus.empty()) add("Focus: " + prompt.focus);
  return text;
}

}  // namespace np
