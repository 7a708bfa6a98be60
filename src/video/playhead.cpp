#include "video/playhead.hpp"

#include <algorithm>
#include <utility>

namespace np {

TimePoint Playhead::advance(TimePoint now, Duration delay, TimePoint oldest, TimePoint newest) {
  // Nothing before the oldest picture can be shown.
  const TimePoint goal = std::max(now - delay, oldest);
  const Duration elapsed = started_ ? std::max(now - last_now_, Duration::zero()) : Duration::zero();
  last_now_ = now;
  if (!std::exchange(started_, true)) return position_ = std::min(goal, std::max(oldest, newest));
  if (goal - position_ > kMaxLag) {
    rate_ = 1.0;
    return position_ = goal;
  }
  const double wanted = elapsed > Duration::zero() ? to_seconds(goal - position_) / to_seconds(elapsed) : 1.0;
  rate_ = std::clamp(wanted, kSlowest, kFastest);
  return position_ += from_seconds(to_seconds(elapsed) * rate_);
}

}  // namespace np
