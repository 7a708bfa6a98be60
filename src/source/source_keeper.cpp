#include "source/source_keeper.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "source/messages.hpp"
#include "source/reasons.hpp"

namespace np {
namespace {

constexpr Duration kLookEvery = std::chrono::milliseconds(500);
constexpr Duration kLookSoonest = std::chrono::milliseconds(20);
// So long a stalled connection may come back by itself, while others are tried beside it; and so long once one of these
// is answered: a peer that was stopped goes on with both.
constexpr Duration kStalledLimit = std::chrono::seconds(60);
constexpr Duration kUnknownPaceLimit = std::chrono::minutes(5);
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

SourceKeeper::SourceKeeper(Loop& loop, const Recovery& recovery, SourceSpec spec, metrics::Counter& restarts,
                           Owner owner)
    : loop_(loop),
      recovery_(recovery),
      spec_(std::move(spec)),
      restarts_(restarts),
      owner_(std::move(owner)),
      search_(
          loop, recovery, spec_.listens,
          {.make = [this](Duration answer_timeout) { return owner_.make(spec_, answer_timeout, was_live_, position_); },
           .dispose = [this](SourceRunPtr closed) { owner_.dispose(std::move(closed), {}); },
           .answered = [this] { answered(); },
           .waits = [this](const std::string& why) { waits(why); },
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
  position_ = {};
  search_.end();
  close_run();
  answer(std::unexpected(why));
  now_.restarts = 0;
  enter(SourceState::kStopped, {});
}

void SourceKeeper::call(const std::string& shown) {
  if (shown == spec_.shown) return;
  now_.name = spec_.shown = shown;
  owner_.changed(*this);
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
  if (!run_ || !pace_is_known()) return;
  giving_up_ = loop_.after(kGoesOnWithin, [this] {
    look_at_pulse();
    if (!run_ || now_.state == SourceState::kLive) return;
    run_->source->give_up();
    close_run(life_.guard([this] { search_.begin_anew(); }));
  });
}

// Nothing is wrong: it is there, and open to whoever sends.
void SourceKeeper::waits(const std::string& why) {
  patient_ = true;
  enter(SourceState::kWaiting, !why.empty() ? why
                               : was_live_  ? np::format(messages::kSenderGone, now_.name)
                                            : np::format(messages::kNobodySends, now_.name));
  settle();
}

// The run goes on and has the port; the next one who sends is its next picture.
void SourceKeeper::sender_left(const std::string& why) {
  remember_last_picture();
  left_at_ = run_->source->pulse().pictures;
  waits(why);
}

bool SourceKeeper::pace_is_known() const { return pace_ > Duration::zero(); }

void SourceKeeper::drop_candidate() {
  if (!candidate_) return;
  candidate_->close();
  owner_.dispose(std::exchange(candidate_, nullptr), {});
}

void SourceKeeper::close_run(Task gone) {
  drop_candidate();
  look_.cancel();
  giving_up_.cancel();
  now_.pictures_per_s = 0;
  if (!run_) return;
  run_->close();
  owner_.dispose(std::exchange(run_, nullptr), std::move(gone));
}

// As long as nobody knows how slow the one that is silent may be, the other has to show that it is faster.
void SourceKeeper::found(SourceRunPtr run, const SourceInfo& info) {
  if (run_ && !pace_is_known())
    hold(std::move(run), info);
  else
    take(std::move(run), info);
}

void SourceKeeper::hold(SourceRunPtr run, const SourceInfo& info) {
  drop_candidate();
  candidate_ = std::move(run);
  candidate_info_ = info;
  candidate_->listener = {.on_opened = [this](const SourceInfo& changed) { candidate_info_ = changed; },
                          .on_ended =
                              [this](const Error&) {
                                drop_candidate();
                                search_.begin(SourceSearch::Begin::kLater);
                              }};
}

void SourceKeeper::take(SourceRunPtr run, const SourceInfo& info) {
  close_run();
  run->listener = {.on_waiting = [this](const std::string& why) { sender_left(why); },
                   .on_opened =
                       [this](const SourceInfo& changed) {
                         now_.info = changed;
                         owner_.changed(*this);
                         if (left_at_) look_after(Duration::zero());
                       },
                   .on_ended = [this](const Error& error) { broke(error); },
                   .on_playback = [this] { follow_playback(); }};
  run_ = std::move(run);
  now_.info = info;
  const std::string rate = info.fps > 0 ? np::format(", {:g} pictures a second", info.fps) : "";
  log::info("Source {}: {} {}x{}{}.", now_.name, info.codec, info.width, info.height, rate);
  if (was_live_) count_restart();
  left_at_.reset();
  looked_at_ = {};
  run_since_ = looked_at_time_ = loop_.now();
  go_live();
  settle();
  owner_.live(*run_->source);
  if (!wished_.empty()) run_->source->play(wished_);
  if (playback()) owner_.played(*this);
  look_after(kLookEvery);
}

std::optional<Playback> SourceKeeper::playback() const { return run_ ? run_->source->playback() : std::nullopt; }

std::expected<void, Error> SourceKeeper::play(const PlaybackWish& wish) {
  const auto now = playback();
  const auto refuse = [](const char* why) { return std::unexpected(Error(ErrorKind::kConflict, why)); };
  if (!now && !run_ && active() && (spec_.kind == "file" || spec_.kind == "http"))
    return refuse(messages::kFileNotOpenYet);
  if (!now) return refuse(messages::kNoFileToPlay);
  // Starting again is always possible.
  if (wish.position > Duration::zero() && !now->seekable) return refuse(messages::kOnlyFromItsBeginning);
  if (wish.paused) wished_.paused = wish.paused;
  if (wish.loop) wished_.loop = wish.loop;
  run_->source->play(wish);
  owner_.played(*this);
  return {};
}

void SourceKeeper::follow_playback() {
  const auto now = playback();
  if (now && now->ended && now_.state == SourceState::kLive)
    enter(SourceState::kEnded, np::format(messages::kHasEnded, now_.name));
  else if (now && !now->ended && now_.state == SourceState::kEnded)
    enter(SourceState::kLive, {});
  owner_.played(*this);
}

void SourceKeeper::go_live() {
  if (now_.state == SourceState::kLive) return;
  giving_up_.cancel();
  search_.end();
  drop_candidate();
  const bool back = std::exchange(was_live_, true);
  enter(SourceState::kLive, {});
  if (back) now_.gone = std::max(loop_.now() - last_picture_, Duration::zero());
}

void SourceKeeper::missed(const Error& error) {
  if (error.kind() == ErrorKind::kInvalid) position_ = {};  // it may be another video by now
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
  // A connection that breaks at the end of the video, as when a web server waits no longer, is not needed any more.
  if (now_.state == SourceState::kEnded) {
    close_run();
    return owner_.played(*this);
  }
  remember_last_picture();
  if (candidate_) return take(std::exchange(candidate_, nullptr), candidate_info_);
  if (spec_.listens) return listen_again(error);
  close_run();
  if (error.kind() == ErrorKind::kEnded && spec_.kind == "file") {
    search_.end();
    enter(SourceState::kEnded, error.message());
    return;
  }
  enter(SourceState::kWaiting, error.message());
  // Knocking where people publish costs nothing, and they come and go as they like.
  const bool knock = lasted || spec_.kind == "livekit" || spec_.kind == "webcam";
  search_.begin(knock ? SourceSearch::Begin::kKnocking : SourceSearch::Begin::kLater);
}

// Once its port is free again. Who has said goodbye may be back in a moment; who sends nonsense has time.
void SourceKeeper::listen_again(const Error& error) {
  const auto how = error.kind() == ErrorKind::kEnded ? SourceSearch::Begin::kKnocking : SourceSearch::Begin::kLater;
  enter(SourceState::kWaiting, error.message());
  close_run(life_.guard([this, how] {
    if (active()) search_.begin(how);
  }));
}

void SourceKeeper::remember_last_picture() {
  if (now_.state != SourceState::kLive) return;
  const Source::Pulse pulse = run_->source->pulse();
  last_picture_ = pulse.changed_at;
  position_ = pulse.position;
}

void SourceKeeper::look_after(Duration delay) {
  look_ = loop_.after(delay, [this] {
    const auto again = look_at_pulse();
    if (again && run_) look_after(std::clamp(*again, kLookSoonest, kLookEvery));
  });
}

void SourceKeeper::count_restart() {
  ++now_.restarts;
  restarts_.add();
}

// When to look again; nothing where there is nothing to look at any more.
std::optional<Duration> SourceKeeper::look_at_pulse() {
  const Source::Pulse pulse = run_->source->pulse();
  const TimePoint t = loop_.now();
  if (now_.state == SourceState::kEnded || left_at_ == pulse.pictures) {
    now_.pictures_per_s = 0;
    return kLookEvery;
  }
  if (std::exchange(left_at_, std::nullopt)) count_restart();
  // Measures over a little more than a second. Slower sources need longer than one look.
  if (t - looked_at_time_ >= 2 * kLookEvery) {
    now_.pictures_per_s = static_cast<double>(pulse.pictures - looked_at_.pictures) / to_seconds(t - looked_at_time_);
    looked_at_ = pulse;
    looked_at_time_ = t;
  }
  const Duration said = now_.info.fps > 0 ? from_seconds(1 / now_.info.fps) : Duration{};
  if (pulse.interval > Duration::zero()) pace_ = pulse.interval;
  const Duration pace = pace_is_known() || said > Duration::zero() ? 3 * std::max(said, pace_) : kUnknownPace;
  const Duration limit = std::max(recovery_.stall_timeout, pace);
  const TimePoint changed_at = std::max(pulse.changed_at, pulse.expected_at);
  const bool silent = t - std::max(pulse.newest_at, pulse.expected_at) > limit;
  if (!silent && t - changed_at <= limit) {
    go_live();
    if (t - now_.since >= kTrustedAfter) search_.trust();
    return limit - (t - changed_at) + std::chrono::milliseconds(1);
  }
  if (candidate_ && candidate_->source->pulse().pictures > 1) {
    take(std::exchange(candidate_, nullptr), candidate_info_);
    return std::nullopt;  // take() looks after it
  }
  if (candidate_) return kLookEvery;
  remember_last_picture();
  // Without a connection there is nothing to keep, and whoever sends next may send something else.
  if (silent && spec_.kind == "udp") {
    broke(sender_gone(spec_));
    return std::nullopt;
  }
  if (silent)
    enter(SourceState::kStalled, messages::kNoPictureComes);
  else
    enter(SourceState::kStalled, messages::kSamePicture);
  // A camera that repeats a picture still answers, so knocking would lead straight back to that picture. A port that we
  // listen at has no room for a second connection.
  if (!spec_.listens) search_.begin(silent ? SourceSearch::Begin::kKnocking : SourceSearch::Begin::kLater);
  if (silent && t - now_.since > (pace_is_known() ? kStalledLimit : kUnknownPaceLimit)) {
    if (spec_.listens) {
      broke(sender_gone(spec_));
      return std::nullopt;
    }
    close_run();
    enter(SourceState::kWaiting, now_.reason);
    return std::nullopt;
  }
  return kLookEvery;
}

}  // namespace np
