// What people read of this folder and tests compare: polish a sentence here and no test breaks.
#pragma once

namespace np::messages {

inline constexpr char kAnotherHasJoined[] =
    "Another NerdPudding has joined the room {}: stop it, or choose another LIVEKIT_ROOM.";
inline constexpr char kPutOutOfRoom[] = "Somebody has put us out of the room {}.";
inline constexpr char kRoomWasClosed[] = "The room {} was closed.";
inline constexpr char kLivekitAnswersNoMore[] = "The LiveKit server does not answer any more.";

inline constexpr char kInLivekitRoom[] = "In the LiveKit room {}.";
inline constexpr char kNobodyShowsVideo[] =
    "Nobody shows a video in the LiveKit room {}: publish a camera from the page.";
inline constexpr char kVideoIsPaused[] = "{} has paused the video.";
inline constexpr char kVideoNotDecoded[] = "{} sends {}, which cannot be decoded here: publish VP8, VP9 or H.264.";
inline constexpr char kRoomJoinedAnew[] =
    "No picture comes of the video in the LiveKit room {}: the room is joined anew.";

inline constexpr char kLivekitTokenOutdated[] =
    "The LiveKit server at {} takes the token for outdated: set the clocks of both machines.";
inline constexpr char kLivekitRefusesKey[] =
    "The LiveKit server at {} does not accept the key or its secret: check LIVEKIT_API_KEY and LIVEKIT_API_SECRET.";
inline constexpr char kLivekitIsWebServer[] = "{} is a web server, but not LiveKit's: check LIVEKIT_URL.";
inline constexpr char kLivekitMakesNoRoom[] =
    "The LiveKit server knows no such room and makes none: create it there, or let it (room.auto_create).";
inline constexpr char kLivekitNameNotKnown[] = "The name in LIVEKIT_URL is not known ({}): check it.";
inline constexpr char kNoLivekitAnswers[] = "No LiveKit server answers at {}: start it, or check LIVEKIT_URL.";

}  // namespace np::messages
