// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kTalksAsUsual[] = "{} Until then TALK=gaps has no effect: the commentator talks as usual.";
inline constexpr char kHearingFileOff[] = "Nothing listens to the programme, because HEARING_MODEL is off.";
inline constexpr char kHearingIsLoading[] = "The network that hears speech is loading.";
inline constexpr char kHearingFailed[] = "The network that hears speech has failed: start the program again.";

}  // namespace np::messages
