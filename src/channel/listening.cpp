#include "channel/listening.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "channel/messages.hpp"

namespace np {

Listening::Listening(Loop& loop, const SpeechDetector& detector)
    : loop_(loop),
      detector_(detector),
      ear_(detector.open_ear(loop, [this](const Heard& heard) { programme_.hear(heard); })) {}

void Listening::source_is(bool live, bool anew) {
  if (anew) {
    ear_->reset();
    programme_.clear();
    told_silent_ = false;
    live_since_.reset();
  }
  if (!live)
    live_since_.reset();
  else if (!live_since_)
    live_since_ = loop_.now();
}

// The source is there, and its sound is not.
bool Listening::silent() const {
  return live_since_ && loop_.now() - *live_since_ > kSoundShouldCome && !programme_.hears(loop_.now());
}

bool Listening::able() const {
  const SpeechDetector::Status detector = detector_.status();
  return detector.ready || detector.loading;
}

Duration Listening::hindsight() {
  if (!able()) return Duration::zero();
  if (!silent()) return kAhead;
  if (!std::exchange(told_silent_, true)) log::info("{}", messages::kNothingToHear);
  return Duration::zero();
}

std::optional<Gap> Listening::next(TimePoint at) const {
  // Nothing is known until it is clear that no sound comes.
  if (!programme_.heard_until() && !silent() && able()) return std::nullopt;
  const auto silence = programme_.next_silence(at, loop_.now());
  if (!silence) return std::nullopt;
  return Gap{.from = silence->from, .until = silence->until, .open = silence->open};
}

HearingReport Listening::report(TimePoint position) const {
  HearingReport r;
  const SpeechDetector::Status detector = detector_.status();
  r.state = detector.loading ? "loading" : !detector.ready ? "broken" : silent() ? "no_sound" : "ready";
  r.detail = r.state == "no_sound" ? messages::kNothingToHear : detector.detail;
  if (r.state != "ready") return r;
  r.speech = programme_.speech_at(position);
  if (const auto gap = next(position); gap && gap->from <= position && gap->until != TimePoint::max())
    r.gap_s = to_seconds(gap->until - position);
  return r;
}

}  // namespace np
