// Makes the small picture beside a line or a video. One owner, one thread at a time. Throws Error.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "video/area_scaler.hpp"
#include "video/frame.hpp"
#include "video/jpeg_encoder.hpp"

namespace np {

class ThumbnailMaker {
 public:
  static constexpr int kMostWidth = 160;
  static constexpr int kMostHeight = 284;  // of a phone held upright
  static constexpr int kQuality = 70;      // 4 to 6 KB each

  explicit ThumbnailMaker(PictureSize most = {kMostWidth, kMostHeight}) : most_(most) {}

  // A JPEG file; smaller frames keep their size.
  std::vector<std::uint8_t> make(const VideoFrame& frame);

 private:
  const PictureSize most_;
  AreaScaler scaler_;
  JpegEncoder encoder_;
  std::vector<std::uint8_t> rgb_;
  std::array<std::vector<std::uint8_t>, 3> planes_;
};

}  // namespace np
