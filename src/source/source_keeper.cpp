#include "source/source_keeper.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "source/messages.hpp"

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

SourceKeeper::SourceKeeper(Loop& loop, const Recovery& recovery, SourceSpec spec, metrics::Counter& restarts, Owner owner)
    : loop_(loop),
      recovery_(recovery),
      spec_(std::move(spec)),
      restarts_(restarts),
      owner_(std::move(owner)),
      search_(loop, recovery,
              {.make = [this](Duration answer_timeout) { return owner_.make(spec_, answer_timeout, was_live_); },
               .dispose = [this](SourceRunPtr closed) { owner_.dispose(std::move(closed), {}); },
               .answered = [this] { answered(); },
               .found = [this](SourceRunPtr run, const SourceInfo& info) { found(std::move(run), info); },
               .missed = [this](const Error& error) { missed(error); }}) {
  now_.name = spec_.shown;
  now_.since = loop.now();
}

SourceKeeper::~SourceKeeper() {
  search_.end();
  close_run();
}

void SourceKeeper::begin(bool wait, Done done) {
  done_ = std::move(done);
  patient_ = wait;
  log::info("Source {}: opening.", now_.name);
  enter(SourceState::kConnecting, {});
  search_.begin(SourceSearch::Begin::kOpening);
}

void SourceKeeper::join(bool wait, Done done) {
  if (!done_) {
    done_ = std::move(done);
    return answer({});
  }
  patient_ |= wait;
  done_ = [first = std::move(done_), second = std::move(done)](const std::expected<void, Error>& result) {
    first(result);
    second(result);
  };
}

void SourceKeeper::stop(const Error& why) {
  search_.end();
  close_run();
  answer(std::unexpected(why));
  now_.restarts = 0;
  enter(SourceState::kStopped, {});
}

bool SourceKeeper::try_now() {
  if (!search_.active() || now_.state == SourceState::kConnecting) return false;
  search_.try_now();
  owner_.changed(*this);
  return true;
}

SourceSnapshot SourceKeeper::snapshot() const {
  SourceSnapshot out = now_;
  out.next_try = search_.next_try();
  const bool gone = !run_ && was_live_ && active();
  const Source::Pulse pulse = run_ ? run_->source->pulse() : Source::Pulse{};
  if (pulse.pictures > 0 || gone)
    out.picture_age = std::max(loop_.now() - (run_ ? pulse.newest_at : last_picture_), Duration::zero());
  return out;
}

void SourceKeeper::enter(SourceState state, std::string reason) {
  if (now_.state == state && now_.reason == reason) return;
  if (now_.state != state) {
    if (!reason.empty()) log::warn("Source {}: {}. {}", now_.name, to_string(state), reason);
    now_.since = loop_.now();
    now_.gone.reset();
  }
  now_.state = state;
  now_.reason = std::move(reason);
  owner_.changed(*this);
}

void SourceKeeper::answer(std::expected<void, Error> result) {
  if (!done_) return;
  loop_.post([done = std::exchange(done_, nullptr), result = std::move(result)] { done(result); });
}

void SourceKeeper::settle() {
  if (!done_) return;
  owner_.settled(*this);
  answer({});
}

// Somebody is there, so that a connection which stays silent is dead.
void SourceKeeper::answered() {
  if (!run_) return;
  giving_up_ = loop_.after(kGoesOnWithin, [this] {
    look_at_pulse();
    if (!run_ || now_.state == SourceState::kLive) return;
    run_->source->give_up();
    close_run(life_.guard([this] { search_.begin_anew(); }));
  });
}

void SourceKeeper::close_run(Task gone) {
  look_.cancel();
  giving_up_.cancel();
  now_.pictures_per_s = 0;
  if (!run_) return;
  run_->close();
  owner_.dispose(std::exchange(run_, nullptr), std::move(gone));
}

