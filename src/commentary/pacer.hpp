// Decides when the next cycle may start: not while one runs, not more often than the interval, and not before the last
// line was heard and a pause has passed. Events shorten the interval, and nothing else does. Plain value without a
// clock of its own.
#pragma once

#include <algorithm>
#include <optional>

#include "base/clock.hpp"

namespace np {

class Pacer {
 public:
  // Cycles that something has hastened start no more often than this, nor than four in an interval.
  static constexpr Duration kLeastInterval = std::chrono::milliseconds(200);

  Pacer(Duration interval, Duration pause) : interval_(interval), pause_(pause) {}
  void set(Duration interval, Duration pause) {
    interval_ = interval;
    pause_ = pause;
  }

  // The next cycle passes every gate.
  void expedite() { expedited_ = true; }
  bool expedited() const { return expedited_; }
  // Something has happened: the next cycle does not wait for the whole interval.
  void hasten() { hastened_ = true; }
  bool hastened() const { return hastened_; }
  void cycle_started(TimePoint now) {
    running_ = true;
    if (expedited_ || (speech_end_ && *speech_end_ + pause_ <= now)) speech_end_.reset();
    expedited_ = false;
    hastened_ = false;
    last_start_ = now;
  }
  void cycle_ended() { running_ = false; }
  // The voice is still making sound for this cycle: how long it will last is not known yet.
  void set_voice_busy(bool busy) { voice_busy_ = busy; }
  void speech_ends_at(TimePoint t) { speech_end_ = t; }

  // From when on a cycle may start whose line takes `ahead` until it can be heard; nullopt while that is not known yet
  // (a cycle runs, the voice is busy).
  std::optional<TimePoint> next_start(Duration ahead = {}) const {
    if (running_) return std::nullopt;
    if (expedited_) return TimePoint::min();
    if (voice_busy_) return std::nullopt;
    TimePoint start = TimePoint::min();
    const Duration hasty = std::min(interval_, std::max(kLeastInterval, interval_ / 4));
    if (last_start_) start = *last_start_ + (hastened_ ? hasty : interval_);
    if (speech_end_) start = std::max(start, *speech_end_ + pause_ - ahead);
    return start;
  }

 private:
  Duration interval_;
  Duration pause_;
  bool running_ = false;
  bool expedited_ = false;
  bool hastened_ = false;
  bool voice_busy_ = false;
  std::optional<TimePoint> last_start_;
  std::optional<TimePoint> speech_end_;
};

}  // namespace np
