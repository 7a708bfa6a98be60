// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kTooLongForQrCode[] = "This text is too long for a QR code: give a shorter one.";

// Behind the name of a file.
inline constexpr char kFileCannotBeRead[] = "cannot be read: {}";
inline constexpr char kFolderNotFile[] = "is a folder, not a file";
inline constexpr char kFileTooLarge[] = "is larger than {} KB";

}  // namespace np::messages
