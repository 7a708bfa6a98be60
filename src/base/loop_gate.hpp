// Lets the threads of a library post to the loop. We may have to leave such a thread behind, and it may then outlive
// both the loop and its owner. The owner and the threads share the gate; the owner closes it.
#pragma once

#include <mutex>
#include <utility>

#include "base/loop.hpp"

namespace np {

class LoopGate {
 public:
  explicit LoopGate(Loop& loop) : loop_(&loop) {}

  // Any thread; never blocks. Posted tasks do not run once the gate is closed. Only the loop's thread may close it, or
  // its owner after the loop has ended.
  void post(Task task) {
    std::lock_guard lock(mutex_);
    if (!loop_) return;
    loop_->post([open = std::weak_ptr(open_), task = std::move(task)]() mutable {
      if (!open.expired()) task();
    });
  }

  void close() {
    std::lock_guard lock(mutex_);
    loop_ = nullptr;
    open_.reset();
  }

 private:
  std::mutex mutex_;
  Loop* loop_;
  std::shared_ptr<int> open_ = std::make_shared<int>(0);
};

}  // namespace np
