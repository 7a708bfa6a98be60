#include "rtmp/media_clock.hpp"

#include <algorithm>

namespace np::rtmp {

Duration MediaClock::at(std::uint32_t time) {
  const std::int64_t passed = last_ ? static_cast<std::int32_t>(time - *last_) : 0;
  now_ = passed < -kFurthestBack || passed > kFurthest ? newest_ : std::max<std::int64_t>(now_ + passed, 0);
  newest_ = std::max(newest_, now_);
  last_ = time;
  return std::chrono::milliseconds(now_);
}

}  // namespace np::rtmp
