// Turns one viewer's H.264 into fragmented MP4 (ISO/IEC 14496-12 and -15): a fragment a picture, on the viewer's own
// time line. Plain value; one owner.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "video/h264_picture.hpp"

namespace np {

class Mp4Fragments {
 public:
  // The bytes ahead of the picture's units: the head of its fragment; before the first picture, and before each one
  // with another config, also the head of the file. `shown`: the moment from which viewers see it. Other pictures only
  // help to decode and take no time.
  std::string head(const H264Picture& picture, std::optional<TimePoint> shown);

 private:
  std::shared_ptr<const H264Config> config_;
  std::uint32_t number_ = 0;
  std::uint64_t time_ = 0;           // of the last picture; microseconds
  bool helped_ = false;              // the last one only helped to decode
  std::optional<TimePoint> begins_;  // when time zero is, or would have been
};

}  // namespace np
