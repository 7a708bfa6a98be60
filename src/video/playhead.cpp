#include "video/playhead.hpp"

#include <algorithm>

namespace np {

TimePoint Playhead::advance(TimePoint now, Duration delay, TimePoint oldest, TimePoint newest) {
  const TimePoint goal = now - delay;
  if (!started_) {
    started_ = true;
    last_now_ = now;
    return position_ = std::clamp(goal, oldest, std::max(oldest, newest));
  }
  const Duration elapsed = std::max(now - last_now_, Duration::zero());
  last_now_ = now;
  if (goal - position_ > kMaxLag) return position_ = std::max(position_, goal);
  const double wanted = elapsed > Duration::zero() ? to_seconds(goal - position_) / to_seconds(elapsed) : 1.0;
  rate_ = std::clamp(wanted, kSlowest, kFastest);
  position_ += from_seconds(to_seconds(elapsed) * rate_);
  return position_;
}

}  // namespace np
