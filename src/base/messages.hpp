// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kTooLongForQrCode[] = "This text is too long for a QR code: give a shorter one.";

}  // namespace np::messages
