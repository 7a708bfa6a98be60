// Encodes a decoded picture as a JPEG file. One owner, one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace np {

// Planar 8-bit Y'CbCr, as video decoders leave it; points into the decoder's memory.
struct YuvPicture {
  int width = 0;
  int height = 0;
  std::array<const std::uint8_t*, 3> planes{};
  std::array<int, 3> strides{};  // bytes from row to row
  bool half_chroma = true;       // 4:2:0, otherwise 4:4:4
  bool full_range = false;       // luma 0..255, otherwise 16..235 as most video
  double kr = 0.299;             // the luma weights of red and blue: BT.601 here, BT.709 has 0.2126 and 0.0722
  double kb = 0.114;
};

class JpegEncoder {
 public:
  JpegEncoder();
  ~JpegEncoder();

  // Quality 1 to 100. JPEG knows full-range BT.601 only, so the colours are converted on the way. Throws Error.
  std::vector<std::uint8_t> encode(const YuvPicture& picture, int quality);

 private:
  void* handle_;
  std::array<std::vector<std::uint8_t>, 3> planes_;
  std::vector<std::int16_t> luma_shift_;
  std::vector<std::uint8_t> jpeg_;
};

}  // namespace np
