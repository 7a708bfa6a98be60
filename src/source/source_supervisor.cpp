#include "source/source_supervisor.hpp"

#include <system_error>
#include <utility>

#include "base/heap.hpp"
#include "base/worker_thread.hpp"
#include "source/failed_source.hpp"
#include "source/messages.hpp"
#include "source/reasons.hpp"

namespace np {
namespace {

// No source is made while so many are being closed. Of one keeper there are up to four at a time, and two keepers, so
// that each of them has its place in the queue when it is closed in turn.
constexpr std::size_t kMaxClosing = 16;
constexpr std::size_t kMaxOpen = 8;

Error chosen_meanwhile() { return Error(ErrorKind::kConflict, messages::kOtherSourceChosen); }
Error stopped_before() { return Error(ErrorKind::kConflict, messages::kSourceStoppedBefore); }

}  // namespace

struct SourceSupervisor::Impl {
  Loop& loop;
  FrameSink& sink;
  SourceOptions options;
  const Recovery recovery;
  const std::function<void()> on_change;
  const std::function<void()> on_new_source;
  const Make make;
  const std::function<void()> on_playback;
  const Parse parse;

  metrics::Counter& restarts;
  Demand demand;
  bool looping = true;  // files yet to come
  SourceSnapshot none;  // what there is to say while no source has the place
  std::uint64_t number = 0;
  bool change_posted = false;
  Lifetime life;
  WorkerThread closer{"source-close", kMaxClosing + kMaxOpen};  // waits for pipelines, so that the loop need not
  std::unique_ptr<SourceKeeper> current;
  std::unique_ptr<SourceKeeper> other;  // opens beside it, or has failed to

  Impl(Loop& l, FrameSink& s, SourceOptions o, Recovery r, std::function<void()> c, std::function<void()> n, Make m,
       std::function<void()> p, Parse how)
      : loop(l),
        sink(s),
        options(o),
        recovery(r),
        on_change(std::move(c)),
        on_new_source(std::move(n)),
        make(std::move(m)),
        on_playback(std::move(p)),
        parse(std::move(how)),
        restarts(metrics::counter("np_source_restarts_total", "Sources that broke and came back.", options.labels)) {
    none.since = loop.now();
  }

  bool running() const { return current && current->active(); }
  bool replacing() const { return other && other->active(); }

  void tell_change() {
    if (std::exchange(change_posted, true)) return;
    loop.post(life.guard([this] {
      change_posted = false;
      if (on_change) on_change();
    }));
  }

  void refuse(Done done, Error why) {
    loop.post([done = std::move(done), why = std::move(why)] { done(std::unexpected(why)); });
  }

  std::unique_ptr<SourceKeeper> keeper_of(SourceSpec spec) {
    auto keeper = std::make_unique<SourceKeeper>(
        loop, recovery, std::move(spec), restarts,
        SourceKeeper::Owner{
            .make = [this](const SourceSpec& s, Duration limit, bool broke,
                           Duration begin_at) { return make_run(s, limit, broke, begin_at); },
            .dispose = [this](SourceRunPtr closed, Task gone) { dispose(std::move(closed), std::move(gone)); },
            .settled =
                [this](SourceKeeper& keeper) {
                  if (&keeper == other.get()) take_place(std::move(other));
                },
            .live =
                [this](Source& source) {
                  source.set_frame_rate(options.capture_fps);
                  source.set_demand(demand);
                },
            .changed =
                [this](SourceKeeper& keeper) {
                  if (&keeper == current.get()) tell_change();
                },
            .played =
                [this](SourceKeeper& keeper) {
                  if (&keeper == current.get() && on_playback) on_playback();
                }});
    if (!looping) keeper->begin_with({.loop = false});
    return keeper;
  }

  void take_place(std::unique_ptr<SourceKeeper> keeper) {
    if (current) current->stop(chosen_meanwhile());
    current = std::move(keeper);
    ++number;
    tell_change();
    if (on_new_source) on_new_source();
  }

  void start(const std::string& text, bool wait, Done done) {
    if (running() || replacing()) return refuse(std::move(done), Error(ErrorKind::kConflict, messages::kSourceRunning));
    std::unique_ptr<SourceKeeper> keeper;
    try {
      keeper = keeper_of(parse(text));
    } catch (const Error& e) {
      current.reset();
      none = {.reason = e.message(), .since = loop.now()};
      tell_change();
      return refuse(std::move(done), e);
    }
    take_place(std::move(keeper));
    current->begin(wait, std::move(done));
  }

