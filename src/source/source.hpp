// A video source knows how to run once: open, deliver until it ends or is destroyed. Restarting is SourceSupervisor's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "source/frame_sink.hpp"
#include "source/playback.hpp"
#include "video/frame.hpp"

namespace np {

struct SourceInfo {
  std::string kind;   // "file", "rtsp", "mjpeg", "http", "camera", "livekit", "webcam", "whep", "srt", "udp", "rtmp"
  std::string codec;  // for people: "H.264", "JPEG", ...
  int width = 0;
  int height = 0;
  double fps = 0;  // 0: unknown
  bool live = false;
  std::string sound = {};               // its sound's codec, for people; empty: none, or none that can be heard
  std::optional<Duration> length = {};  // of a video that has an end; nothing: not known

  bool operator==(const SourceInfo&) const = default;
};

// RTSP's pictures come over the same connection as its words, or beside it. kAuto: over the connection, unless the
// sender refuses that; Wi-Fi loses too much of what comes beside.
enum class RtspTransport { kAuto, kTcp, kUdp };

struct SourceOptions {
  double capture_fps = 5;    // frames for the engine
  double fallback_fps = 10;  // pictures a second where the source's rate is unknown
  int jpeg_quality = 80;
  FrameLimit frame_limit;
  Duration open_timeout = std::chrono::seconds(8);  // to the first picture
  Duration answer_timeout{};                        // to the sender's first answer; zero: open_timeout
  RtspTransport rtsp_transport = RtspTransport::kAuto;
  bool after_break = false;     // the first frame is a discontinuity
  Duration begin_at{};          // by Pulse::position, where the source can begin there
  bool loop = true;             // files: endless laps
  bool paced = true;            // files: native speed; false: as fast as decoding and the sink allow (describe)
  bool sound = true;            // sound is looked for, so that it is there once somebody wants it
  metrics::Labels labels = {};  // of what is counted
};

// When a picture, or the sound beside it, was captured: files at native speed, the instant it is due; live sources,
// when it arrived; unpaced runs, this epoch plus media time, so that they can drive a ManualLoop.
inline constexpr TimePoint kUnpacedEpoch = TimePoint{} + std::chrono::hours(1);

// How long a source may take for its second picture before it counts as silent, if nothing tells its pace.
inline constexpr Duration kUnknownPace = std::chrono::seconds(10);

// Facts that only a program that looks into a source needs.
struct SourceFacts {
  SourceInfo info;
  Duration length{};       // of a video that has an end; zero: it has none, or does not tell it
  int key_gaps = 0;        // from one picture that can be decoded by itself to the next, so far
  Duration longest_gap{};  // of these; zero: not known
  bool all_are_keys = false;
};

class Source {
 public:
  struct Listener {
    // The sender has answered the protocol's first exchange (a file: it is there). Comes before on_opened; a failure
    // after this is a refusal, not an absence.
    std::function<void()> on_answered = {};
    // It listens, and nobody sends, or nobody any more: it stays like that until somebody does, who is told of by
    // on_answered. `why` is a sentence where there is more to say of the last one who tried, else empty.
    std::function<void(const std::string& why)> on_waiting = {};
    // Something of the video comes, though a whole picture may still be far. Not from every source.
    std::function<void()> on_flowing = {};
    // The first picture is there; again when this has changed, and of the next one who sends.
    std::function<void(const SourceInfo&)> on_opened;
    std::function<void(Error)> on_ended;  // why (kEnded: the end of the video); nothing comes after
    // playback() has changed by a wish or by itself: a lap, its end. Never for a picture alone.
    std::function<void()> on_playback = {};
  };
  // The data that has come so far, whether anybody wanted it or not.
  struct Pulse {
    std::uint64_t pictures = 0;
    TimePoint newest_at;      // when the newest arrived
    TimePoint changed_at;     // when one last arrived that was not the very same as the one before
    Duration interval{};      // usual, from picture to picture; zero: not known yet
    TimePoint expected_at{};  // until then nothing was to come: what is played at its own times is paced by ourselves
    Duration position{};      // of the newest in the video; zero if the source cannot go back there
  };

  // Any thread. Stops and waits for it, mostly below 100 ms; nothing is delivered afterwards.
  virtual ~Source() = default;
  // Loop thread, once; never blocks. Listener callbacks come on the loop; frames and pictures go to the FrameSink.
  virtual void start(Listener listener) = 0;
  // Any thread; never blocks. A newly wanted form is made at once from the newest picture.
  virtual void set_demand(Demand demand) = 0;
  virtual void set_frame_rate(double capture_fps) = 0;
  // Any thread; never blocks.
  virtual Pulse pulse() const = 0;
  // Any thread; asks what plays, which may have to be waited for. Without `info`, which on_opened has told.
  virtual SourceFacts facts() const { return {}; }
  // Any thread; never blocks. The connection is silent and another one has an answer: destroy this one in a way that
  // its sender learns of at once.
  virtual void give_up() {}
  // Any thread; never blocks. True if viewers that decode H.264 themselves can get its pictures in this form (kSource:
  // unchanged); also if that is not known yet.
  virtual bool has_video(VideoForm) const { return false; }
  // Any thread; never blocks. Nothing if it cannot be paused and moved, and before that is known.
  virtual std::optional<Playback> playback() const { return std::nullopt; }
  // Any thread; never blocks. If one wish comes before another is fulfilled, the later one counts.
  virtual void play(const PlaybackWish&) {}
};

// The user's text, sorted by its form alone: nothing is opened. Throws Error{kInvalid
// kUnsupported} with the next step for an unknown scheme or an empty text.
struct SourceSpec {
  std::string text;      // as typed; may hold credentials: never shown
  std::string shown;     // the same without credentials
  std::string kind;      // as SourceInfo::kind
  std::string path;      // of a file or camera; the participant of a room, or "" for anybody
  bool listens = false;  // others connect to it, or just send
};
SourceSpec parse_source(const std::string& text);

// Any thread; opens nothing yet: on_ended reports a fault of the source. `loop` and `sink` outlive the source. A source
// that somebody publishes by WebRTC needs a place to publish to, which App has: PublishedSource.
std::unique_ptr<Source> make_source(Loop& loop, const SourceSpec& spec, const SourceOptions& options, FrameSink& sink);

// `nerdpudding probe`: opens, reads what there is to know, closes. Blocks at most open_timeout and, with `look_on`,
// some seconds more for what only the pictures tell. Throws Error.
SourceFacts probe_source(const SourceSpec& spec, Duration open_timeout, bool look_on = false);

}  // namespace np
