// The one place that runs a source and brings it back when it breaks. Loop thread only; never blocks.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/loop.hpp"
#include "source/source.hpp"
#include "source/source_search.hpp"

namespace np {

// Connecting: the first opening. Live: pictures come. Stalled: open, but no new one came for max(stall_timeout, 3
// picture intervals); another connection is tried meanwhile. Waiting: broken or not there, and tried again. Ended: came
// to its end and is over. Stopped: nothing runs.
enum class SourceState { kStopped, kConnecting, kLive, kStalled, kWaiting, kEnded };
const char* to_string(SourceState state);  // "stopped", "connecting", ...

struct SourceSnapshot {
  std::string name;  // as typed, without credentials; empty: none
  SourceState state = SourceState::kStopped;
  std::string reason;                   // one sentence; empty while all is well
  TimePoint since;                      // in this state
  std::optional<Duration> next_try;     // waiting: until the source is opened again, whatever it takes
  std::optional<Duration> gone;         // live again after an interruption: how long no picture came
  SourceInfo info;                      // of the last opening that succeeded
  std::optional<Duration> picture_age;  // since the newest picture came, wanted or not
  double pictures_per_s = 0;            // over the last second or so
  std::uint64_t restarts = 0;           // that succeeded, since start()
};

class SourceSupervisor {
 public:
  using Done = std::function<void(std::expected<void, Error>)>;
  using Make = std::function<std::unique_ptr<Source>(Loop&, const SourceSpec&, const SourceOptions&, FrameSink&)>;

  // Frames and pictures go to `sink`, on any thread. `on_change` is called on the loop at every change of state, never
  // inside a call of start() or stop().
  SourceSupervisor(Loop& loop, FrameSink& sink, SourceOptions options, Recovery recovery,
                   std::function<void()> on_change, Make make = make_source);
  // Stops; waits until every pipeline is closed. Nothing is delivered afterwards.
  ~SourceSupervisor();

  // `done` once, on the loop: the first picture is there, or why none has come. Then the state is kStopped again, with
  // the reason, or with `wait` kWaiting: it is tried again until it comes. Errors: kConflict while one is running.
  void start(const std::string& source, bool wait, Done done);
  // Opens a source that is waited for at once. False where none is.
  bool try_now();
  // At once, nothing reaches the sink any more; pipelines are closed in the background. A start() under way is answered
  // with an error (kConflict).
  void stop();
  // Kept over restarts, also for sources yet to come. Any thread for set_demand.
  void set_demand(Demand demand);
  void set_frame_rate(double capture_fps);

  bool running() const;  // started and not stopped: live, or on the way to it
  SourceSnapshot snapshot() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
