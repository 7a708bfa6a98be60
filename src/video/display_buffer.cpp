#include "video/display_buffer.hpp"

#include <algorithm>
#include <utility>

namespace np {
namespace {

std::size_t size_of(const JpegPicture& picture) { return picture.jpeg.size(); }
std::size_t size_of(const H264Picture& picture) { return picture.units.size(); }

bool is_key(const JpegPicture&) { return true; }
bool is_key(const H264Picture& picture) { return picture.key; }

// The first picture of these that was captured after `t`.
template <typename Pictures>
auto first_after(const Pictures& pictures, TimePoint t) {
  return std::ranges::upper_bound(pictures, t, {}, [](const auto& picture) { return picture->captured_at; });
}

}  // namespace

template <typename Picture>
void PictureBuffer<Picture>::push(Ptr picture) {
  {
    std::lock_guard lock(mutex_);
    // The source was restarted or its clock jumped back: pictures ahead of the new one are not its past.
    while (!pictures_.empty() && pictures_.back()->captured_at >= picture->captured_at) {
      bytes_ -= size_of(*pictures_.back());
      pictures_.pop_back();
    }
    bytes_ += size_of(*picture);
    pictures_.push_back(std::move(picture));
    while (pictures_.size() > 1 &&
           (bytes_ > kMaxBytes || pictures_.back()->captured_at - pictures_.front()->captured_at > kMaxAge)) {
      bytes_ -= size_of(*pictures_.front());
      pictures_.pop_front();
    }
  }
  listeners_.tell();
}

template <typename Picture>
auto PictureBuffer<Picture>::newest() const -> Ptr {
  std::lock_guard lock(mutex_);
  return pictures_.empty() ? nullptr : pictures_.back();
}

template <typename Picture>
auto PictureBuffer<Picture>::oldest() const -> Ptr {
  std::lock_guard lock(mutex_);
  return pictures_.empty() ? nullptr : pictures_.front();
}

template <typename Picture>
auto PictureBuffer<Picture>::at(TimePoint t) const -> Ptr {
  std::lock_guard lock(mutex_);
  if (pictures_.empty()) return nullptr;
  const auto next = first_after(pictures_, t);
  return next == pictures_.begin() ? pictures_.front() : *std::prev(next);
}

template <typename Picture>
auto PictureBuffer<Picture>::after(TimePoint t) const -> Ptr {
  std::lock_guard lock(mutex_);
  const auto next = first_after(pictures_, t);
  return next == pictures_.end() ? nullptr : *next;
}

template <typename Picture>
auto PictureBuffer<Picture>::key_at(TimePoint t) const -> Ptr {
  std::lock_guard lock(mutex_);
  for (auto next = first_after(pictures_, t); next != pictures_.begin();)
    if (is_key(**--next)) return *next;
  return nullptr;
}

template <typename Picture>
std::size_t PictureBuffer<Picture>::size() const {
  std::lock_guard lock(mutex_);
  return pictures_.size();
}

template <typename Picture>
std::size_t PictureBuffer<Picture>::bytes() const {
  std::lock_guard lock(mutex_);
  return bytes_;
}

template <typename Picture>
void PictureBuffer<Picture>::clear() {
  std::lock_guard lock(mutex_);
  pictures_.clear();
  bytes_ = 0;
  ++clearings_;
}

template <typename Picture>
std::uint64_t PictureBuffer<Picture>::clearings() const {
  std::lock_guard lock(mutex_);
  return clearings_;
}

template <typename Picture>
void PictureBuffer<Picture>::begin_anew() {
  clear();
  std::lock_guard lock(mutex_);
  ++beginnings_;
}

template <typename Picture>
std::uint64_t PictureBuffer<Picture>::beginnings() const {
  std::lock_guard lock(mutex_);
  return beginnings_;
}

template <typename Picture>
auto PictureBuffer<Picture>::listen(std::function<void()> on_picture) -> std::unique_ptr<Listener> {
  return listeners_.listen(std::move(on_picture));
}

template class PictureBuffer<JpegPicture>;
template class PictureBuffer<H264Picture>;

}  // namespace np
