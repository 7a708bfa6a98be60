// A Loop whose clock you move by hand. Any thread may call post(); one thread drives the loop and calls everything
// else.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

#include "base/loop.hpp"

namespace np {

class ManualLoop final : public Loop {
 public:
  explicit ManualLoop(TimePoint start = TimePoint{} + std::chrono::hours(1)) : now_(start) {}

  TimePoint now() const override { return now_; }
  void post(Task task) override;
  [[nodiscard]] Timer after(Duration delay, Task task) override;

  // Runs posted tasks without moving the clock. Returns how many ran.
  std::size_t run_posted();
  // Moves the clock on, running posted tasks and due timers in order of time.
  void advance(Duration by);
  void advance_to(TimePoint to);
  // Blocks (real time) until something is posted or `limit` has passed; then runs it. False on time-out.
  bool wait_posted(Duration limit);

 private:
  struct Pending;
  bool run_next_timer(TimePoint limit);

  TimePoint now_;
  std::mutex mutex_;
  std::condition_variable posted_;
  std::deque<Task> tasks_;
  std::multimap<TimePoint, std::shared_ptr<Pending>> timers_;
};

}  // namespace np
