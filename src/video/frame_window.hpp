// The last `capacity` frames for the engine. Any thread; a push beyond the capacity drops the oldest.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

#include "video/frame.hpp"

namespace np {

class FrameWindow {
 public:
  explicit FrameWindow(std::size_t capacity) : capacity_(capacity) {}

  void push(FramePtr frame);
  // At most `count` frames, every `stride`-th from the newest backwards, oldest first; none from before the last
  // discontinuity, where another lap or picture began.
  std::vector<FramePtr> select(std::size_t count, std::size_t stride) const;
  FramePtr newest() const;  // nullptr while empty
  std::size_t size() const;
  void clear();
  void set_capacity(std::size_t capacity);

 private:
  mutable std::mutex mutex_;
  std::size_t capacity_;
  std::deque<FramePtr> frames_;
};

}  // namespace np
