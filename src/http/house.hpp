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
  std::optional<double> next_try_s;           // waiting: until it is tried again
  std::size_t people = 0;                     // all of them
  std::vector<RoomParticipant> participants;  // at most 50: those first who show a video
  std::string track;                          // sid of the one that is watched; empty: none
  bool source_sound = false;                  // the original's is sent into the room, too
};

// Whoever publishes a video to this server by WHIP.
struct PublisherReport {
  std::string state = "none";  // none | connecting | live
  std::string codec;
  std::string reason;  // none: why the last one has ended, where nobody wished it
};

struct HouseReport {
  std::string version;
  double uptime_s = 0;
  RoomReport room;
  PublisherReport publisher;
  RecordReport record;
};

// The way into the LiveKit room for one participant. The token is for that participant alone, and never logged.
struct RoomTicket {
  std::string url;
  std::string token;
  std::string room;
  std::string identity;
  std::string commentator;  // the identity of the commentator there
};

// What one publisher is told. Id and ETag are for that publisher alone, and never logged.
struct PublicationTicket {
  std::string id;    // digits
  std::string etag;  // of its ICE session, without quotation marks
  std::string sdp;   // the answer
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
  std::string second;  // of the second commentator; empty: there is one only
  double speed = 1;
  double usual_speed = 1;  // the profile's, where nobody has chosen another
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
  std::optional<std::string> voice;            // nullopt: as before
  std::optional<std::optional<double>> speed;  // nullopt: as before; of nothing: the usual one
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
  virtual Cameras& cameras() = 0;
  // All of them, as they are in use now; groups are contiguous.
  virtual std::vector<SettingReport> settings() const = 0;
  // From the next sentence on. kInvalid where there is no such voice or speed, kConflict where the voice is off;
  // nothing is changed then.
  virtual std::expected<void, Error> choose_voice(const VoiceWish& wish) = 0;
  // What that voice sounds like, as a WAV file. `done` is called once, on the loop. kInvalid and kConflict as before,
  // kUnavailable where it cannot speak now.
  using SampleDone = std::function<void(std::expected<std::string, Error> wav)>;
  virtual void voice_sample(const std::string& key, SampleDone done) = 0;
  // kNotFound where LiveKit is off, kInvalid where the identity is not to be had. An empty name is the identity.
  virtual std::expected<RoomTicket, Error> room_ticket(const std::string& identity, const std::string& name) = 0;
  // Takes a WHIP publisher's offer; `instead` is the id of a publication that this one replaces. `done` is called once,
  // on the loop. kInvalid and kUnsupported where the offer is no good, kConflict where somebody else publishes.
  using PublishDone = std::function<void(std::expected<PublicationTicket, Error>)>;
  virtual void publish(const std::string& offer, const std::string& instead, PublishDone done) = 0;
  // Later candidates of that publication. kNotFound, kConflict where the ETag is another's ("*" is any), kInvalid,
  // kUnsupported where it is an ICE restart.
  virtual std::expected<void, Error> publish_more(const std::string& id, const std::string& etag,
                                                  const std::string& fragment) = 0;
  // False where there is no such publication.
  virtual bool end_publishing(const std::string& id) = 0;
};

}  // namespace np
