// What people read of this folder and tests compare: polish a sentence here and no test breaks.
#pragma once

namespace np::messages {

inline constexpr char kTextTooLong[] = "The text is too long to be spoken at once; give at most {} bytes.";
inline constexpr char kVoiceIsBehind[] = "The voice is {} sentences behind; this one is left out.";

inline constexpr char kNothingToSpeak[] = "There is nothing to speak in this text; give some words in Latin letters.";

inline constexpr char kNoFolderForWav[] = "There is no folder for {}; make it first.";

}  // namespace np::messages