void SourceKeeper::found(SourceRunPtr run, const SourceInfo& info) {
  close_run();
  run->listener = {.on_opened =
                       [this](const SourceInfo& changed) {
                         now_.info = changed;
                         owner_.changed(*this);
                       },
                   .on_ended = [this](const Error& error) { broke(error); }};
  run_ = std::move(run);
  now_.info = info;
  log::info("Source {}: {} {}x{}, {:g} pictures a second.", now_.name, info.codec, info.width, info.height, info.fps);
  if (was_live_) {
    ++now_.restarts;
    restarts_.add();
  }
  looked_at_ = {};
  run_since_ = looked_at_time_ = loop_.now();
  go_live();
  settle();
  owner_.live(*run_->source);
  look_after(kLookEvery);
}

void SourceKeeper::go_live() {
  if (now_.state == SourceState::kLive) return;
  giving_up_.cancel();
  search_.end();
  const bool back = std::exchange(was_live_, true);
  enter(SourceState::kLive, {});
  if (back) now_.gone = std::max(loop_.now() - last_picture_, Duration::zero());
}

void SourceKeeper::missed(const Error& error) {
  if (!was_live_ && !patient_) {
    search_.end();
    enter(SourceState::kStopped, error.message());
    answer(std::unexpected(error));
    return;
  }
  if (!run_) enter(SourceState::kWaiting, error.message());
  settle();
}

void SourceKeeper::broke(const Error& error) {
  const bool lasted = loop_.now() - run_since_ >= kLasting;
  remember_last_picture();
  close_run();
  if (error.kind() == ErrorKind::kEnded && spec_.kind == "file") {
    search_.end();
    enter(SourceState::kEnded, error.message());
    return;
  }
  enter(SourceState::kWaiting, error.message());
  // To knock at a room costs nothing, and people come and go as they like.
  const bool knock = lasted || spec_.kind == "livekit";
  search_.begin(knock ? SourceSearch::Begin::kKnocking : SourceSearch::Begin::kLater);
}

void SourceKeeper::remember_last_picture() {
  if (now_.state == SourceState::kLive) last_picture_ = run_->source->pulse().changed_at;
}

void SourceKeeper::look_after(Duration delay) {
  look_ = loop_.after(delay, [this] {
    const auto again = look_at_pulse();
    if (again) look_after(std::clamp(*again, kLookSoonest, kLookEvery));
  });
}

// When to look again; nothing where there is nothing to look at any more.
std::optional<Duration> SourceKeeper::look_at_pulse() {
  const Source::Pulse pulse = run_->source->pulse();
  const TimePoint t = loop_.now();
  // Over a second and a little; slower sources need longer than one look.
  if (t - looked_at_time_ >= 2 * kLookEvery) {
    now_.pictures_per_s = static_cast<double>(pulse.pictures - looked_at_.pictures) / to_seconds(t - looked_at_time_);
    looked_at_ = pulse;
    looked_at_time_ = t;
  }
  const Duration said = now_.info.fps > 0 ? from_seconds(1 / now_.info.fps) : Duration{};
  const Duration limit = std::max(recovery_.stall_timeout, 3 * std::max(said, pulse.interval));
  const bool silent = t - pulse.newest_at > limit;
  if (!silent && t - pulse.changed_at <= limit) {
    go_live();
    if (t - now_.since >= kTrustedAfter) search_.trust();
    return limit - (t - pulse.changed_at) + std::chrono::milliseconds(1);
  }
  remember_last_picture();
  if (silent)
    enter(SourceState::kStalled, messages::kNoPictureComes);
  else
    enter(SourceState::kStalled, messages::kSamePicture);
  // A camera that repeats itself answers, so that knocking would end at the same picture at once.
  search_.begin(silent ? SourceSearch::Begin::kKnocking : SourceSearch::Begin::kLater);
  if (silent && t - now_.since > kStalledLimit) {
    close_run();
    enter(SourceState::kWaiting, now_.reason);
    return std::nullopt;
  }
  return kLookEvery;
}

}  // namespace np
