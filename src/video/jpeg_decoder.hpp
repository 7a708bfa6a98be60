// Decodes JPEG files to packed RGB. One owner, one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "video/frame.hpp"

namespace np {

struct RgbPicture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;  // rows of width*3 bytes
};

// Reads only the head of the file. Nothing if it is no JPEG, or larger than anything that people watch.
std::optional<PictureSize> jpeg_size(std::span<const std::uint8_t> jpeg);

// The same, however large it claims to be.
std::optional<PictureSize> jpeg_claim(std::span<const std::uint8_t> jpeg);

class JpegDecoder {
 public:
  JpegDecoder();
  ~JpegDecoder();

  // Decodes at the cheapest size (in eighths of the original) that is at least `wanted`, or at the original's. A file
  // that breaks off is decoded as far as it goes; nothing if there is no picture in it.
  std::optional<RgbPicture> decode(std::span<const std::uint8_t> jpeg, PictureSize wanted);

 private:
  void* handle_;
};

}  // namespace np
