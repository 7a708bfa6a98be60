// Tells the speaker where the programme leaves room for words, from what the show hears of its source. Times are times
// of capture, as for frames. Viewers are behind live, so this knows more of the sound than they have heard. Loop
// thread.
#pragma once

#include <optional>

#include "base/clock.hpp"

namespace np {

// Nobody in the programme speaks. It may be as long as time itself: compare its ends, and compute with them only when
// they are near.
struct Gap {
  TimePoint from;
  TimePoint until;    // as far as it is known
  bool open = false;  // it goes on there, for all that is known
};

class Gaps {
 public:
  virtual ~Gaps() = default;
  // The first that is long enough for words and ends after `at`; nullopt: none is known by now.
  virtual std::optional<Gap> next(TimePoint at) const = 0;
};

}  // namespace np
