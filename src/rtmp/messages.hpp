// What people read of this folder and tests compare: polish a sentence here and no test breaks.
#pragma once

namespace np::messages {

inline constexpr char kNoRtmp[] = "What comes is no RTMP.";
inline constexpr char kMessageTooLong[] = "The publisher sends more at once than a picture needs: lower its bitrate.";
inline constexpr char kWrongStreamKey[] =
    "Somebody tried to send with another application or stream key: compare Server and Stream Key with the address "
    "here.";
inline constexpr char kPlaceIsTaken[] = "Somebody sends here already: wait until that video has ended.";
inline constexpr char kOnlyReceives[] = "This server only receives video: watch it on its page.";
inline constexpr char kPublisherFellSilent[] = "The publisher has sent nothing for half a minute: start it again.";
inline constexpr char kCodecNotRead[] = "The publisher sends video as {}, which is not read here: choose H.264 there.";
inline constexpr char kRtmpStarts[] = "Somebody sends to {} by RTMP, from {}.";
inline constexpr char kRtmpRefused[] = "RTMP from {} was turned away at {}: {}";

}  // namespace np::messages
