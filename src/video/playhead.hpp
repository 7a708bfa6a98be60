// The place in the past that one viewer sees. It follows `now - delay` by playing at 0.8 to 1.25 times the speed, never
// backwards. If there is less past than that, it starts at the oldest picture, and falls behind as the past grows.
// Plain value; one owner.
#pragma once

#include "base/clock.hpp"

namespace np {

class Playhead {
 public:
  static constexpr double kSlowest = 0.8;
  static constexpr double kFastest = 1.25;
  // If it is further than this from its right place (a viewer that slept, a source that restarted), it jumps forward.
  static constexpr Duration kMaxLag = std::chrono::seconds(16);

  // The capture time to show at `now`. Pictures exist from `oldest` to `newest`; the wanted delay is `delay`.
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
