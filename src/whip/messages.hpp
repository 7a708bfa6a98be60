// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kNobodyPublishes[] =
    "Nobody publishes a webcam: choose Browser webcam on the page, or send one to /api/whip.";
inline constexpr char kPublisherLeft[] = "The publisher has ended the video.";
inline constexpr char kSomebodyPublishes[] = "Somebody publishes here already: wait until that video has ended.";
inline constexpr char kNoSuchPublication[] = "This publication is over: publish again.";
inline constexpr char kNewPublisher[] = "The video is published anew.";

inline constexpr char kOfferIsNonsense[] =
    "The body is no offer of WebRTC media: send the SDP that your program has made.";
inline constexpr char kOfferHasNoVideo[] = "The offer has no video: publish a camera or a screen.";
inline constexpr char kOfferSendsNothing[] = "The offer does not send its video: offer it as sendonly.";
inline constexpr char kOfferHasTooMuch[] =
    "The offer has more than one video, one sound and nothing else: publish one camera or one screen.";
inline constexpr char kOfferIsNotBundled[] =
    "The offer wants several connections: offer everything over one (BUNDLE and rtcp-mux).";
inline constexpr char kOfferNotDecoded[] =
    "The offer has video as {} alone, which cannot be decoded here: publish H.264, VP8 or VP9.";
inline constexpr char kOfferNotAgreed[] =
    "WebRTC cannot agree on this offer: publish H.264, VP8 or VP9, and Opus for sound.";

inline constexpr char kPublisherBroken[] = "The WebRTC connection to the publisher has failed: publish again.";
inline constexpr char kPublisherGone[] = "The connection to the publisher is gone: publish again.";
inline constexpr char kPublisherBarred[] =
    "No media gets through from the publisher: open this machine's UDP ports to it, or set ICE_SERVERS to a TURN "
    "server.";
inline constexpr char kPublisherSilent[] = "The publisher is connected but sends no picture: check the camera there.";
inline constexpr char kPublishedTooLarge[] =
    "The publisher sends pictures larger than can be shown ({}x{}): publish at most 8192x4320.";
inline constexpr char kPublishedTooSmall[] =
    "The publisher sends pictures too small to show anything ({}x{}): publish at least 16x16.";
inline constexpr char kPublishingStarts[] = "Somebody publishes {} by WHIP.";

inline constexpr char kFragmentIsNonsense[] = "The body is no list of ICE candidates (trickle-ice-sdpfrag).";
inline constexpr char kEtagIsOld[] = "If-Match names another ICE session: publish again.";
inline constexpr char kNoIceRestart[] =
    "An ICE restart is not possible here: publish again with ?instead= and this publication's id.";

}  // namespace np::messages
