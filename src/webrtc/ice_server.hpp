// A server that helps two peers to find each other: STUN tells a peer its address as seen from outside, TURN relays.
// Plain value.
#pragma once

#include <string>
#include <vector>

namespace np::webrtc {

struct IceServer {
  std::vector<std::string> urls;  // "stun:host:port", "turn:host:port?transport=udp", "turns:..."
  std::string username;
  std::string credential;
};

}  // namespace np::webrtc
