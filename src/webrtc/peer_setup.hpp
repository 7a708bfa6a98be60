// What a connection is made with. Plain values.
#pragma once

#include <string>
#include <vector>

#include "webrtc/ice_server.hpp"

namespace np::webrtc {

// One sentence each, about whoever is at the other end.
struct PeerWords {
  std::string broken;
  std::string gone;
  std::string nothing_gets_through;
  std::string nonsense;    // its description is none
  std::string not_agreed;  // its description is one that cannot be used
};

struct PeerSetup {
  std::vector<IceServer> relays;            // the TURN servers among them are used
  std::string stun = {};                    // "host:port"; empty: nobody is asked how we are seen from outside
  std::vector<std::string> addresses = {};  // of ours that may be used; none: all but loopback's
  PeerWords words = {};
};

}  // namespace np::webrtc
