// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kTokenNeeded[] =
    "A token is needed: open the link that the server printed when it started, or send it as \"Authorization: Bearer "
    "<token>\".";
inline constexpr char kTokenWrong[] = "That is not the right token.";
inline constexpr char kTokenOutdated[] = "The token that this browser remembers is not valid any more.";
inline constexpr char kWatchOnly[] = "This token is for watching: to steer, sign in with the other one.";
inline constexpr char kForControllers[] = "This is for those who steer: sign in with their token.";
inline constexpr char kUnknownHost[] =
    "This host name is not known here: use localhost, or add the name to ALLOWED_HOSTS.";
inline constexpr char kNoSuchAddress[] = "There is no such address here; /openapi.json lists what there is.";
inline constexpr char kFormMalformed[] = "The form is malformed: send the fields \"token\" and \"to\".";
inline constexpr char kCodeText[] = "Give ?text= with 1 to {} bytes, without control characters.";
inline constexpr char kCodeLink[] = "?link= is \"control\" or \"watch\".";
inline constexpr char kNoWatchToken[] = "There is no token for watching: set WATCH_TOKEN.";
inline constexpr char kSourceNotAllowed[] = "This source may not be opened from here: SOURCES says which may.";
// These replace reasons, which may reveal details of the machine and its network.
inline constexpr char kSourceIsAway[] = "The source is away at the moment.";
inline constexpr char kModelIsAway[] = "The model is away at the moment.";
inline constexpr char kVoiceIsAway[] = "The voice is away at the moment.";
inline constexpr char kRoomIsAway[] = "The room is away at the moment.";
inline constexpr char kPublisherIsGone[] = "The publisher is gone.";
inline constexpr char kLineBrokeOff[] = "This line broke off.";
inline constexpr char kControlCharacters[] = "The field \"{}\" holds a control character: leave it out.";
inline constexpr char kForeignPage[] =
    "Pages of other sites may not use this server: add their host to ALLOWED_HOSTS if they should.";

inline constexpr char kNoPictureYet[] = "There is no picture yet: start a source first.";
inline constexpr char kNoVideo[] =
    "The source sends nothing that can be passed on as it is: take ?form=encoded, or /api/mjpeg.";
inline constexpr char kCannotEncode[] = "The picture cannot be encoded here: take /api/mjpeg.";
inline constexpr char kNoSuchForm[] = "There is no such form: ask for ?form=source, ?form=encoded or ?form=small.";
inline constexpr char kReplayRange[] =
    "Say which moments to replay: ?from= and ?to= in Unix seconds, the later one last.";
inline constexpr char kReplayGone[] =
    "No picture of that moment is kept any more: only the last half minute is, while somebody watches.";
inline constexpr char kNoValidJson[] = "The body is no valid JSON.";
inline constexpr char kBodyIsNoObject[] = "The body must be a JSON object, not {}.";
inline constexpr char kFieldMissing[] = "The field \"{}\" is missing.";
inline constexpr char kFieldIsNoText[] = "The field \"{}\" must be a text, not {}.";
inline constexpr char kFieldIsNoNumber[] = "The field \"{}\" must be a number, not {}.";
inline constexpr char kFieldIsNoFlag[] = "The field \"{}\" must be true or false, not {}.";
inline constexpr char kPositionForm[] = "The field \"position\" must be a number of seconds, 0 or more.";
inline constexpr char kNoPlaybackWish[] = "Give \"paused\", \"position\", \"loop\" or several of them.";
inline constexpr char kSourceEmpty[] = "The field \"source\" is empty: give a file, an address or a camera's number.";
inline constexpr char kSourceTooLong[] = "The field \"source\" is longer than {} bytes.";
inline constexpr char kTooManyCharacters[] = "The field \"{}\" has {} characters; at most {} are taken.";
inline constexpr char kIdentityForm[] = "The field \"identity\" must be 1 to {} letters, digits and . _ -.";
inline constexpr char kUseIsOneOf[] = "The field \"use\" must be \"eyes\", \"file\", \"server\" or \"start\".";
inline constexpr char kFileMissing[] = "Name the model in \"file\", as GET /api/models lists it.";
inline constexpr char kNoServerAddress[] =
    "That is no address of a model server; give one such as http://127.0.0.1:11434 (\"url\").";
inline constexpr char kNoSuchPull[] = "There is no model of this name to pull.";
inline constexpr char kFieldTooLong[] = "The field \"{}\" is longer than {} bytes.";
inline constexpr char kNameForm[] = "The field \"name\" must be at most {} characters, without control characters.";
inline constexpr char kTooManyTickets[] = "Too many tokens were asked for: try again in {} s.";

inline constexpr char kBodyIsOtherType[] = "The body must be {}: say so in Content-Type.";
inline constexpr char kIfMatchMissing[] = "If-Match is missing: send the ETag that the publication was given.";
inline constexpr char kPublicationUnknown[] = "There is no such publication any more: publish again.";

inline constexpr char kParameterIsNoId[] = "The parameter \"{}\" must be the id of a line: a whole number.";
inline constexpr char kParameterIsNoMoment[] = "The parameter \"{}\" must be a moment: Unix seconds.";
inline constexpr char kNoSuchExport[] = "The parameter \"format\" must be vtt, srt, jsonl or text.";
inline constexpr char kNoLinesToExport[] =
    "No line of this source and time is kept: choose another source or a longer time.";
inline constexpr char kLimitOfLines[] = "The parameter \"limit\" must be a whole number from 1 to {}.";
// In the record.
inline constexpr char kWatchedFromHere[] = "Now watching {}.";

inline constexpr char kUploadLength[] = "Say how large the video is: send a Content-Length, without Transfer-Encoding.";
inline constexpr char kUploadRange[] =
    "Content-Range must be \"bytes FIRST-LAST/ALL\" and fit the body, or \"bytes */ALL\" without a body.";
inline constexpr char kUploadId[] = "The parameter \"id\" must be 8 to 32 letters, digits, - and _.";
inline constexpr char kUploadNotAllowed[] =
    "Videos cannot be uploaded, because SOURCES does not allow to watch them: add the folder UPLOAD_DIR to it.";
inline constexpr char kNoPictureOfSource[] = "There is no picture of this source yet: watch it for a moment.";
inline constexpr char kVideoMissing[] = "Say which video: ?video= with its \"source\".";

inline constexpr char kPortInUse[] =
    "{} is already in use: stop the other program, perhaps another NerdPudding, or choose another port with --port or "
    "SERVER_PORT.";
inline constexpr char kNoSuchServerHost[] =
    "SERVER_HOST: there is no address {} on this machine: use 127.0.0.1 for this machine alone or 0.0.0.0 for the "
    "network.";

inline constexpr char kBodyTooLarge[] = "The body is larger than {} KiB.";
inline constexpr char kTooManyConnections[] = "Too many connections are open: close some pages and try again.";
inline constexpr char kVoiceIsOff[] = "The voice is off: start with ENABLE_TTS=true to hear it.";

inline constexpr char kCertificateMade[] =
    "The certificate was made here, so browsers warn of it once: its SHA-256 fingerprint is {}.";
inline constexpr char kCertificateNotKept[] =
    "STATE_DIR does not take the certificate ({}): browsers will warn anew after the next start.";

inline constexpr char kSourceSoundIsOff[] = "The source's own sound is off: start with SOURCE_SOUND=duck to hear it.";
inline constexpr char kNoSuchSound[] = "There is no such sound: ask for ?what=voice or ?what=source.";

inline constexpr char kTlsFilesTogether[] = "TLS_CERT and TLS_KEY belong together: set both, or neither.";

}  // namespace np::messages
