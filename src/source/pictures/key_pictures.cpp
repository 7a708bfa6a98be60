#include "source/pictures/key_pictures.hpp"

#include <gst/gst.h>

#include <algorithm>

namespace np {

void KeyPictures::add(bool is_key, std::optional<Duration> at) {
  std::lock_guard lock(mutex_);
  others_ |= !is_key;
  if (!is_key || !at) return;
  // Time goes back when a video starts again.
  if (newest_ && *at > *newest_) {
    ++seen_.gaps;
    seen_.longest = std::max(seen_.longest, *at - *newest_);
  }
  newest_ = at;
}

void KeyPictures::add(const GstBuffer& coded) {
  const GstClockTime at = GST_BUFFER_PTS_IS_VALID(&coded) ? GST_BUFFER_PTS(&coded) : GST_BUFFER_DTS(&coded);
  add(!GST_BUFFER_FLAG_IS_SET(&coded, GST_BUFFER_FLAG_DELTA_UNIT),
      GST_CLOCK_TIME_IS_VALID(at) ? std::optional<Duration>(std::chrono::nanoseconds(at)) : std::nullopt);
}

KeyPictures::Seen KeyPictures::seen() const {
  std::lock_guard lock(mutex_);
  Seen out = seen_;
  out.all = out.gaps > 0 && !others_;
  return out;
}

}  // namespace np
