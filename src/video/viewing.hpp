// Decides when one viewer sees which picture: each picture once, at its due time, `delay` behind live. A viewer that
// was too slow for the source continues at the present picture. Plain value; one owner.
#pragma once

#include <cstdint>
#include <optional>

#include "video/display_buffer.hpp"
#include "video/playhead.hpp"

namespace np {

template <typename Picture>
class ViewingOf {
 public:
  using Ptr = std::shared_ptr<const Picture>;

  // A viewer that is further behind than this has missed the pictures between.
  static constexpr Duration kPatience = std::chrono::milliseconds(500);
  // How long a newcomer waits for a fresh picture before it gets an old one.
  static constexpr Duration kFreshWait = std::chrono::milliseconds(300);

  struct Step {
    Ptr picture;                          // show it now
    std::optional<TimePoint> look_again;  // without a picture: when; nothing: when there is a new one
  };

  // `picture_rate`: pictures a second of the source, to tell a pause between two pictures from a break.
  Step step(TimePoint now, Duration delay, double picture_rate, const PictureBuffer<Picture>& pictures);
  std::uint64_t missed() const { return missed_; }

 private:
  Step begin(TimePoint now, Duration delay, Duration gap, const PictureBuffer<Picture>& pictures);
  Step show(Ptr picture);

  Playhead playhead_;
  bool playing_ = false;
  std::uint64_t beginnings_ = 0;  // of the buffer, as last seen
  std::optional<TimePoint> came_;
  TimePoint shown_ = TimePoint::min();  // when the last one shown was captured
  std::uint64_t missed_ = 0;
};

extern template class ViewingOf<JpegPicture>;
extern template class ViewingOf<H264Picture>;
using Viewing = ViewingOf<JpegPicture>;

}  // namespace np
