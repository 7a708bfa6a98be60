#include "rtmp/stream.hpp"

#include <utility>

namespace np::rtmp {

void Stream::take(Taker taker) {
  std::lock_guard lock(mutex_);
  taker_ = std::move(taker);
  for (Unit& unit : std::exchange(held_, {})) taker_.on_unit(std::move(unit));
  held_bytes_ = 0;
}

void Stream::leave() {
  std::lock_guard lock(mutex_);
  left_ = true;
  taker_ = {};
  held_.clear();
}

void Stream::push(Unit unit) {
  if (!is_sound(unit.codec)) has_video_ = true;
  std::lock_guard lock(mutex_);
  if (left_) return;
  if (taker_.on_unit) return taker_.on_unit(std::move(unit));
  held_bytes_ += unit.bytes.size() + sizeof unit;
  held_.push_back(std::move(unit));
}

bool Stream::has_room() const {
  std::lock_guard lock(mutex_);
  return left_ || (taker_.has_room ? taker_.has_room() : held_bytes_ < kMostHeld);
}

}  // namespace np::rtmp
