// Where in the past one viewer is looking: follows `now - delay` by playing at 0.8 to 1.25 times the speed, never
// backwards. Where there is less past than that it starts at the oldest picture, and falls behind as the past grows.
// Plain value; one owner.
#pragma once

#include "base/clock.hpp"

namespace np {

class Playhead {
 public:
  static constexpr double kSlowest = 0.8;
  static constexpr double kFastest = 1.25;
  // Beyond this distance from where it should be (a viewer that slept, a source that restarted) it jumps forward.
  static constexpr Duration kMaxLag = std::chrono::seconds(16);

  // The capture time to show at `now`, where pictures exist from `oldest` to `newest` and the wanted delay is `delay`.
  TimePoint advance(TimePoint now, Duration delay, TimePoint oldest, TimePoint newest);
  // How fast picture time runs at present, picture seconds per second.
  double rate() const { return rate_; }

 private:
  bool started_ = false;
  double rate_ = 1.0;
  TimePoint last_now_;
  TimePoint position_;
};

}  // namespace np
