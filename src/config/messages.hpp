// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kNoEffectWithoutModel[] = "{} has no effect without MODEL_PATH.";
inline constexpr char kNoEffectWithoutServer[] = "{} has no effect without {}.";
inline constexpr char kServerWinsOverModel[] = "{} has no effect: {} names a model server, which comments instead.";
inline constexpr char kTlsNeedsBothFiles[] = "{} is set but {} is not: give both PEM files, or TLS=self-signed alone.";
inline constexpr char kTlsExcludesFiles[] = "{} and {} exclude each other: leave one of them out.";
inline constexpr char kNoPemFile[] = "{} is no file that can be read: give the path of a PEM file.";
inline constexpr char kAccessIsOpen[] =
    "API_TOKEN=off with {}: everybody who reaches this address can watch and steer; keep it only where the port is "
    "published on loopback.";
inline constexpr char kPublishedOpen[] =
    "{} lets everybody who reaches it watch and steer: set API_TOKEN to {} letters and digits or more.";
inline constexpr char kTokenTooShort[] =
    "{} is short enough to be guessed: take {} letters and digits or more, or leave it out and one is made at start.";
inline constexpr char kTokensAreSame[] =
    "WATCH_TOKEN and API_TOKEN are the same: give those who only watch another one.";
inline constexpr char kNoEffectWithoutToken[] = "WATCH_TOKEN has no effect where no token is asked for: set API_TOKEN.";
inline constexpr char kSecretTwice[] = "{} and {}_FILE are both set ({}): leave one of them out.";
inline constexpr char kContextUnreadable[] = "The file of {} {}: check the path, or write the text itself.";
inline constexpr char kContextTooLong[] = "The file of {} is no text of at most {:.0f} characters: shorten it.";
inline constexpr char kSecretFileUnreadable[] =
    "{}_FILE={} ({}) {}: name a file that holds the secret and nothing else.";
inline constexpr char kWellKnownSecret[] =
    "LIVEKIT_API_SECRET is the well-known default with {}: everybody who reaches that server can join; give it a key "
    "and a secret of its own.";
inline constexpr char kNoHome[] =
    "Nothing is kept over restarts, because HOME is not set: set STATE_DIR to a folder, or to off.";
inline constexpr char kWindowTooSmall[] =
    "{} with {} needs a window of {} frames, but there is {}: set WINDOW_SIZE to {} or more, or take fewer frames.";
inline constexpr char kReconnectDelays[] = "{} is less than {}: set MAX_RECONNECT_DELAY to {} or more.";
inline constexpr char kNoPageInFolder[] =
    "{} holds no index.html: give a folder with the page, or leave it out for the built-in one.";
inline constexpr char kNoMediaDir[] =
    "MEDIA_DIRS: {} is no folder that can be read: the page shows its videos once it is one.";
inline constexpr char kDelayTooLong[] =
    "{} is more than the past that is kept: the picture is shown {} s late at first.";

inline constexpr char kOfDotenvLine[] = "{} line {}: {}";
inline constexpr char kDotenvNoName[] = "no setting's name is there; write NAME=value, or # in front of a comment.";
inline constexpr char kDotenvNoEquals[] = "there is no = after the name; write NAME=value.";
inline constexpr char kDotenvTextAfterQuote[] =
    "there is text after the closing quote; put the whole value into quotes.";
inline constexpr char kDotenvOpenQuote[] = "the quote {} is opened and never closed.";
inline constexpr char kDotenvNoText[] = "this is no text; save the file as UTF-8.";
inline constexpr char kDotenvUnreadable[] = "{} {}; put a file of NAME=value lines there, or remove it.";

inline constexpr char kEnvironmentAlone[] = "it is read from the environment alone";
inline constexpr char kEngineLooksAfter[] = "the engine looks after that itself";
inline constexpr char kVoiceNeedsNoFolder[] = "the voice needs no folder";
inline constexpr char kVoiceTakesNoSample[] = "the built-in voice takes no sample";
inline constexpr char kVoiceRunsOnCpu[] = "the built-in voice runs on the CPU";
inline constexpr char kSettingRetired[] = "{} ({}) has no effect: {}.";
inline constexpr char kDidYouMean[] = "{} ({}) is no setting: did you mean {}?";
inline constexpr char kNoSettingOfFile[] = "{} ({}) is no setting: `nerdpudding settings` lists them.";
inline constexpr char kSettingTwice[] = "{} stands in {} twice: line {} counts, line {} does not.";
inline constexpr char kNoSetting[] = "{} is no setting.";
inline constexpr char kSettingIsWrong[] = "{}={} ({}) is wrong: it must be {}.";

