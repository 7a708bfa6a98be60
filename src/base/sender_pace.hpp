// How long somebody who sends may be silent before another of the same kind may take the place: twice the longest
// pause that was made lately. Plain value; one owner.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>

#include "base/clock.hpp"

namespace np {

class SenderPace {
 public:
  // A lost packet that is sent again makes a pause of its own; a screen on which nothing moves comes once a second.
  static constexpr Duration kLeast = std::chrono::milliseconds(400);
  static constexpr Duration kMost = std::chrono::milliseconds(1500);
  static constexpr Duration kKnownAfter = std::chrono::seconds(1);  // until then, it is kMost
  static constexpr Duration kLately = std::chrono::seconds(5);      // at least; at most twice that

  void heard(TimePoint now) {
    if (!began_at_) began_at_ = since_ = last_ = now;
    longest_ = std::max(longest_, now - last_);
    last_ = now;
    if (now - since_ < kLately) return;
    before_ = std::exchange(longest_, Duration::zero());
    since_ = now;
  }
  Duration patience() const {
    if (!began_at_ || last_ - *began_at_ < kKnownAfter) return kMost;
    return std::clamp(2 * std::max(longest_, before_), kLeast, kMost);
  }
  // When it is, if it sends nothing more; nobody who has sent nothing yet is silent.
  TimePoint silent_from() const { return began_at_ ? last_ + patience() : TimePoint::max(); }
  bool is_silent(TimePoint now) const { return now > silent_from(); }

 private:
  std::optional<TimePoint> began_at_;
  TimePoint since_, last_;
  Duration longest_{}, before_{};
};

}  // namespace np
