// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kDetectorFailed[] =
    "The detector's network failed, so nothing more gets a name: start the program again, and if it fails again, name "
    "its file anew with DETECTOR_MODEL.";

inline constexpr char kDetectorOff[] =
    "There is no detector, because DETECTOR_MODEL is off, so nothing that moves gets a name.";

}  // namespace np::messages
