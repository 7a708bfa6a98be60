// What the HTTP side needs of the program beside the show; App implements it. All on the I/O thread.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace np {

struct RoomTrack {
  std::string sid;
  std::string source;  // camera | screen
  std::string codec;
  int width = 0;
  int height = 0;
  bool muted = false;
};

struct RoomParticipant {
  std::string identity;
  std::string name;
  std::vector<RoomTrack> tracks;
};

struct RoomReport {
  bool enabled = false;
  bool connected = false;
  std::string room;
  std::string state = "off";  // off | connecting | connected | waiting
  std::string reason;
  std::optional<double> next_try_s;  // waiting: until it is tried again
  std::vector<RoomParticipant> participants;
  std::string track;  // sid of the one that is watched; empty: none
};

struct HouseReport {
  std::string version;
  double uptime_s = 0;
  RoomReport room;
};

// The way into the LiveKit room for one participant. The token is for that participant alone, and never logged.
struct RoomTicket {
  std::string url;
  std::string token;
  std::string room;
  std::string identity;
  std::string commentator;  // the identity of the commentator there
};

struct ProfileChoice {
  std::string key;
  std::string label;
  std::string suggestion;
};

struct PresetChoice {
  std::string key;
  std::string label;
  std::string description;
};

struct ChoosableVoice {
  std::string key;
  std::string label;
  std::string description;
  std::string sample;
};

struct VoicesReport {
  std::string active;  // empty: the voice is off
  double speed = 1;
  std::vector<ChoosableVoice> choices;
};

class House {
 public:
  virtual ~House() = default;
  virtual HouseReport report() const = 0;
  virtual std::vector<ProfileChoice> profiles() const = 0;
  virtual std::vector<PresetChoice> presets() const = 0;
  virtual VoicesReport voices() const = 0;
  // From the next sentence on; nullptr: as before. kInvalid where there is no such voice or speed, kConflict where the voice
  // is off; nothing is changed then.
  virtual std::expected<void, Error> choose_voice(const std::string* key, const double* speed) = 0;
  // kNotFound where LiveKit is off, kInvalid where the identity is not to be had. An empty name is the identity.
  virtual std::expected<RoomTicket, Error> room_ticket(const std::string& identity, const std::string& name) = 0;
};

}  // namespace np
