#include "hearing/programme.hpp"

#include <algorithm>
#include <utility>

namespace np {

void Programme::hear(const Heard& heard) {
  if (!until_) from_ = heard.from;
  // The file has started again, so nobody will hear what was ahead of its end.
  if (until_ && heard.from < *until_) forget_from(heard.from);
  TimePoint at = heard.from;
  for (const float likely : heard.speech) {
    hear_window(at, likely);
    at += Heard::kWindow;
  }
  until_ = at;
}

void Programme::forget_from(TimePoint time) {
  if (speaking_ && speaking_->from >= time) speaking_.reset();
  if (speaking_) speaking_->until = std::min(speaking_->until, time);
  while (!speech_.empty() && speech_.back().from >= time) speech_.pop_back();
  if (!speech_.empty()) speech_.back().until = std::min(speech_.back().until, time);
}

void Programme::hear_window(TimePoint at, float likely) {
  const TimePoint end = at + Heard::kWindow;
  if (speaking_ && at - speaking_->until >= kStillSpeech) {
    if (speaks_for_sure()) speech_.push_back(*speaking_);
    if (speech_.size() > kMostSpeech) speech_.pop_front();
    speaking_.reset();
  }
  if (likely >= kSpeech && !speaking_)
    speaking_ = {at, end};
  else if (likely >= kNoSpeech && speaking_)
    speaking_->until = end;
}

std::optional<Programme::Silence> Programme::next_silence(TimePoint at, TimePoint now) const {
  if (!until_) return Silence{.from = TimePoint::min(), .until = TimePoint::max(), .open = true};
  const auto usable = [&](TimePoint from, TimePoint until, bool open) -> std::optional<Silence> {
    if (until - from < kLeastSilence) return std::nullopt;
    const Silence silence{.from = from + kAfter, .until = open ? until : until - kBefore, .open = open};
    return silence.until > at ? std::optional(silence) : std::nullopt;
  };
  TimePoint from = from_;
  for (const Speech& speech : speech_) {
    if (const auto silence = usable(from, speech.from, false)) return silence;
    from = speech.until;
  }
  if (speaks_for_sure()) {
    if (const auto silence = usable(from, speaking_->from, false)) return silence;
    from = speaking_->until;
    if (hears(now)) return std::nullopt;
  }
  const TimePoint known = speaking_ ? std::min(speaking_->from, *until_) : *until_;
  return usable(from, hears(now) ? known : TimePoint::max(), true);
}

bool Programme::speech_at(TimePoint at) const {
  const auto holds = [&](const Speech& speech) { return speech.from <= at && at < speech.until; };
  return std::ranges::any_of(speech_, holds) || (speaks_for_sure() && speaking_->from <= at);
}

}  // namespace np
