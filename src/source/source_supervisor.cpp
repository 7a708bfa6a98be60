#include "source/source_supervisor.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "base/heap.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "base/worker_thread.hpp"

namespace np {
namespace {

constexpr Duration kLookEvery = std::chrono::milliseconds(500);
constexpr Duration kLookSoonest = std::chrono::milliseconds(20);
// So long a stalled connection may come back by itself, while others are tried beside it; and so long once one of these
// is answered: a peer that was stopped goes on with both.
constexpr Duration kStalledLimit = std::chrono::seconds(60);
constexpr Duration kGoesOnWithin = std::chrono::milliseconds(300);
constexpr Duration kTrustedAfter = std::chrono::seconds(30);
// What breaks sooner than this is no source that was taken from us, but one that does not last: it has time.
constexpr Duration kLasting = std::chrono::seconds(3);
constexpr std::size_t kMaxClosing = 64;

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
  SourceSnapshot now;  // next_try and picture_age are filled in when asked for
  Done done;           // of a start() under way
  bool patient = false;    // of the first opening
  bool was_live = false;   // since start()
  TimePoint run_since;     // the run that there is
  TimePoint last_picture;  // before the interruption
  bool change_posted = false;
  Source::Pulse looked_at;
  TimePoint looked_at_time;
  Timer look;
  Timer giving_up;

  // Guards what set_demand(), on any thread, needs of this.
  std::mutex mutex;
  SourceRunPtr run;
  Demand demand;

  Lifetime life;
  WorkerThread closer{"source-close", kMaxClosing};  // waits for pipelines, so that the loop need not
  SourceSearch search;

  Impl(Loop& l, FrameSink& s, SourceOptions o, Recovery r, std::function<void()> c, Make m)
      : loop(l),
        sink(s),
        options(o),
        recovery(r),
        on_change(std::move(c)),
        make(std::move(m)),
        search(l, r,
               {.make = [this](Duration answer_timeout) { return make_run(answer_timeout); },
                .dispose = [this](SourceRunPtr closed) { dispose(std::move(closed)); },
                .answered = [this] { answered(); },
                .found = [this](SourceRunPtr found, const SourceInfo& info) { live(std::move(found), info); },
                .missed = [this](const Error& error) { missed(error); }}) {
    now.since = loop.now();
  }

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
    if (now.state != state) {
      if (!reason.empty()) log::warn("Source {}: {}. {}", now.name, to_string(state), reason);
      now.since = loop.now();
      now.gone.reset();
    }
    now.state = state;
    now.reason = std::move(reason);
    tell_change();
  }

  void answer(std::expected<void, Error> result) {
    if (!done) return;
    loop.post([done = std::exchange(done, nullptr), result = std::move(result)] { done(result); });
  }

  void start(const std::string& text, bool wait, Done d) {
    if (active()) {
      loop.post([d = std::move(d)] {
        d(std::unexpected(Error(ErrorKind::kConflict, "A source is running already: stop it first.")));
      });
      return;
    }
    done = std::move(d);
    now = SourceSnapshot{};
    now.since = loop.now();
    patient = wait;
    was_live = false;
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
    search.trust();
    search.begin(SourceSearch::Begin::kOpening);
  }

  SourceRunPtr make_run(Duration answer_timeout) {
    auto fresh = std::make_unique<SourceRun>(sink);
    SourceOptions how = options;
    how.answer_timeout = answer_timeout;
    how.after_break = was_live;
    fresh->source = make(loop, spec, how, fresh->gate);
    return fresh;
  }

  // `gone` comes on the loop, once nothing is left of it.
  void dispose(SourceRunPtr closed, Task gone = {}) {
    (void)closer.post([this, closed = std::move(closed), gone = std::move(gone)]() mutable {
      closed.reset();
      return_free_memory();
      if (gone) loop.post(std::move(gone));
    });
  }

  // Somebody is there, so that a connection which stays silent is dead.
  void answered() {
    if (!run) return;
    giving_up = loop.after(kGoesOnWithin, [this] {
      look_at_pulse();
      if (!run || now.state == SourceState::kLive) return;
      run->source->give_up();
      close_run(life.guard([this] { search.begin_anew(); }));
    });
  }

  void close_run(Task gone = {}) {
    look.cancel();
    giving_up.cancel();
    now.pictures_per_s = 0;
    SourceRunPtr closing;
    {
      std::lock_guard lock(mutex);
      closing = std::move(run);
    }
    if (!closing) return;
    closing->close();
    dispose(std::move(closing), std::move(gone));
  }

  // From here on the show is made of this run.
  void live(SourceRunPtr found, const SourceInfo& info) {
    close_run();
    found->listener = {.on_opened =
                           [this](const SourceInfo& changed) {
                             now.info = changed;
                             tell_change();
                           },
                       .on_ended = [this](const Error& error) { broke(error); }};
    found->source->set_frame_rate(options.capture_fps);
    {
      std::lock_guard lock(mutex);
      run = std::move(found);
      run->source->set_demand(demand);
    }
    now.info = info;
    log::info("Source {}: {} {}x{}, {:g} pictures a second.", now.name, info.codec, info.width, info.height, info.fps);
    if (was_live) {
      ++now.restarts;
      metrics::counter("np_source_restarts_total", "Sources that broke and came back.").add();
    }
    looked_at = {};
    run_since = looked_at_time = loop.now();
    go_live();
    answer({});
    look_after(kLookEvery);
  }

