// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kNothingToTry[] = "No source is waited for: there is nothing to try.";
inline constexpr char kPresetOfTheStart[] = "{} is a preset for the start: set GPU_PRESET to it and start again.";
inline constexpr char kNothingToHear[] =
    "The source has no sound: TALK=gaps has no effect, and the commentator talks as usual.";

}  // namespace np::messages
