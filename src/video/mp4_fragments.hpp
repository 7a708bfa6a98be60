// One viewer's H.264 as fragmented MP4 (ISO/IEC 14496-12 and -15): a fragment a picture, on a time line of his own.
// Plain value; one owner.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "video/h264_picture.hpp"

namespace np {

class Mp4Fragments {
 public:
  // What goes ahead of the picture's units: the head of its fragment, and the head of the file before the first picture
  // and before each with another config. `shown`: to be seen, from this moment on. Others only help to decode; they pass
  // in no time.
  std::string head(const H264Picture& picture, std::optional<TimePoint> shown);

 private:
  std::shared_ptr<const H264Config> config_;
  std::uint32_t number_ = 0;
  std::uint64_t time_ = 0;           // of the last picture; microseconds
  bool helped_ = false;              // the last one was not to be seen
  std::optional<TimePoint> begins_;  // when time zero is, or would have been
};

}  // namespace np
