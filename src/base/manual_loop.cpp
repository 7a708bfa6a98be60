#include "base/manual_loop.hpp"

namespace np {

struct ManualLoop::Pending final : Timer::Entry {
  explicit Pending(Task t) : task(std::move(t)) {}
  void cancel() override { task = nullptr; }
  Task task;
};

void ManualLoop::post(Task task) {
  {
    std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  posted_.notify_one();
}

Timer ManualLoop::after(Duration delay, Task task) {
  auto pending = std::make_shared<Pending>(std::move(task));
  timers_.emplace(now_ + std::max(delay, Duration::zero()), pending);
  return Timer(pending);
}

std::size_t ManualLoop::run_posted() {
  std::size_t ran = 0;
  for (;;) {
    Task task;
    {
      std::lock_guard lock(mutex_);
      if (tasks_.empty()) return ran;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
    ++ran;
  }
}

bool ManualLoop::run_next_timer(TimePoint limit) {
  if (timers_.empty() || timers_.begin()->first > limit) return false;
  const auto first = timers_.begin();
  const auto pending = first->second;
  now_ = std::max(now_, first->first);
  timers_.erase(first);
  if (auto task = std::exchange(pending->task, nullptr)) task();
  return true;
}

void ManualLoop::advance(Duration by) { advance_to(now_ + by); }

void ManualLoop::advance_to(TimePoint to) {
  run_posted();
  while (run_next_timer(to)) run_posted();
  now_ = std::max(now_, to);
}

bool ManualLoop::wait_posted(Duration limit) {
  {
    std::unique_lock lock(mutex_);
    if (!posted_.wait_for(lock, limit, [this] { return !tasks_.empty(); })) return false;
  }
  return run_posted() > 0;
}

}  // namespace np
