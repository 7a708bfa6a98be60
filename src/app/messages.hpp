// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kSourceLeft[] =
    "NerdPudding ended while this source was being opened, so it is not opened by itself: start it again if you trust "
    "it.";
inline constexpr char kTokenIsKept[] =
    "The token is kept in STATE_DIR, so browsers stay signed in: for a new one delete the file token there and start "
    "again, or set API_TOKEN.";
inline constexpr char kTokenIsNotKept[] =
    "The token is new at each start: set STATE_DIR to keep it, or API_TOKEN to choose one.";
inline constexpr char kLivekitIsOff[] = "LiveKit is off: set LIVEKIT_ENABLED=true to send the show to a LiveKit room.";

inline constexpr char kSourceNotAllowedAnyMore[] =
    "The source of the last run is not opened, as SOURCES does not allow it any more: choose another one.";

// Of the choice of eyes.
inline constexpr char kEyesChange[] = "Another model is being loaded: wait for it, or choose the built-in eyes first.";
inline constexpr char kEyesNotChecked[] = "The model cannot be looked at: choose another one, and see the log.";
inline constexpr char kServerHasNoModel[] = "{} has no model {}: take one of those that it lists, such as {}.";
inline constexpr char kNoModelCalled[] = "There is no model \"{}\" here: choose one of the list.";
inline constexpr char kNothingOfTheStart[] = "NerdPudding was started with the built-in eyes: choose those.";
inline constexpr char kComesBackAfterRestart[] =
    "{} was set where NerdPudding was started, so it counts again after the next start.";
inline constexpr char kTooManyLookUps[] = "Too many requests wait for the list of models: try again in a moment.";

// Of the banner.
inline constexpr char kGreetNoSource[] = "none yet: choose one on the page";
inline constexpr char kGreetServer[] = "model server at {}";
inline constexpr char kGreetModel[] = "model {}, which is loading";
inline constexpr char kGreetNoModel[] = "built-in eyes, because the model {} does not load";
inline constexpr char kGreetWatcher[] =
    "built-in eyes, which name what they see but do not understand it (`nerdpudding models` lists models that do)";

// Of `nerdpudding check`.
inline constexpr char kCheckNoSource[] = "No source is set: choose one on the page, or with --source.";
inline constexpr char kCheckSourceOfRoom[] = "Video that somebody shows in the LiveKit room.";
inline constexpr char kCheckNoModel[] =
    "No model is set, so the built-in eyes comment: `nerdpudding models` lists the models that you can get.";
inline constexpr char kCheckServerAnswers[] = "{} answers.";
inline constexpr char kCheckServerListsNothing[] = "{} answers, but does not list its models.";
inline constexpr char kCheckEyes[] = "The network that recognises people, animals and things loads.";
inline constexpr char kCheckEyesOff[] = "DETECTOR_MODEL is off, so nothing that moves gets a name.";
inline constexpr char kCheckEyesMissing[] = "{} Until then nothing that moves gets a name.";
inline constexpr char kCheckEars[] = "The network that detects speech loads.";
inline constexpr char kCheckVoice[] = "The built-in voice loads (VOICE={}).";
inline constexpr char kCheckVoiceOff[] = "The voice is off.";
inline constexpr char kCheckVoiceIsFlite[] = "VOICE_MODEL is off, so flite speaks.";
inline constexpr char kCheckVoiceMissing[] = "{} Until then flite speaks.";
inline constexpr char kCheckPortFree[] = "{} is free.";
inline constexpr char kCheckAnyPort[] = "Any free port on {}.";
inline constexpr char kCheckPortNotAllowed[] =
    "{} is not for normal users: choose a port above 1023 with --port or SERVER_PORT.";
inline constexpr char kCheckPortFails[] = "{} cannot be used ({}): check --host or SERVER_HOST.";
inline constexpr char kCheckAnotherRuns[] =
    "NerdPudding already runs on port {}: a second one needs another port, with --port or SERVER_PORT.";
inline constexpr char kCheckNoCertificate[] = "TLS is off, so the page is served over http.";
inline constexpr char kCheckCertificateMade[] = "The program makes its certificate and keeps it in STATE_DIR.";
inline constexpr char kCheckCertificateNotKept[] =
    "The program makes a new certificate at each start, because STATE_DIR is off: browsers warn each time.";
inline constexpr char kCheckCertificate[] = "The certificate and its key can be read and belong together.";
inline constexpr char kCheckCertificateEnds[] = "The certificate is valid until {}.";
inline constexpr char kCheckCertificateEnded[] = "The certificate ended on {}: renew it.";
inline constexpr char kCheckNoRoom[] = "LiveKit is off.";
inline constexpr char kCheckRoom[] = "LiveKit at {} lets the program into the room {}.";
inline constexpr char kCheckRoomRefuses[] =
    "LiveKit at {} does not accept the key: check LIVEKIT_API_KEY and LIVEKIT_API_SECRET.";
inline constexpr char kCheckNoLivekit[] = "{} does not answer as a LiveKit server does (status {}): check LIVEKIT_URL.";
inline constexpr char kCheckRoomAway[] = "The LiveKit server is away: {}";
inline constexpr char kCheckNothingKept[] = "STATE_DIR is off, so nothing is kept over restarts.";
inline constexpr char kCheckStateNoFolder[] = "STATE_DIR: {} is not a folder: name another one.";
inline constexpr char kCheckStateNotWritable[] =
    "STATE_DIR: you may not write to {}: change its permissions, or name another folder.";
inline constexpr char kCheckLittleRoom[] =
    "{} has {} MB free, less than the {} MB of KEEP_MB: free some space, or set a smaller KEEP_MB.";

}  // namespace np::messages
