// How far behind live the picture is shown, so that it meets the words made from it: an exponential moving average of
// the observed latency (end of a cycle minus capture of its newest frame). A start value of 0 means: always live. The gentle
// approach of each viewer to this delay is Playhead's.
#pragma once

#include <algorithm>

#include "base/clock.hpp"

namespace np {

class SyncDelay {
 public:
  // Pictures older than this are not kept (DisplayBuffer), so a longer delay could not be shown.
  static constexpr Duration kMax = std::chrono::seconds(14);

  SyncDelay(Duration init, double alpha) : live_(init <= Duration::zero()), alpha_(alpha), delay_(std::min(init, kMax)) {}

  void observe(Duration latency) {
    if (live_) return;
    const double next = alpha_ * to_seconds(latency) + (1 - alpha_) * to_seconds(delay_);
    delay_ = std::clamp(from_seconds(next), Duration::zero(), kMax);
  }
  Duration value() const { return live_ ? Duration::zero() : delay_; }

 private:
  bool live_;
  double alpha_;
  Duration delay_;
};

}  // namespace np
