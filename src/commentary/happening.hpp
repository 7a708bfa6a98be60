// The events of a show, for everything in the process: plain values, without text for the wire. http/wire makes JSON of
// them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "video/frame.hpp"

namespace np {

// A line has more text. Never a part of a skip or of a line that only repeats the last one.
struct LineGrew {
  std::uint64_t cycle = 0;
  std::size_t at = 0;         // bytes of the line before this piece
  std::string piece;          // UTF-8, whole characters
  TimePoint newest_frame_at;  // as in CycleTimes
};

enum class Outcome {
  kSaid,
  kNothing,    // nothing was worth saying
  kFailed,     // `error` says why; `text` is as far as it came
  kCancelled,  // something more important came up; likewise
};

struct CycleTimes {
  TimePoint oldest_frame;  // when it was captured, as the next one
  TimePoint newest_frame;
  TimePoint start;
  TimePoint end;
};

// A cycle is over. The pieces of LineGrew make up `text`, or its front.
struct LineEnded {
  std::uint64_t cycle = 0;
  std::string text;  // the whole line, trimmed at the front; empty with kNothing
  Outcome outcome = Outcome::kSaid;
  std::string error;  // one sentence with kFailed, else empty
  std::vector<std::uint64_t> frame_ids;
  CycleTimes times;
  Duration delay{};  // of the picture, from this line on
  // Files: where in the file the newest frame is, and the newest one there was at the end; the second one nothing
  // where another lap has begun in between.
  std::optional<Duration> media_time = {};
  std::optional<Duration> media_end = {};
  std::weak_ptr<const VideoFrame> frame = {};  // the newest: for those who hear of this at once
};

struct SourceChanged {
  std::string name;   // without credentials; empty: there is none
  std::string state;  // "live", "waiting", ...: to_string(SourceState)
  std::string reason;
  std::uint64_t restarts = 0;
  TimePoint at;
  std::optional<TimePoint> next_try_at;
  std::optional<Duration> gone;  // live again after an interruption of this length
  std::string kind = {};         // "file", "rtsp", ...; once it is live
};

// A file is paused, goes on, begins another lap, was sent to another place, has ended.
struct PlaybackChanged {
  Duration position{};             // at `at`; it goes on from there unless it is paused or has ended
  std::optional<Duration> length;  // nothing: not known
  bool paused = false;
  bool loop = true;
  bool ended = false;
  bool seekable = false;
  unsigned lap = 1;
  bool jumped = false;  // what was seen and said before is of another place
  TimePoint at;
};

struct SettingsChanged {
  std::string instruction;
  std::string profile;
  std::string preset;  // empty: the settings match none
  TimePoint at{};
};

// The commentator has come into its LiveKit room, or is out of it.
struct RoomChanged {
  std::string room;
  bool connected = false;
  std::string reason;
  TimePoint at;
};

enum class Activity { kListening, kThinking, kSpeaking };
const char* to_string(Activity activity);  // "listening", "thinking", "speaking"

struct ActivityChanged {
  Activity activity = Activity::kListening;
  Duration delay{};  // of the picture
};

using Happening =
    std::variant<LineGrew, LineEnded, SourceChanged, PlaybackChanged, SettingsChanged, RoomChanged, ActivityChanged>;

}  // namespace np