inline constexpr char kNoSuchPreset[] = "There is no preset {}: take one of {}.";

inline constexpr char kProfileNotUtf8[] = "is not UTF-8 text";
inline constexpr char kProfileStrayLine[] =
    "has neither `label: …`, `suggestion: …` nor `speed: …` in line {}; an empty line must stand before the prompt";
inline constexpr char kProfileSpeed[] = "has a speed that is no number from {} to {}";
inline constexpr char kProfileWithoutLabel[] = "has no `label: …` line at its top";
inline constexpr char kProfileLabelTooLong[] = "has a label of more than {} characters";
inline constexpr char kProfileSuggestionTooLong[] = "has a suggestion of more than {} characters";
inline constexpr char kProfileWithoutPrompt[] = "has no prompt after its header and an empty line";
inline constexpr char kProfileNoKey[] = "has a name that is no key: take a-z, 0-9, _ and - only";
inline constexpr char kProfileNoFile[] = "is not a file";
inline constexpr char kProfilesDirUnreadable[] =
    "PROFILES_DIR cannot be read ({}): only the built-in profiles are there.";
inline constexpr char kNoSuchProfile[] = "There is no profile {}: take one of {}.";
inline constexpr char kProfileLeftOut[] = "The profile {} {}; it is left out.";
inline constexpr char kProfileTwice[] = "The profile {} has the same name as {}; it is left out.";
inline constexpr char kProfileGone[] = "The profile {} of the last run is not there any more: default is used.";

inline constexpr char kTrueOrFalse[] = "true or false (also 1/0, yes/no, on/off)";
inline constexpr char kWholeNumber[] = "a whole number from {} to {}";
inline constexpr char kNumber[] = "a number from {} to {}";
inline constexpr char kEmptyOrNumber[] = "empty, or a number from {} to {}";
inline constexpr char kLineOfOneTo[] = "one line of 1 to {} characters";
inline constexpr char kLineOfAtMost[] = "one line of at most {} characters";
inline constexpr char kTextOfAtMost[] = "a text of at most {} characters";
inline constexpr char kProfileKey[] = "a profile's name of a-z, 0-9, _ and -";
inline constexpr char kVoiceKey[] = "{}, or server:NAME for another voice of the speech server";
inline constexpr char kPath[] = "a path";
inline constexpr char kHostName[] = "an IP address or a host name, without a port";
inline constexpr char kHostNames[] = "names or name:port, with commas between them";
inline constexpr char kToken[] = "off, or at most {} letters, digits and - . _ ~";
inline constexpr char kRoomAddress[] =
    "an address that begins with ws://, wss://, http:// or https://, without a password";
inline constexpr char kSourceRules[] =
    "any, none, or kinds (file, camera, rtsp, http, rtmp, srt, udp, livekit, webcam), folders that begin with /, "
    "hosts, networks, with commas "
    "between them";
inline constexpr char kIceServers[] =
    "servers such as stun:stun.example.org:3478 or turn:user:password@turn.example.org:3478?transport=udp, with commas "
    "between them";
inline constexpr char kFolders[] = "folders, with commas between them";
inline constexpr char kOrigins[] =
    "origins such as https://home.example.org or http://192.168.1.5:8123, with commas between them, without a path; * "
    "is refused, for with it any page could show yours";
inline constexpr char kHttpAddress[] = "an address that begins with http:// or https://";
inline constexpr char kHttpAddresses[] = "addresses that begin with http:// or https://, with commas between them";

inline constexpr char kStateUnreadable[] = "What was kept of the last run is not used: {} in STATE_DIR {}.";
inline constexpr char kStateDamaged[] =
    "What was kept of the last run is not used: {} in STATE_DIR is damaged and will be replaced.";
inline constexpr char kTokenNotKept[] =
    "STATE_DIR does not take the token ({}): each start makes a new one and browsers have to sign in again; set "
    "STATE_DIR to a folder that can be written, or set API_TOKEN.";
inline constexpr char kTokenFileUnreadable[] =
    "The file token in STATE_DIR {}: a new token replaces it, and browsers have to sign in again.";
inline constexpr char kTokenFileDamaged[] =
    "The file token in STATE_DIR holds no token: a new one replaces it, and browsers have to sign in again.";
inline constexpr char kTokenFileOpen[] =
    "Other users of this machine can read the file token in STATE_DIR: delete it and start again for a new token.";
inline constexpr char kItMustBe[] = "it must be {}.";
inline constexpr char kOfLastRunNotUsed[] = "The {} of the last run is not used: {}";

}  // namespace np::messages
