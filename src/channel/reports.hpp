// A show's reports about itself: plain values for people, made afresh each time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace np {

struct SourceReport {
  std::string name;               // as typed, without credentials; empty: none
  std::string state = "stopped";  // connecting | live | stalled | waiting | ended | stopped
  std::string reason;
  double since = 0;                  // in this state; Unix seconds, 0: no source yet
  std::optional<double> next_try_s;  // waiting: until the next opening
  std::string kind;
  std::string codec;
  int width = 0;
  int height = 0;
  double fps = 0;
  std::string sound;     // its codec; empty: none that can be heard
  bool h264 = false;     // its pictures come as H.264 that can be passed on
  bool encoded = false;  // its pictures can be encoded as H.264
  std::optional<double> picture_age_s;
  double pictures_per_s = 0;
  std::uint64_t restarts = 0;
};

// The playback of a file.
struct PlaybackReport {
  double position = 0;           // seconds; of the newest picture
  std::optional<double> length;  // seconds; nothing: not known
  bool paused = false;
  bool loop = true;
  bool ended = false;  // its last picture stays
  bool seekable = false;
  unsigned lap = 1;
};

struct EngineReport {
  std::string kind;
  std::string name;
  bool ready = false;
  std::string detail;
  std::string awaited;  // the engine that this one stands in for, in a sentence; empty: none
  std::vector<std::string> heeds;
  std::vector<std::string> heeded;  // the kinds that the present instruction asks for
};

struct VoiceReport {
  bool enabled = false;
  bool ready = false;
  bool starting = false;  // not ready yet, and nothing is wrong so far
  std::string name;
  std::string reason;   // why it is not ready, or what is wrong; one sentence
  std::string awaited;  // the voice that this one stands in for, in a sentence; empty: none
  bool speaking = false;
  std::string chosen;  // key of the voice that the user wants, whoever speaks now
  double speed = 1;
  double usual_speed = 1;  // the profile's
};

// The state of hearing the programme, so that the commentator does not talk over anybody in it.
struct HearingReport {
  std::string state = "off";    // loading
                                // ready
                                // broken
                                // no_sound
                                // off: the commentator talks at any time
  std::string detail;           // one sentence if it is broken or there is no sound
  bool speech = false;          // somebody speaks where viewers are
  std::optional<double> gap_s;  // nobody speaks, for at least so many more seconds as far as is known
};

// The view of the perception.
struct PerceptionReport {
  struct Sort {
    std::string kind;    // "dog"
    std::string plural;  // "dogs"
    std::string family;  // "animal"
    int count = 0;
  };
  bool at_work = false;  // pictures are looked at, because somebody wants to know; otherwise the other fields are as if
                         // nothing were seen
  std::string picture = "normal";  // black | frozen | test_card
  double picture_for = 0;          // seconds it has been so
  double still_for = 0;            // seconds since anything moved or happened
  bool camera_moves = false;
  bool names_things = false;
  std::vector<Sort> in_view;     // the kinds of things in view; a thing without a name is "something"
  std::string detector = "off";  // loading | ready | broken | off
  std::string detector_detail;   // one sentence if it is broken or off
};

// What a model is told besides what it sees.
struct MemoryReport {
  std::string context;             // that people have written down
  std::string summary;             // of what has happened so far; empty: none yet
  std::vector<std::string> lines;  // that were said, oldest first
};

struct ShowReport {
  std::string name;
  bool model_loaded = false;
  bool capture_running = false;
  bool capture_healthy = false;
  bool active = false;
  std::string instruction;
  std::uint64_t cycle_count = 0;
  std::size_t frames_buffered = 0;
  bool tts_enabled = false;
  std::string active_profile;
  std::string active_preset;  // empty: the settings match none
  double target_delay = 0;
  SourceReport source;
  std::optional<PlaybackReport> playback;  // nothing: no file plays
  EngineReport engine;
  VoiceReport voice;
  PerceptionReport perception;
  HearingReport hearing;
};

}  // namespace np
