// What people read of this folder and tests compare: polish a sentence here and no test breaks.
#pragma once

namespace np::messages {

inline constexpr char kDetectorNotReadable[] =
    "{} lies where this user may not read: chmod a+r the file and a+x its folders.";
inline constexpr char kDetectorNotThere[] =
    "{} is not there: check DETECTOR_MODEL, or where that is not set, build or install the program again with the "
    "network at hand.";
inline constexpr char kDetectorNoFile[] = "{} is a {}: DETECTOR_MODEL takes a file, as detector.onnx.";
inline constexpr char kFolder[] = "folder";
inline constexpr char kDeviceOrPipe[] = "device or pipe";
inline constexpr char kDetectorTooLarge[] =
    "{} is too large for the detector's network: DETECTOR_MODEL takes the detector.onnx that comes with the program.";
inline constexpr char kDetectorDamaged[] =
    "{} is damaged or no ONNX file: remove it and build or install the program again, or name another with "
    "DETECTOR_MODEL.";
inline constexpr char kDetectorOther[] =
    "{} holds another network: DETECTOR_MODEL takes the detector.onnx that comes with the program.";
inline constexpr char kDetectorFailed[] =
    "The detector's network failed, so nothing more gets a name: start the program again, and if it fails again, name "
    "its file anew with DETECTOR_MODEL.";

inline constexpr char kDetectorOff[] =
    "There is no detector, because DETECTOR_MODEL is off, so nothing that moves gets a name.";

}  // namespace np::messages
