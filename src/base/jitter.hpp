// Varies a pause a little each time, so that many clients that have lost the same peer do not all come back at once.
#pragma once

#include <random>

#include "base/clock.hpp"

namespace np {

class Jitter {
 public:
  // `share`: 0.2 turns ten seconds into eight to twelve.
  explicit Jitter(double share) : factor_(1 - share, 1 + share) {}
  Duration operator()(Duration pause) { return from_seconds(to_seconds(pause) * factor_(random_)); }

 private:
  std::minstd_rand random_{std::random_device{}()};
  std::uniform_real_distribution<> factor_;
};

}  // namespace np
