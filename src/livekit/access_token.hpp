// The ticket into a LiveKit room: a JSON Web Token, signed with the server's secret (HS256), as LiveKit's servers read it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace np {

// The commentator's own identity in a room; nobody else gets a ticket for it.
inline constexpr std::string_view kBotIdentity = "nerdpudding";

struct ApiKey {
  std::string key;
  std::string secret;
};

struct RoomGrant {
  std::string room;
  std::string identity;  // one in a room: whoever comes later sends the earlier one away
  std::string name;      // for people; empty: the identity
  std::vector<std::string> sources;  // what may be published: camera, microphone, screen_share ...; empty: anything
  bool agent = false;    // no person: does not keep a room alive, may send transcriptions and change its own attributes
};

// The right to join that one room, to publish, subscribe and send data there, until `now` + `life`. Anybody who has it may
// come in, so it is for the one it was made for, and never logged.
std::string join_token(const ApiKey& key, const RoomGrant& grant, std::chrono::system_clock::time_point now,
                         std::chrono::seconds life);

}  // namespace np
