// Tracks a speech server's failures, and how long we leave it alone after one: 1 s, doubling to 30 s while it goes on
// failing, longer if it asks for that. Loop thread only.
#pragma once

#include <string>

#include "base/loop.hpp"

namespace np {

class Outage {
 public:
  explicit Outage(const Loop& loop) : loop_(loop) {}

  // `why` is a sentence for people; `wait` is what the server asks for.
  void failed(std::string why, Duration wait);
  void over();

  // False once the pause has passed, too: then the next sentence tells.
  bool left_alone() const { return loop_.now() < try_again_at_; }
  // The newest failure; empty: the server is well.
  const std::string& why() const { return why_; }

 private:
  const Loop& loop_;
  std::string why_;
  Duration pause_{};
  TimePoint try_again_at_{};
};

}  // namespace np
