// Runs each task a set time after the moment that it belongs to, in the order of those moments. Loop thread. Its
// destructor drops waiting tasks.
#pragma once

#include <cstddef>
#include <map>
#include <utility>

#include "base/loop.hpp"

namespace np {

class DelayLine {
 public:
  static constexpr std::size_t kMost = 256;  // beyond that, the oldest runs early

  explicit DelayLine(Loop& loop) : loop_(loop) {}

  // Also applies to waiting tasks. Zero: nothing waits.
  void set_delay(Duration delay) {
    if (std::exchange(delay_, delay) != delay) run();
  }
  Duration delay() const { return delay_; }
  // Runs the task at `of` plus the delay, or inside this call if that time is over.
  void push(TimePoint of, Task task) {
    waiting_.emplace(of, std::move(task));
    run();
  }
  void clear() {
    timer_.cancel();
    waiting_.clear();
  }

 private:
  void run() {
    timer_.cancel();
    while (!waiting_.empty() && (waiting_.begin()->first + delay_ <= loop_.now() || waiting_.size() > kMost)) {
      // Taken out first, because it may call push() or clear().
      Task task = std::move(waiting_.begin()->second);
      waiting_.erase(waiting_.begin());
      task();
    }
    if (!waiting_.empty()) timer_ = loop_.after(waiting_.begin()->first + delay_ - loop_.now(), [this] { run(); });
  }

  Loop& loop_;
  Duration delay_{};
  std::multimap<TimePoint, Task> waiting_;  // those of one time in the order they came
  Timer timer_;
};

}  // namespace np
