// JPEG pictures for tests.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "video/jpeg_encoder.hpp"

namespace np::test {

// A picture of that size, noisy enough to hold every kind of byte.
inline std::string noise_jpeg(int width = 64, int height = 48, unsigned seed = 1) {
  std::minstd_rand random(seed);
  std::vector<std::uint8_t> luma(static_cast<std::size_t>(width) * height), chroma(luma.size(), 128);
  for (auto& y : luma) y = static_cast<std::uint8_t>(random());
  JpegEncoder encoder;
  const int half = (width + 1) / 2;
  const auto jpeg = encoder.encode({.width = width,
                                    .height = height,
                                    .planes = {luma.data(), chroma.data(), chroma.data()},
                                    .strides = {width, half, half},
                                    .full_range = true},
                                   90);
  return {jpeg.begin(), jpeg.end()};
}

}  // namespace np::test
