#include "source/source_search.hpp"

#include <algorithm>
#include <utility>

namespace np {

SourceSearch::SourceSearch(Loop& loop, const Recovery& recovery, Owner owner)
    : loop_(loop), recovery_(recovery), owner_(std::move(owner)), delay_(recovery.delay) {}

void SourceSearch::begin(Begin how) {
  if (std::exchange(active_, true)) return;
  silent_ = how == Begin::kKnocking;
  if (how == Begin::kOpening)
    open();
  else
    open_later();
  if (silent_) knock();
}

void SourceSearch::end() {
  active_ = false;
  retry_.cancel();
  retry_at_.reset();
  next_knock_.cancel();
  close(opening_);
  close(knocking_);
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
                  .on_opened = [this, who](const SourceInfo& info) { opened(who, info); },
                  .on_ended = [this, who](const Error& error) { failed(who, error); }};
  run.start();
}

void SourceSearch::open() {
  retry_.cancel();
  retry_at_.reset();
  opening_answered_ = false;
  opening_ = owner_.make(Duration::zero());
  listen(*opening_);
}

// Many that have lost the same server do not come back at the same moment.
void SourceSearch::open_later() {
  std::uniform_real_distribution<double> jitter(1 - kJitter, 1 + kJitter);
  const Duration delay = from_seconds(to_seconds(delay_) * jitter(random_));
  delay_ = std::min(delay_ * 2, recovery_.max_delay);
  retry_at_ = loop_.now() + delay;
  retry_ = loop_.after(delay, [this] { open(); });
}

void SourceSearch::knock() {
  if (!silent_ || knocking_) return;
  knocked_at_ = loop_.now();
  knocking_ = owner_.make(kKnockLimit);
  listen(*knocking_);
}

void SourceSearch::answered(SourceRun* run) {
  silent_ = false;
  next_knock_.cancel();
  if (run == knocking_.get()) {
    retry_.cancel();
    retry_at_.reset();
    close(opening_);
    opening_ = std::move(knocking_);
  } else {
    close(knocking_);
  }
  opening_answered_ = true;
}

void SourceSearch::opened(SourceRun* run, const SourceInfo& info) {
  SourceRunPtr found = std::move(run == opening_.get() ? opening_ : knocking_);
  found->listener = {};
  end();
  owner_.found(std::move(found), info);
}

void SourceSearch::failed(SourceRun* run, const Error& error) {
  if (run == knocking_.get()) {
    close(knocking_);
    next_knock_ = loop_.after(std::max(knocked_at_ + kKnockEvery - loop_.now(), Duration::zero()), [this] { knock(); });
  } else {
    close(opening_);
    open_later();
    // Whoever is there and says no is left in peace until the next opening.
    silent_ = !opening_answered_;
    if (silent_ && !knocking_) knock();
  }
  owner_.missed(error);
}

void SourceSearch::close(SourceRunPtr& run) {
  if (!run) return;
  run->close();
  owner_.dispose(std::exchange(run, nullptr));
}

}  // namespace np
