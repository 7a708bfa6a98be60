#include "video/frame_window.hpp"

#include <algorithm>

namespace np {

void FrameWindow::push(FramePtr frame) {
  std::lock_guard lock(mutex_);
  frames_.push_back(std::move(frame));
  while (frames_.size() > capacity_) frames_.pop_front();
}

std::vector<FramePtr> FrameWindow::select(std::size_t count, std::size_t stride) const {
  std::lock_guard lock(mutex_);
  std::vector<FramePtr> chosen;
  for (std::size_t back = 0; back < frames_.size() && chosen.size() < count; ++back) {
    const FramePtr& frame = frames_[frames_.size() - 1 - back];
    if (back % std::max<std::size_t>(stride, 1) == 0) chosen.push_back(frame);
    if (frame->discontinuity) break;
  }
  std::ranges::reverse(chosen);
  return chosen;
}

FramePtr FrameWindow::newest() const {
  std::lock_guard lock(mutex_);
  return frames_.empty() ? nullptr : frames_.back();
}

std::size_t FrameWindow::size() const {
  std::lock_guard lock(mutex_);
  return frames_.size();
}

void FrameWindow::clear() {
  std::lock_guard lock(mutex_);
  frames_.clear();
}

void FrameWindow::set_capacity(std::size_t capacity) {
  std::lock_guard lock(mutex_);
  capacity_ = capacity;
  while (frames_.size() > capacity_) frames_.pop_front();
}

}  // namespace np
