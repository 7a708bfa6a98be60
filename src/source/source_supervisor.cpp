#include "source/source_supervisor.hpp"

#include <algorithm>
#include <format>
#include <mutex>
#include <utility>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "base/worker_thread.hpp"

namespace np {
namespace {

constexpr Duration kLookEvery = std::chrono::milliseconds(500);
constexpr std::size_t kMaxClosing = 64;

// Between a source and the sink: once it is shut, nothing gets through, even while the source is still being closed.
class Gate final : public FrameSink {
 public:
  explicit Gate(FrameSink& sink) : sink_(&sink) {}
  void on_frame(FramePtr frame) override {
    std::lock_guard lock(mutex_);
    if (sink_) sink_->on_frame(std::move(frame));
  }
  void on_picture(PicturePtr picture) override {
    std::lock_guard lock(mutex_);
    if (sink_) sink_->on_picture(std::move(picture));
  }
  void shut() {
    std::lock_guard lock(mutex_);
    sink_ = nullptr;
  }

 private:
  std::mutex mutex_;
  FrameSink* sink_;
};

struct Run {
  explicit Run(FrameSink& sink) : gate(sink) {}
  Gate gate;
  std::unique_ptr<Source> source;  // after the gate it delivers through
};

}  // namespace

const char* to_string(SourceState state) {
  switch (state) {
    case SourceState::kStopped: return "stopped";
    case SourceState::kConnecting: return "connecting";
    case SourceState::kLive: return "live";
    case SourceState::kStalled: return "stalled";
    case SourceState::kWaiting: return "waiting";
    case SourceState::kEnded: return "ended";
  }
  return "stopped";
}

struct SourceSupervisor::Impl {
  Loop& loop;
  FrameSink& sink;
  SourceOptions options;
  const Recovery recovery;
  const std::function<void()> on_change;
  const Make make;

  SourceSpec spec;
  SourceSnapshot now;     // picture_age is filled in when asked for
  Done done;              // of a start() under way
  bool was_live = false;  // since start()
  Duration next_delay{};
  bool change_posted = false;
  Source::Pulse looked_at;
  TimePoint looked_at_time;
  Timer retry;
  Timer look;

  // Guards what set_demand(), on any thread, needs of this.
  std::mutex mutex;
  std::unique_ptr<Run> run;
  Demand demand;

  Lifetime run_life;  // ties callbacks to the source that runs now
  Lifetime life;
  WorkerThread closer{"source-close", kMaxClosing};  // waits for pipelines, so that the loop need not

  Impl(Loop& l, FrameSink& s, SourceOptions o, Recovery r, std::function<void()> c, Make m)
      : loop(l), sink(s), options(o), recovery(r), on_change(std::move(c)), make(std::move(m)) {}

  bool active() const { return now.state != SourceState::kStopped && now.state != SourceState::kEnded; }

  void tell_change() {
    if (std::exchange(change_posted, true)) return;
    loop.post(life.guard([this] {
      change_posted = false;
      if (on_change) on_change();
    }));
  }

  void enter(SourceState state, std::string reason) {
    if (now.state == state && now.reason == reason) return;
    if (now.state != state && !reason.empty()) log::warn("Source {}: {}. {}", now.name, to_string(state), reason);
    now.state = state;
    now.reason = std::move(reason);
    tell_change();
  }

  void answer(std::expected<void, Error> result) {
    if (!done) return;
    loop.post([done = std::exchange(done, nullptr), result = std::move(result)] { done(result); });
  }

  void start(const std::string& text, bool w, Done d) {
    if (active()) {
      loop.post([d = std::move(d)] {
        d(std::unexpected(Error(ErrorKind::kConflict, "A source is running already: stop it first.")));
      });
      return;
    }
    done = std::move(d);
    now = SourceSnapshot{};
    was_live = false;
    next_delay = recovery.delay;
    try {
      spec = parse_source(text);
    } catch (const Error& e) {
      enter(SourceState::kStopped, e.message());
      answer(std::unexpected(e));
      return;
    }
    now.name = spec.shown;
    log::info("Source {}: opening.", now.name);
    enter(SourceState::kConnecting, {});
    open();
  }

