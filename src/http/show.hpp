// What the HTTP side needs of a show; App implements it. All on the I/O thread.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audio/audio_stream.hpp"
#include "base/error.hpp"
#include "commentary/event.hpp"
#include "video/display_buffer.hpp"

namespace np {

struct SourceReport {
  std::string name;      // as typed, without credentials; empty: none
  std::string state = "stopped";  // connecting | live | stalled | waiting | ended | stopped
  std::string reason;
  double since = 0;                   // in this state; Unix seconds, 0: no source yet
  std::optional<double> next_try_s;   // waiting: until it is opened again
  std::string kind;
  std::string codec;
  int width = 0;
  int height = 0;
  double fps = 0;
  std::optional<double> picture_age_s;
  double pictures_per_s = 0;
  std::uint64_t restarts = 0;
};

struct EngineReport {
  std::string kind;
  std::string name;
  bool ready = false;
  std::string detail;
  std::string awaited;  // the engine that this one stands in for, in a sentence; empty: none
  std::vector<std::string> heeds;
  std::vector<std::string> heeded;  // of these, what the present instruction asks for
};

struct VoiceReport {
  bool enabled = false;
  bool ready = false;
  std::string name;
  std::string reason;
  bool speaking = false;
};

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

// The way into the LiveKit room for one who is named. The token is for him alone, and never logged.
struct RoomTicket {
  std::string url;
  std::string token;
  std::string room;
  std::string identity;
};

struct StatusReport {
  std::string version;
  double uptime_s = 0;
  bool model_loaded = false;
  bool capture_running = false;
  bool capture_healthy = false;
  bool active = false;
  std::string instruction;
  std::uint64_t cycle_count = 0;
  std::size_t frames_buffered = 0;
  bool tts_enabled = false;
  std::string active_profile;
  std::string active_preset;  // empty: settings of one's own
  double target_delay = 0;
  SourceReport source;
  EngineReport engine;
  VoiceReport voice;
  RoomReport room;
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

class Show {
 public:
  using Done = std::function<void(std::expected<void, Error>)>;
  using PictureDone = std::function<void(PicturePtr)>;  // nullptr: there is none

  virtual ~Show() = default;
  virtual StatusReport status() const = 0;
  // `done` is called once, on the loop, when the first picture is there or it is clear that none has come. With `wait` a
  // source that does not open is tried again until it does: `done` then says that all is well, and status() the rest.
  virtual void start(std::string source, bool wait, Done done) = 0;
  // Opens a source that is waited for at once. kConflict where none is.
  virtual std::expected<void, Error> retry_source() = 0;
  virtual void stop() = 0;
  virtual void set_instruction(std::string instruction) = 0;
  virtual std::vector<ProfileChoice> profiles() const = 0;
  virtual std::expected<void, Error> set_profile(const std::string& key) = 0;
  virtual std::vector<PresetChoice> presets() const = 0;
  virtual std::expected<void, Error> set_preset(const std::string& key) = 0;

  // kNotFound where LiveKit is off, kInvalid where the identity is not to be had. An empty name is the identity.
  virtual std::expected<RoomTicket, Error> room_ticket(const std::string& identity, const std::string& name) = 0;

  virtual EventLog& events() = 0;
  virtual DisplayBuffer& display() = 0;
  virtual AudioStream* audio() = 0;  // nullptr: voice off
  virtual Duration delay() const = 0;  // picture behind live, now
  virtual double picture_rate() const = 0;  // pictures a second of the source, or the fallback

  // Somebody looks: pictures are encoded while the count is above nought.
  virtual void viewer_came() = 0;
  virtual void viewer_left() = 0;
  // The newest picture, encoded on demand; `done` once, on the loop, within a second.
  virtual void picture_now(PictureDone done) = 0;
};

}  // namespace np
