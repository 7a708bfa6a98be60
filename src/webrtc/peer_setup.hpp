// The setup of a connection. Plain values.
#pragma once

#include <string>
#include <vector>

#include "webrtc/ice_server.hpp"

namespace np::webrtc {

// One sentence each, about the other end.
struct PeerWords {
  std::string broken;
  std::string gone;
  std::string nothing_gets_through;
  std::string nonsense;    // its description is invalid
  std::string not_agreed;  // its description is one that we cannot use
};

struct PeerSetup {
  std::vector<IceServer> relays;            // it uses the TURN servers among them
  std::string stun = {};                    // "host:port"; empty: it asks no server for our address as seen from
                                            // outside
  std::vector<std::string> addresses = {};  // our addresses that it may use; none: all but loopback's
  PeerWords words = {};
};

}  // namespace np::webrtc