  void go_live() {
    if (now.state == SourceState::kLive) return;
    giving_up.cancel();
    search.end();
    const bool back = std::exchange(was_live, true);
    enter(SourceState::kLive, {});
    if (back) now.gone = std::max(loop.now() - last_picture, Duration::zero());
  }

  void missed(const Error& error) {
    if (!was_live && !patient) {
      search.end();
      enter(SourceState::kStopped, error.message());
      answer(std::unexpected(error));
      return;
    }
    answer({});
    if (!run) enter(SourceState::kWaiting, error.message());
  }

  void broke(const Error& error) {
    const bool lasted = loop.now() - run_since >= kLasting;
    remember_last_picture();
    close_run();
    if (error.kind() == ErrorKind::kEnded && spec.kind == "file") {
      search.end();
      enter(SourceState::kEnded, error.message());
      return;
    }
    enter(SourceState::kWaiting, error.message());
    // To knock at a room costs nothing, and people come and go as they like.
    const bool knock = lasted || spec.kind == "livekit";
    search.begin(knock ? SourceSearch::Begin::kKnocking : SourceSearch::Begin::kLater);
  }

  void remember_last_picture() {
    if (now.state == SourceState::kLive) last_picture = run->source->pulse().changed_at;
  }

  void look_after(Duration delay) {
    look = loop.after(delay, [this] {
      const auto again = look_at_pulse();
      if (again) look_after(std::clamp(*again, kLookSoonest, kLookEvery));
    });
  }

  // When to look again; nothing where there is nothing to look at any more.
  std::optional<Duration> look_at_pulse() {
    const Source::Pulse pulse = run->source->pulse();
    const TimePoint t = loop.now();
    // Over a second and a little; slower sources need longer than one look.
    if (t - looked_at_time >= 2 * kLookEvery) {
      now.pictures_per_s = static_cast<double>(pulse.pictures - looked_at.pictures) / to_seconds(t - looked_at_time);
      looked_at = pulse;
      looked_at_time = t;
    }
    const Duration said = now.info.fps > 0 ? from_seconds(1 / now.info.fps) : Duration{};
    const Duration limit = std::max(recovery.stall_timeout, 3 * std::max(said, pulse.interval));
    const bool silent = t - pulse.newest_at > limit;
    if (!silent && t - pulse.changed_at <= limit) {
      go_live();
      if (t - now.since >= kTrustedAfter) search.trust();
      return limit - (t - pulse.changed_at) + std::chrono::milliseconds(1);
    }
    remember_last_picture();
    if (silent)
      enter(SourceState::kStalled, "No picture is coming: the connection stands, but the sender is silent.");
    else
      enter(SourceState::kStalled, "The very same picture comes again and again: restart the camera if this goes on.");
    // A camera that repeats itself answers, so that knocking would end at the same picture at once.
    search.begin(silent ? SourceSearch::Begin::kKnocking : SourceSearch::Begin::kLater);
    if (silent && t - now.since > kStalledLimit) {
      close_run();
      enter(SourceState::kWaiting, now.reason);
      return std::nullopt;
    }
    return kLookEvery;
  }

  void stop() {
    search.end();
    close_run();
    answer(std::unexpected(Error(ErrorKind::kConflict, "The source was stopped before it had opened.")));
    now.restarts = 0;
    enter(SourceState::kStopped, {});
  }

  bool try_now() {
    if (!search.active() || now.state == SourceState::kConnecting) return false;
    search.try_now();
    tell_change();
    return true;
  }
};

SourceSupervisor::SourceSupervisor(Loop& loop, FrameSink& sink, SourceOptions options, Recovery recovery,
                                   std::function<void()> on_change, Make make)
    : impl_(std::make_unique<Impl>(loop, sink, options, recovery, std::move(on_change), std::move(make))) {}

SourceSupervisor::~SourceSupervisor() {
  impl_->search.end();
  impl_->close_run();
}

void SourceSupervisor::start(const std::string& source, bool wait, Done done) {
  impl_->start(source, wait, std::move(done));
}
void SourceSupervisor::stop() { impl_->stop(); }
bool SourceSupervisor::try_now() { return impl_->try_now(); }
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
  out.next_try = impl_->search.next_try();
  const bool gone = !impl_->run && impl_->was_live && impl_->active();
  const Source::Pulse pulse = impl_->run ? impl_->run->source->pulse() : Source::Pulse{};
  if (pulse.pictures > 0 || gone)
    out.picture_age = std::max(impl_->loop.now() - (impl_->run ? pulse.newest_at : impl_->last_picture), Duration::zero());
  return out;
}

}  // namespace np
