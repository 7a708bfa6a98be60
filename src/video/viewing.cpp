#include "video/viewing.hpp"

#include <algorithm>
#include <utility>

namespace np {

template <typename Picture>
auto ViewingOf<Picture>::show(Ptr picture) -> Step {
  shown_ = picture->captured_at;
  return {std::move(picture), std::nullopt};
}

// The pictures of an earlier audience may lie in the buffer, with a hole in time behind them: nobody is to stare at a
// picture from before the hole until `delay` has passed.
template <typename Picture>
auto ViewingOf<Picture>::begin(TimePoint now, Duration delay, Duration gap, const PictureBuffer<Picture>& pictures)
    -> Step {
  const TimePoint goal = now - delay;
  auto first = pictures.at(goal);
  if (!came_) came_ = now;
  if (!first) return {};
  if (goal - first->captured_at > gap) {
    const auto next = pictures.after(first->captured_at);
    if (!next) {
      if (now - *came_ < kFreshWait) return {nullptr, *came_ + kFreshWait};
      return first->captured_at == shown_ ? Step{} : show(std::move(first));
    }
    first = next;
  }
  playing_ = true;
  playhead_ = {};
  playhead_.advance(now, delay, first->captured_at, std::max(now, first->captured_at));
  return show(std::move(first));
}

template <typename Picture>
auto ViewingOf<Picture>::step(TimePoint now, Duration delay, double picture_rate,
                              const PictureBuffer<Picture>& pictures) -> Step {
  const Duration gap = std::max<Duration>(std::chrono::seconds(1), from_seconds(3 / std::max(picture_rate, 0.1)));
  if (const auto beginnings = pictures.beginnings(); std::exchange(beginnings_, beginnings) != beginnings)
    playing_ = false;
  if (!playing_) return begin(now, delay, gap, pictures);

  const auto oldest = pictures.oldest();
  const auto next = pictures.after(shown_);
  if (!oldest || !next) return {};
  const TimePoint position = playhead_.advance(now, delay, oldest->captured_at, next->captured_at);
  if (next->captured_at <= position) {
    if (position - next->captured_at <= kPatience) return show(next);
    auto present = pictures.at(position);
    if (!present) return {};  // cleared in between, on another thread
    missed_ += present->id - next->id;
    return show(std::move(present));
  }
  if (next->captured_at - shown_ > gap) {
    // The source was away. The show goes on at once with what it sends now.
    playhead_ = {};
    playhead_.advance(now, delay, next->captured_at, next->captured_at);
    return show(next);
  }
  const Duration wait = from_seconds(to_seconds(next->captured_at - position) / playhead_.rate());
  return {nullptr, now + std::max<Duration>(wait, std::chrono::milliseconds(1))};
}

template class ViewingOf<JpegPicture>;
template class ViewingOf<H264Picture>;

}  // namespace np
