// A video source knows how to run once: open, deliver until it ends or is destroyed. Restarting is SourceSupervisor's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "video/frame.hpp"

namespace np {

struct SourceInfo {
  std::string kind;   // "file", "rtsp", "mjpeg", "http", "camera", "livekit"
  std::string codec;  // for people: "H.264", "JPEG", ...
  int width = 0;
  int height = 0;
  double fps = 0;  // 0: unknown
  bool live = false;
};

// RTSP's pictures come over the same connection as its words, or beside it. kAuto: over the connection, unless the sender
// refuses that; Wi-Fi loses too much of what comes beside.
enum class RtspTransport { kAuto, kTcp, kUdp };

struct SourceOptions {
  double capture_fps = 5;    // frames for the engine
  double fallback_fps = 10;  // pictures a second where the source's rate is unknown
  int jpeg_quality = 80;
  FrameLimit frame_limit;
  Duration open_timeout = std::chrono::seconds(8);  // to the first picture
  Duration answer_timeout{};                        // to the first answer of whoever sends; zero: open_timeout
  RtspTransport rtsp_transport = RtspTransport::kAuto;
  bool after_break = false;  // the first frame is a discontinuity
  bool loop = true;   // files: endless laps
  bool paced = true;  // files: native speed; false: as fast as decoding and the sink allow (describe)
  metrics::Labels labels = {};  // of what is counted
};

// When a picture was captured: files at native speed, the instant it is due; live sources, when it arrived; unpaced
// runs, this epoch plus media time, so that they can drive a ManualLoop.
inline constexpr TimePoint kUnpacedEpoch = TimePoint{} + std::chrono::hours(1);

class Source {
 public:
  struct Listener {
    // Whoever sends has answered the protocol's first exchange (a file: it is there). Before on_opened; what fails
    // from here on is a refusal, not an absence.
    std::function<void()> on_answered = {};
    // Something of the video comes, though a whole picture may still be far. Not from every source.
    std::function<void()> on_flowing = {};
    std::function<void(const SourceInfo&)> on_opened;  // the first picture is there; again when this has changed
    std::function<void(Error)> on_ended;               // why (kEnded: the end of the video); nothing comes after
  };
  // What has come so far, whether anybody wanted it or not.
  struct Pulse {
    std::uint64_t pictures = 0;
    TimePoint newest_at;   // when the newest arrived
    TimePoint changed_at;  // when one last arrived that was not the very same as the one before
    Duration interval{};   // usual, from picture to picture; zero: not known yet
  };

  // Any thread. Stops and waits for it, mostly below 100 ms; nothing is delivered afterwards.
  virtual ~Source() = default;
  // Loop thread, once; never blocks. Listener callbacks come on the loop; frames and pictures go to the FrameSink.
  virtual void start(Listener listener) = 0;
  // Any thread; never blocks. What was not wanted and is wanted now is made at once from the newest picture.
  virtual void set_demand(Demand demand) = 0;
  virtual void set_frame_rate(double capture_fps) = 0;
  // Any thread; never blocks.
  virtual Pulse pulse() const = 0;
  // Any thread; never blocks. The connection is silent and another one is answered: it is to be destroyed in a way that
  // its sender learns of at once.
  virtual void give_up() {}
};

// What the user typed, told apart by its form alone: nothing is opened. Throws Error{kInvalid | kUnsupported} with the
// next step for an unknown scheme or an empty text.
struct SourceSpec {
  std::string text;   // as typed; may hold credentials: never shown
  std::string shown;  // the same without credentials
  std::string kind;   // as SourceInfo::kind
  std::string path;   // of a file or camera; the participant of a room, or "" for anybody
};
SourceSpec parse_source(const std::string& text);

// Any thread; opens nothing yet: what is wrong with the source comes by on_ended. `loop` and `sink` outlive the source. A
// room's video needs somebody who is in the room, which App has: LivekitSource.
std::unique_ptr<Source> make_source(Loop& loop, const SourceSpec& spec, const SourceOptions& options, FrameSink& sink);

// `nerdpudding probe`: opens, reads what there is to know, closes. Blocks at most open_timeout. Throws Error.
SourceInfo probe_source(const SourceSpec& spec, Duration open_timeout);

}  // namespace np
