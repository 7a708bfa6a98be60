// The text that an engine is given in one cycle. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace np {

enum class LengthHint { kNone, kBrief, kMinimal };

struct Prompt {
  std::string last_line;  // empty: none, or it was a skip
  LengthHint hint = LengthHint::kNone;
  std::string focus;      // the instruction
  double gone_s = 0;      // so long the picture was away just before these frames; 0: it was not
};

// How much there is to say, from how much the scene has changed (SceneChange's 0-255) and how long the last line was.
LengthHint length_hint(double scene_difference, const std::string& last_line);

// What follows the profile and the frames: last line, interruption, hint, focus. In this order the head stays the same
// from cycle to cycle.
std::string after_frames(const Prompt& prompt);

// "..." or "…" (or nothing at all): there is nothing worth saying.
bool is_skip(const std::string& text);

}  // namespace np
