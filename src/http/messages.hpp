// What people read of this folder and tests compare: polish a sentence here and no test breaks.
#pragma once

namespace np::messages {

inline constexpr char kTokenNeeded[] =
    "A token is needed: open the link that the server printed when it started, or send it as \"Authorization: Bearer "
    "<token>\".";
// A piece of a page: HTML.
inline constexpr char kTokenNeededPage[] =
    "Open the link that the server printed when it started: it ends in <code>/?token=…</code> and this browser "
    "remembers it.";
inline constexpr char kForeignPage[] =
    "Pages of other sites may not use this server: add their host to ALLOWED_HOSTS if they should.";

inline constexpr char kNoPictureYet[] = "There is no picture yet: start a source first.";
inline constexpr char kNoValidJson[] = "The body is no valid JSON.";
inline constexpr char kBodyIsNoObject[] = "The body must be a JSON object, not {}.";
inline constexpr char kFieldMissing[] = "The field \"{}\" is missing.";
inline constexpr char kFieldIsNoText[] = "The field \"{}\" must be a text, not {}.";
inline constexpr char kFieldIsNoNumber[] = "The field \"{}\" must be a number, not {}.";
inline constexpr char kFieldIsNoFlag[] = "The field \"{}\" must be true or false, not {}.";
inline constexpr char kSourceEmpty[] = "The field \"source\" is empty: give a file, an address or a camera's number.";
inline constexpr char kSourceTooLong[] = "The field \"source\" is longer than {} bytes.";
inline constexpr char kInstructionTooLong[] = "The field \"instruction\" has {} characters; at most {} are taken.";
inline constexpr char kIdentityForm[] = "The field \"identity\" must be 1 to {} letters, digits and . _ -.";
inline constexpr char kNameForm[] = "The field \"name\" must be at most {} characters, without control characters.";
inline constexpr char kTooManyTickets[] = "Too many tokens were asked for: try again in {} s.";

inline constexpr char kPortInUse[] =
    "{} is already in use: stop the other program, perhaps another NerdPudding, or choose another port with --port or "
    "SERVER_PORT.";
inline constexpr char kNoSuchServerHost[] =
    "SERVER_HOST: there is no address {} on this machine: use 127.0.0.1 for this machine alone or 0.0.0.0 for the "
    "network.";

inline constexpr char kBodyTooLarge[] = "The body is larger than {} KiB.";
inline constexpr char kTooManyConnections[] = "Too many connections are open: close some pages and try again.";
inline constexpr char kVoiceIsOff[] = "The voice is off: start with ENABLE_TTS=true to hear it.";

inline constexpr char kTlsFilesTogether[] = "TLS_CERT and TLS_KEY belong together: set both, or neither.";

}  // namespace np::messages
