// This folder's sentences for people. Tests know them by name, so you may polish them freely. Each begins with the
// file's name for people, followed by the setting that names another one, and the name of the usual one.
#pragma once

namespace np::messages {

inline constexpr char kNetworkNotReadable[] =
    "{} lies where this user may not read: chmod a+r the file and a+x its folders.";
inline constexpr char kNetworkNotThere[] =
    "{} is not there: check {}, or where that is not set, build or install the program again with the network at hand.";
inline constexpr char kNetworkNoFile[] = "{} is a {}: {} takes a file, as {}.";
inline constexpr char kFolder[] = "folder";
inline constexpr char kDeviceOrPipe[] = "device or pipe";
inline constexpr char kNetworkTooLarge[] =
    "{} is too large for this network: {} takes the {} that comes with the program.";
inline constexpr char kNetworkDamaged[] =
    "{} is damaged or no ONNX file: remove it and build or install the program again, or name another with {}.";
inline constexpr char kOtherNetwork[] = "{} holds another network: {} takes the {} that comes with the program.";
inline constexpr char kNetworkFailed[] =
    "{} failed at its work: start the program again, and if it fails again, name it anew with {}.";

}  // namespace np::messages
