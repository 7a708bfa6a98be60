#include "video/display_buffer.hpp"

#include <algorithm>
#include <utility>

namespace np {

void DisplayBuffer::push(PicturePtr picture) {
  {
    std::lock_guard lock(mutex_);
    // A source that was restarted or whose clock jumped back: what lies ahead of the new picture is not its past.
    while (!pictures_.empty() && pictures_.back()->captured_at >= picture->captured_at) {
      bytes_ -= pictures_.back()->jpeg.size();
      pictures_.pop_back();
    }
    bytes_ += picture->jpeg.size();
    pictures_.push_back(std::move(picture));
    while (pictures_.size() > 1 &&
           (bytes_ > kMaxBytes || pictures_.back()->captured_at - pictures_.front()->captured_at > kMaxAge)) {
      bytes_ -= pictures_.front()->jpeg.size();
      pictures_.pop_front();
    }
  }
  std::lock_guard lock(listeners_mutex_);
  for (const Listener* listener : listeners_) listener->on_picture_();
}

PicturePtr DisplayBuffer::newest() const {
  std::lock_guard lock(mutex_);
  return pictures_.empty() ? nullptr : pictures_.back();
}

PicturePtr DisplayBuffer::oldest() const {
  std::lock_guard lock(mutex_);
  return pictures_.empty() ? nullptr : pictures_.front();
}

PicturePtr DisplayBuffer::at(TimePoint t) const {
  std::lock_guard lock(mutex_);
  if (pictures_.empty()) return nullptr;
  const auto next = std::ranges::upper_bound(pictures_, t, {}, [](const PicturePtr& p) { return p->captured_at; });
  return next == pictures_.begin() ? pictures_.front() : *std::prev(next);
}

PicturePtr DisplayBuffer::after(TimePoint t) const {
  std::lock_guard lock(mutex_);
  const auto next = std::ranges::upper_bound(pictures_, t, {}, [](const PicturePtr& p) { return p->captured_at; });
  return next == pictures_.end() ? nullptr : *next;
}

std::size_t DisplayBuffer::size() const {
  std::lock_guard lock(mutex_);
  return pictures_.size();
}

std::size_t DisplayBuffer::bytes() const {
  std::lock_guard lock(mutex_);
  return bytes_;
}

void DisplayBuffer::clear() {
  std::lock_guard lock(mutex_);
  pictures_.clear();
  bytes_ = 0;
}

std::unique_ptr<DisplayBuffer::Listener> DisplayBuffer::listen(std::function<void()> on_picture) {
  return std::unique_ptr<Listener>(new Listener(*this, std::move(on_picture)));
}

DisplayBuffer::Listener::Listener(DisplayBuffer& buffer, std::function<void()> on_picture)
    : buffer_(buffer), on_picture_(std::move(on_picture)) {
  std::lock_guard lock(buffer_.listeners_mutex_);
  buffer_.listeners_.push_back(this);
}

DisplayBuffer::Listener::~Listener() {
  std::lock_guard lock(buffer_.listeners_mutex_);
  std::erase(buffer_.listeners_, this);
}

}  // namespace np
