// The ticket into a LiveKit room: a JSON Web Token, signed with the server's secret (HS256), as LiveKit's servers read
// it.
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
  std::string identity;  // unique in a room: a newcomer with the same identity replaces the earlier participant
  std::string name;      // for people; empty: the identity
  std::vector<std::string> sources;  // tracks that it may publish: camera, microphone, screen_share ...; empty:
                                     // anything
  bool agent = false;  // a program: does not keep a room alive, may send transcriptions and change its own attributes
};

// The right to join that one room, to publish, subscribe and send data there, until `now` + `life`. Anybody who has it
// may come in, so give it only to its participant and never log it.
std::string join_token(const ApiKey& key, const RoomGrant& grant, std::chrono::system_clock::time_point now,
                       std::chrono::seconds life);

}  // namespace np
