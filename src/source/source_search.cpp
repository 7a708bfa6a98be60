#include "source/source_search.hpp"

#include <algorithm>
#include <utility>

#include "source/messages.hpp"

namespace np {
namespace {

// Whoever is there and says no, for a reason that does not go away by itself, is left in peace until the next opening:
// some lock out who tries a wrong password too often.
bool refuses(const Error& error) {
  switch (error.kind()) {
    case ErrorKind::kPermission:
    case ErrorKind::kNotFound:
    case ErrorKind::kUnsupported:
    case ErrorKind::kInvalid: return true;
    default: return false;
  }
}

}  // namespace

SourceSearch::SourceSearch(Loop& loop, const Recovery& recovery, bool listens, Owner owner)
    : loop_(loop), recovery_(recovery), listens_(listens), owner_(std::move(owner)), delay_(recovery.delay) {}

void SourceSearch::begin(Begin how) {
  if (std::exchange(active_, true)) return;
  silent_ = how == Begin::kKnocking && !listens_;
  if (how == Begin::kOpening || (how == Begin::kKnocking && listens_))
    open();
  else
    open_later();
  if (silent_) knock();
}

void SourceSearch::end() {
  active_ = false;
  retry_.cancel();
  retry_at_.reset();
  opening_limit_.cancel();
  close(opening_);
  stop_knocking();
}

void SourceSearch::try_now() {
  if (!active_ || opening_) return;
  delay_ = recovery_.delay;
  open();
}

std::optional<Duration> SourceSearch::next_try() const {
  if (!retry_at_) return std::nullopt;
  return std::max(*retry_at_ - loop_.now(), Duration::zero());
}

void SourceSearch::listen(SourceRun& run) {
  SourceRun* who = &run;
  run.listener = {.on_answered = [this, who] { answered(who); },
                  .on_waiting = [this](const std::string& why) { waits(why); },
                  .on_flowing = [this, who] { opening_flows_ |= who == opening_.get(); },
                  .on_opened = [this, who](const SourceInfo& info) { opened(who, info); },
                  .on_ended = [this, who](const Error& error) { failed(who, error); }};
  run.start();
}

void SourceSearch::open() {
  retry_.cancel();
  retry_at_.reset();
  SourceRunPtr run = owner_.make(Duration::zero());
  if (!run) {
    opening_answered_ = false;
    return failed(nullptr, Error(ErrorKind::kUnavailable, messages::kStillClosing));
  }
  adopt(std::move(run), false);
  listen(*opening_);
}

void SourceSearch::adopt(SourceRunPtr run, bool answered) {
  opening_ = std::move(run);
  opening_answered_ = answered;
  opening_flows_ = false;
  limit_opening();
}

void SourceSearch::limit_opening() {
  opening_limit_ = loop_.after(
      kOpeningLimit, [this] { failed(opening_.get(), Error(ErrorKind::kTimeout, messages::kNotOpenedInTime)); });
}

void SourceSearch::waits(const std::string& why) {
  opening_limit_.cancel();
  owner_.waits(why);
}

void SourceSearch::begin_anew() {
  if (!opening_ || !opening_answered_ || opening_flows_) return;
  close(opening_);
  open();
}

void SourceSearch::open_later() {
  const Duration delay = jitter_(delay_);
  delay_ = std::min(delay_ * 2, recovery_.max_delay);
  retry_at_ = loop_.now() + delay;
  retry_ = loop_.after(delay, [this] { open(); });
}

void SourceSearch::knock() {
  next_knock_ = loop_.after(kKnockEvery, [this] { knock(); });
  const auto free = std::ranges::find(knocking_, nullptr);
  if (free == knocking_.end()) return;
  *free = owner_.make(kKnockLimit);
  if (*free) listen(**free);
}

void SourceSearch::stop_knocking() {
  silent_ = false;
  next_knock_.cancel();
  for (SourceRunPtr& run : knocking_) close(run);
}

// Whoever was knocked at is there: that knock is an opening from now on, and the only one.
void SourceSearch::answered(SourceRun* run) {
  if (const auto knock = std::ranges::find(knocking_, run, &SourceRunPtr::get); knock != knocking_.end()) {
    retry_.cancel();
    retry_at_.reset();
    close(opening_);
    adopt(std::move(*knock), true);
  }
  stop_knocking();
  opening_answered_ = true;
  if (listens_) limit_opening();
  owner_.answered();
}

void SourceSearch::opened(SourceRun* run, const SourceInfo& info) {
  SourceRunPtr found =
      std::move(run == opening_.get() ? opening_ : *std::ranges::find(knocking_, run, &SourceRunPtr::get));
  found->listener = {};
  end();
  owner_.found(std::move(found), info);
}

void SourceSearch::failed(SourceRun* run, const Error& error) {
  if (run != opening_.get()) {
    close(*std::ranges::find(knocking_, run, &SourceRunPtr::get));
    return owner_.missed(error);
  }
  opening_limit_.cancel();
  close(opening_);
  owner_.missed(error);
  if (!active_) return;
  // One who called and is gone may be anybody: the next one waits no longer because of it.
  if (listens_ && error.kind() == ErrorKind::kEnded) delay_ = recovery_.delay;
  open_later();
  if (listens_) return;
  if (opening_answered_ && refuses(error))
    stop_knocking();
  else if (std::exchange(silent_, true))
    return;  // somebody knocks already
  else if (opening_answered_)
    next_knock_ = loop_.after(kKnockEvery, [this] { knock(); });
  else
    knock();
}

void SourceSearch::close(SourceRunPtr& run) {
  if (!run) return;
  run->close();
  owner_.dispose(std::exchange(run, nullptr));
}

}  // namespace np
