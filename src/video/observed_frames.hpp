// Observed frames that wait for a session's worker. A bounded queue: when it is full, the oldest frame is dropped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

#include "base/worker_thread.hpp"
#include "video/frame.hpp"

namespace np {

class ObservedFrames {
 public:
  static constexpr std::size_t kMost = 8;

  // `look` runs on `worker` after frames were pushed, once for several, and takes them.
  ObservedFrames(WorkerThread& worker, std::function<void()> look) : worker_(worker), look_(std::move(look)) {}

  // Any thread; never blocks. False: it dropped an older frame.
  bool push(FramePtr frame) {
    bool kept, posted;
    {
      std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(frame));
      kept = waiting_.size() <= kMost;
      if (!kept) waiting_.pop_front();
      posted = std::exchange(posted_, true);
    }
    if (!posted && !worker_.post(look_)) {
      std::lock_guard lock(mutex_);
      posted_ = false;
    }
    return kept;
  }

  // Any thread. Another source begins: the worker never sees the waiting frames.
  void reset() {
    std::lock_guard lock(mutex_);
    waiting_.clear();
    begin_anew_ = true;
    ++resets_;
  }

  struct Taken {
    std::deque<FramePtr> frames;  // oldest first
    bool begin_anew = false;      // reset() was called before these frames, since the last take()
    std::uint64_t resets = 0;     // calls of reset() so far
  };
  // Worker.
  Taken take() {
    std::lock_guard lock(mutex_);
    posted_ = false;
    return {std::exchange(waiting_, {}), std::exchange(begin_anew_, false), resets_};
  }

 private:
  WorkerThread& worker_;
  const std::function<void()> look_;
  std::mutex mutex_;
  std::deque<FramePtr> waiting_;
  bool posted_ = false;
  bool begin_anew_ = false;
  std::uint64_t resets_ = 0;
};

}  // namespace np
