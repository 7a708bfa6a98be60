// The parts of the program beside the show that the HTTP side needs; App implements this. All on the I/O thread.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "record/record_report.hpp"

namespace np {

class Cameras;
class Library;
class ModelsHouse;
class NamedSources;
class Record;

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
  std::optional<double> next_try_s;           // waiting: time until the next try
  std::size_t people = 0;                     // all of them
  std::vector<RoomParticipant> participants;  // at most 50; those who show a video come first
  std::string track;                          // sid of the one that the show watches; empty: none
  bool source_sound = false;                  // the original sound is sent into the room, too
};

// The publisher of a video to this server by WHIP.
struct PublisherReport {
  std::string state = "none";  // none | connecting | live
  std::string codec;
  std::string reason;  // none: why the last one ended unexpectedly
};

struct HouseReport {
  std::string version;
  double uptime_s = 0;
  RoomReport room;
  PublisherReport publisher;
  RecordReport record;
};

// The way into the LiveKit room for one participant. Give the token to that participant alone, and never log it.
struct RoomTicket {
  std::string url;
  std::string token;
  std::string room;
  std::string identity;
  std::string commentator;  // the commentator's identity in the room
};

// The answer to one publisher. Give id and ETag to that publisher alone, and never log them.
struct PublicationTicket {
  std::string id;                        // digits
  std::string etag;                      // of its ICE session, without quotation marks
  std::string sdp;                       // the answer
  std::vector<std::string> ice_servers;  // as Link headers name them
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
  std::string second;  // of the second commentator; empty: there is only one
  double speed = 1;
  double usual_speed = 1;  // the profile's, unless somebody has chosen another
  std::vector<ChoosableVoice> choices;
};

struct SettingReport {
  std::string name;
  std::string group;
  std::string value;  // one line, without secrets and passwords; empty: none
  std::string from;   // default | preset | state | dotenv | environment | flag
  bool live = false;  // can be changed while the program runs
};

struct VoiceWish {
  std::optional<std::string> voice;            // nullopt: unchanged
  std::optional<std::optional<double>> speed;  // nullopt: unchanged; of nothing: the usual one
};

class House {
 public:
  virtual ~House() = default;
  virtual HouseReport report() const = 0;
  virtual std::vector<ProfileChoice> profiles() const = 0;
  virtual std::vector<PresetChoice> presets() const = 0;
  virtual VoicesReport voices() const = 0;
  virtual Record& record() = 0;
  virtual Library& library() = 0;
  virtual NamedSources& named_sources() = 0;
  virtual Cameras& cameras() = 0;
  virtual ModelsHouse& models() = 0;
  // All settings, as they are in use now; groups are contiguous.
  virtual std::vector<SettingReport> settings() const = 0;
  // From the next sentence on. kInvalid if there is no such voice or speed, kConflict if the voice is off; then nothing
  // changes.
  virtual std::expected<void, Error> choose_voice(const VoiceWish& wish) = 0;
  // A sample of that voice as a WAV file. `done` is called once, on the loop. kInvalid and kConflict as before,
  // kUnavailable if it cannot speak now.
  using SampleDone = std::function<void(std::expected<std::string, Error> wav)>;
  virtual void voice_sample(const std::string& key, SampleDone done) = 0;
  // kNotFound if LiveKit is off, kInvalid if the identity is unavailable. An empty name is the identity.
  virtual std::expected<RoomTicket, Error> room_ticket(const std::string& identity, const std::string& name) = 0;
  // Takes a WHIP publisher's offer; `instead` is the id of a publication that this one replaces, `sender` the same for
  // the same program on the same machine. `done` is called once, on the loop. kInvalid and kUnsupported if the offer is
  // unusable, kConflict if somebody else publishes.
  using PublishDone = std::function<void(std::expected<PublicationTicket, Error>)>;
  virtual void publish(const std::string& offer, const std::string& instead, const std::string& sender,
                       PublishDone done) = 0;
  // Adds later candidates to that publication. kNotFound, kConflict if the ETag differs ("*" is any), kInvalid,
  // kUnsupported if it is an ICE restart.
  virtual std::expected<void, Error> publish_more(const std::string& id, const std::string& etag,
                                                  const std::string& fragment) = 0;
  // False if there is no such publication.
  virtual bool end_publishing(const std::string& id) = 0;
};

}  // namespace np
