// What can be received by WebRTC here: "video/VP8", "audio/opus", in any case. Pure.
#pragma once

#include <string>

namespace np::webrtc {

// The header extension by which a sender learns what the line carries: each packet has a number, and we say when it came.
inline constexpr char kTransportFeedback[] =
    "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

bool can_decode(const std::string& mime);
bool is_sound(const std::string& mime);

}  // namespace np::webrtc