  void leave(const std::string& text, std::string why) {
    if (current || replacing()) return;
    none = {.reason = std::move(why), .since = loop.now()};
    try {
      none.name = parse(text).shown;
    } catch (const Error&) {  // what it is called is not known then
    }
    tell_change();
  }

  void replace(const std::string& text, bool wait, Done done) {
    std::unique_ptr<SourceKeeper> keeper;
    try {
      keeper = keeper_of(parse(text));
    } catch (const Error& e) {
      if (running()) return refuse(std::move(done), e);
    }
    if (replacing()) other->stop(chosen_meanwhile());
    if (!running()) return start(text, wait, std::move(done));
    if (keeper->spec().text == current->spec().text) {
      current->join(wait, std::move(done));
      current->try_now();
      return;
    }
    other = std::move(keeper);
    other->begin(wait, std::move(done));
  }

  SourceRunPtr make_run(const SourceSpec& spec, Duration answer_timeout, bool after_break, Duration begin_at) {
    if (closer.queued() >= kMaxClosing) return nullptr;
    auto fresh = std::make_unique<SourceRun>(sink);
    SourceOptions how = options;
    how.answer_timeout = answer_timeout;
    how.after_break = after_break;
    how.begin_at = begin_at;
    try {
      fresh->source = make(loop, spec, how, fresh->gate);
    } catch (const std::system_error&) {
      fresh->source = std::make_unique<FailedSource>(loop, no_thread(spec.shown));
    }
    return fresh;
  }

  void dispose(SourceRunPtr closed, Task gone) {
    (void)closer.post([this, closed = std::move(closed), gone = std::move(gone)]() mutable {
      closed.reset();
      return_free_memory();
      if (gone) loop.post(std::move(gone));
    });
  }

  SourceSnapshot snapshot() const {
    SourceSnapshot out = current ? current->snapshot() : none;
    out.number = number;
    return out;
  }
};

SourceSupervisor::SourceSupervisor(Loop& loop, FrameSink& sink, SourceOptions options, Recovery recovery,
                                   std::function<void()> on_change, std::function<void()> on_new_source, Make make,
                                   std::function<void()> on_playback, Parse parse)
    : impl_(std::make_unique<Impl>(loop, sink, options, recovery, std::move(on_change), std::move(on_new_source),
                                   std::move(make), std::move(on_playback), std::move(parse))) {}

SourceSupervisor::~SourceSupervisor() = default;

void SourceSupervisor::start(const std::string& source, bool wait, Done done) {
  impl_->start(source, wait, std::move(done));
}
void SourceSupervisor::replace(const std::string& source, bool wait, Done done) {
  impl_->replace(source, wait, std::move(done));
}
void SourceSupervisor::call_anew() {
  for (SourceKeeper* keeper : {impl_->current.get(), impl_->other.get()})
    if (keeper) keeper->call(impl_->parse(keeper->spec().text).shown);
}
void SourceSupervisor::leave(const std::string& source, std::string why) { impl_->leave(source, std::move(why)); }
bool SourceSupervisor::try_now() { return impl_->current && impl_->current->try_now(); }

void SourceSupervisor::stop() {
  if (impl_->replacing()) impl_->other->stop(stopped_before());
  if (impl_->current) impl_->current->stop(stopped_before());
}

std::expected<void, Error> SourceSupervisor::play(const PlaybackWish& wish) {
  if (impl_->current) return impl_->current->play(wish);
  return std::unexpected(Error(ErrorKind::kConflict, messages::kNoFileToPlay));
}

std::optional<Playback> SourceSupervisor::playback() const {
  return impl_->current ? impl_->current->playback() : std::nullopt;
}

void SourceSupervisor::set_looping(bool looping) { impl_->looping = looping; }

void SourceSupervisor::set_demand(Demand demand) {
  impl_->demand = demand;
  if (Source* source = impl_->current ? impl_->current->source() : nullptr) source->set_demand(demand);
}

void SourceSupervisor::set_frame_rate(double capture_fps) {
  impl_->options.capture_fps = capture_fps;
  if (Source* source = impl_->current ? impl_->current->source() : nullptr) source->set_frame_rate(capture_fps);
}

void SourceSupervisor::set_frame_limit(FrameLimit limit) { impl_->options.frame_limit = limit; }

bool SourceSupervisor::running() const { return impl_->running(); }
SourceSnapshot SourceSupervisor::snapshot() const { return impl_->snapshot(); }
bool SourceSupervisor::has_video(VideoForm form) const {
  const Source* source = impl_->current ? impl_->current->source() : nullptr;
  return !source || source->has_video(form);
}
double SourceSupervisor::picture_rate() const { return impl_->current ? impl_->current->info().fps : 0; }

}  // namespace np
