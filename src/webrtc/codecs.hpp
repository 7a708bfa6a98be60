// The formats that this program can receive by WebRTC: "video/VP8", "audio/opus", in any case. Pure.
#pragma once

#include <string>

namespace np::webrtc {

// The header extension by which a sender learns the capacity of the line: it numbers each packet, and we say when it
// came.
inline constexpr char kTransportFeedback[] =
    "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

bool can_decode(const std::string& mime);
bool is_sound(const std::string& mime);

}  // namespace np::webrtc
