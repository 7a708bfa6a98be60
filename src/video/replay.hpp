// Replays a range of the past: each picture once, at its own pace. A viewer who is too slow misses pictures, and
// pictures that are no longer kept are left out. The replay ends early if the pictures were cleared meanwhile, because
// those that follow show something else. Plain value; one owner.
#pragma once

#include <cstdint>
#include <optional>

#include "video/display_buffer.hpp"

namespace np {

template <typename Picture>
class ReplayOf {
 public:
  using Ptr = std::shared_ptr<const Picture>;

  // The longest replay; a longer range ends earlier.
  static constexpr Duration kMost = DisplayBuffer::kMaxAge;
  // A picture that was older than this when the range began was no longer visible then.
  static constexpr Duration kStands = std::chrono::seconds(2);
  // The replay shortens a longer break between two pictures to this.
  static constexpr Duration kBreak = std::chrono::seconds(2);
  // A viewer that is further behind than this has missed the pictures between.
  static constexpr Duration kPatience = std::chrono::milliseconds(500);

  ReplayOf(TimePoint from, TimePoint to);

  struct Step {
    Ptr picture;  // show it now
    // Without a picture: when to ask again, or earlier if a new picture comes. Nothing: it is over.
    std::optional<TimePoint> look_again;
  };
  // At the first call, the replay is over if no picture of the range is kept.
  Step step(TimePoint now, const PictureBuffer<Picture>& pictures);

 private:
  Ptr first(const PictureBuffer<Picture>& pictures) const;
  Step show(Ptr picture);

  const TimePoint from_;
  const TimePoint to_;
  std::optional<TimePoint> shown_;  // when the last one shown was captured
  Duration behind_{};               // the replay's lag: a picture is due that long after its capture
  std::uint64_t clearings_ = 0;
};

extern template class ReplayOf<JpegPicture>;
extern template class ReplayOf<H264Picture>;
using Replay = ReplayOf<JpegPicture>;

}  // namespace np
