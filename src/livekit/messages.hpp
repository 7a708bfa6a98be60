// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kAnotherHasJoined[] =
    "Another NerdPudding has joined the room {}: stop it, or choose another LIVEKIT_ROOM.";
inline constexpr char kPutOutOfRoom[] = "Somebody has put us out of the room {}.";
inline constexpr char kRoomWasClosed[] = "The room {} was closed.";
inline constexpr char kLivekitAnswersNoMore[] = "The LiveKit server does not answer any more.";

inline constexpr char kLivekitOffersNonsense[] = "The LiveKit server offers media in a way that makes no sense.";
inline constexpr char kLivekitMediaBroken[] = "The WebRTC connection to the LiveKit server has failed.";
inline constexpr char kLivekitMediaGone[] = "The media connection to the LiveKit server is gone.";
inline constexpr char kLivekitMediaBarred[] =
    "No media gets through to the LiveKit server: open its UDP and TCP ports, or give it a TURN server.";
inline constexpr char kLivekitNotAgreed[] = "WebRTC cannot agree with the LiveKit server on how to send media.";

inline constexpr char kRoomDoesNotAnswer[] = "The LiveKit room {} does not answer.";
inline constexpr char kVideoDoesNotArrive[] =
    "The video in the room {} does not arrive: check the network between its publisher, the LiveKit server and this "
    "machine.";

inline constexpr char kInLivekitRoom[] = "In the LiveKit room {}.";
inline constexpr char kNobodyShowsVideo[] =
    "Nobody shows a video in the LiveKit room {}: publish a camera from the page.";
inline constexpr char kVideoIsPaused[] = "{} has paused the video.";
inline constexpr char kVideoNotDecoded[] = "{} sends {}, which cannot be decoded here: publish VP8, VP9 or H.264.";
inline constexpr char kRoomVideoTooLarge[] =
    "A video in the LiveKit room is larger than can be shown ({}x{}): publish at most 8192x4320.";
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
