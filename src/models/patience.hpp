// Decides how often, and after which pauses, a failed action is tried again. One thread.
#pragma once

#include <algorithm>
#include <functional>
#include <utility>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace np {

class Patience {
 public:
  // Called before each pause, with the reason and its length; returns when it is over, or throws.
  using PauseFn = std::function<void(const Error& why, Duration pause)>;

  // `tries`: how many in a row may fail without progress.
  Patience(int tries, PauseFn pause) : tries_(tries), pause_(std::move(pause)) {}

  // A try has failed. Returns when the next one may begin. Throws `why` after enough tries, or if the server asks for
  // an unreasonably long wait.
  void failed(const Error& why, Duration at_least = {}) {
    if (++failures_ >= tries_ || at_least > kLongest) throw why;
    const Duration pause = kFirst * (1 << std::min(failures_ - 1, 5));
    pause_(why, std::max(pause, at_least));
  }

  void progress() { failures_ = 0; }

  static constexpr Duration kFirst = std::chrono::seconds(1);  // doubled with each failure in a row, to 32 s
  static constexpr Duration kLongest = std::chrono::minutes(2);

 private:
  const int tries_;
  const PauseFn pause_;
  int failures_ = 0;
};

}  // namespace np
