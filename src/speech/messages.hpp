// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kTextTooLong[] = "The text is too long to be spoken at once; give at most {} bytes.";
inline constexpr char kVoiceIsBehind[] = "The voice is {} sentences behind; this one is left out.";

inline constexpr char kNothingToSpeak[] = "There is nothing to speak in this text; give some English words.";
inline constexpr char kForeignLanguage[] =
    "The voice speaks English only, so lines in other languages are shown and not spoken: SPEECH_URL names a server "
    "that "
    "speaks them.";
inline constexpr char kFliteInstead[] = "{} flite speaks instead.";
inline constexpr char kVoiceFileOff[] = "There is no neural voice, because VOICE_MODEL is off.";
inline constexpr char kNoSuchVoice[] = "There is no voice \"{}\"; {} {}.";
inline constexpr char kVoiceSpeed[] = "The voice's speed must be a number from {} to {}.";
inline constexpr char kManySamples[] = "Other samples are being spoken; ask again in a moment.";
inline constexpr char kLexiconLine[] =
    "Line {} of LEXICON is left out: it must be one word, = and how to say it, as Nguyen = win.";
inline constexpr char kLexiconFile[] = "LEXICON is not used: \"{}\" {}.";

inline constexpr char kNoFolderForWav[] = "There is no folder for {}; make it first.";

}  // namespace np::messages