  void open() {
    run_life.renew();
    auto fresh = std::make_unique<Run>(sink);
    fresh->source = make(loop, spec, options, fresh->gate);
    {
      std::lock_guard lock(mutex);
      fresh->source->set_demand(demand);
      run = std::move(fresh);
    }
    looked_at = {};
    looked_at_time = loop.now();
    run->source->start({.on_opened = run_life.guard([this](const SourceInfo& info) { opened(info); }),
                        .on_ended = run_life.guard([this](const Error& error) { broke(error); })});
  }

  void close() {
    run_life.renew();
    look.cancel();
    retry.cancel();
    now.pictures_per_s = 0;
    std::unique_ptr<Run> closing;
    {
      std::lock_guard lock(mutex);
      closing = std::move(run);
    }
    if (!closing) return;
    closing->gate.shut();
    (void)closer.post([closing = std::move(closing)] {});
  }

  void opened(const SourceInfo& info) {
    now.info = info;
    next_delay = recovery.delay;
    if (std::exchange(was_live, true)) {
      ++now.restarts;
      metrics::counter("np_source_restarts_total", "Sources that broke and came back.").add();
    }
    log::info("Source {}: {} {}x{}, {:g} pictures a second.", now.name, info.codec, info.width, info.height, info.fps);
    enter(SourceState::kLive, {});
    answer({});
    look_again();
  }

  void broke(const Error& error) {
    close();
    if (!was_live) {
      enter(SourceState::kStopped, error.message());
      answer(std::unexpected(error));
    } else if (error.kind() == ErrorKind::kEnded && spec.kind == "file") {
      enter(SourceState::kEnded, error.message());
    } else {
      enter(SourceState::kWaiting, error.message());
      retry = loop.after(next_delay, [this] { open(); });
      next_delay = std::min(next_delay * 2, recovery.max_delay);
    }
  }

  void look_again() {
    look = loop.after(kLookEvery, [this] {
      look_at_pulse();
      look_again();
    });
  }

  void look_at_pulse() {
    const Source::Pulse pulse = run->source->pulse();
    const TimePoint t = loop.now();
    const double fresh = static_cast<double>(pulse.pictures - looked_at.pictures);
    // Over a second and a little; slower sources need longer than one look.
    if (t - looked_at_time >= 2 * kLookEvery) {
      now.pictures_per_s = fresh / to_seconds(t - looked_at_time);
      looked_at = pulse;
      looked_at_time = t;
    }
    const Duration interval = now.info.fps > 0 ? from_seconds(1 / now.info.fps) : Duration{};
    const Duration age = t - pulse.newest_at;
    if (age > std::max(recovery.stall_timeout, 3 * interval))
      enter(SourceState::kStalled, "No picture is coming: check the source.");
    else
      enter(SourceState::kLive, {});
  }

  void stop() {
    close();
    answer(std::unexpected(Error(ErrorKind::kConflict, "The source was stopped before it had opened.")));
    now.restarts = 0;
    enter(SourceState::kStopped, {});
  }
};

SourceSupervisor::SourceSupervisor(Loop& loop, FrameSink& sink, SourceOptions options, Recovery recovery,
                                   std::function<void()> on_change, Make make)
    : impl_(std::make_unique<Impl>(loop, sink, options, recovery, std::move(on_change), std::move(make))) {}

SourceSupervisor::~SourceSupervisor() { impl_->close(); }

void SourceSupervisor::start(const std::string& source, bool wait, Done done) {
  impl_->start(source, wait, std::move(done));
}
bool SourceSupervisor::try_now() { return false; }
void SourceSupervisor::stop() { impl_->stop(); }
bool SourceSupervisor::running() const { return impl_->active(); }

void SourceSupervisor::set_demand(Demand demand) {
  std::lock_guard lock(impl_->mutex);
  impl_->demand = demand;
  if (impl_->run) impl_->run->source->set_demand(demand);
}

void SourceSupervisor::set_frame_rate(double capture_fps) {
  impl_->options.capture_fps = capture_fps;
  if (impl_->run) impl_->run->source->set_frame_rate(capture_fps);
}

SourceSnapshot SourceSupervisor::snapshot() const {
  SourceSnapshot out = impl_->now;
  if (impl_->run)
    if (const Source::Pulse pulse = impl_->run->source->pulse(); pulse.pictures > 0)
      out.picture_age = std::max(impl_->loop.now() - pulse.newest_at, Duration::zero());
  return out;
}

}  // namespace np
