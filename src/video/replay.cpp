#include "video/replay.hpp"

#include <algorithm>
#include <utility>

namespace np {

template <typename Picture>
ReplayOf<Picture>::ReplayOf(TimePoint from, TimePoint to) : from_(from), to_(std::min(to, from + kMost)) {}

template <typename Picture>
auto ReplayOf<Picture>::first(const PictureBuffer<Picture>& pictures) const -> Ptr {
  const auto standing = pictures.at(from_);
  if (standing && standing->captured_at <= from_ && from_ - standing->captured_at <= kStands) return standing;
  const auto next = pictures.after(from_);
  return next && next->captured_at <= to_ ? next : nullptr;
}

template <typename Picture>
auto ReplayOf<Picture>::show(Ptr picture) -> Step {
  shown_ = picture->captured_at;
  return {std::move(picture), std::nullopt};
}

template <typename Picture>
auto ReplayOf<Picture>::step(TimePoint now, const PictureBuffer<Picture>& pictures) -> Step {
  if (!shown_) {
    clearings_ = pictures.clearings();
    auto picture = first(pictures);
    if (!picture) return {};
    behind_ = now - picture->captured_at;
    return show(std::move(picture));
  }
  const auto next = pictures.after(*shown_);
  if (pictures.clearings() != clearings_) return {};
  if (!next) return now < to_ ? Step{nullptr, to_} : Step{};
  if (next->captured_at > to_) return {};
  const Duration behind = std::min(behind_, *shown_ + behind_ + kBreak - next->captured_at);
  const TimePoint due = next->captured_at + behind;
  if (now < due) return {nullptr, due};
  behind_ = behind;
  if (now - due <= kPatience) return show(next);
  auto present = pictures.at(std::min(now - behind_, to_));
  // The buffer may have lost pictures in between, on another thread.
  return show(present && present->captured_at > *shown_ ? std::move(present) : next);
}

template class ReplayOf<JpegPicture>;
template class ReplayOf<H264Picture>;

}  // namespace np
