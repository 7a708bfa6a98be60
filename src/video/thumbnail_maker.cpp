#include "video/thumbnail_maker.hpp"

#include <algorithm>
#include <cmath>

namespace np {
namespace {

std::uint8_t level(double value) { return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L)); }

// Full-range BT.601, as JPEG has it.
struct Colour {
  double r = 0;
  double g = 0;
  double b = 0;
  std::uint8_t y() const { return level(0.299 * r + 0.587 * g + 0.114 * b); }
  std::uint8_t cb() const { return level(128 - 0.168736 * r - 0.331264 * g + 0.5 * b); }
  std::uint8_t cr() const { return level(128 + 0.5 * r - 0.418688 * g - 0.081312 * b); }
};

}  // namespace

std::vector<std::uint8_t> ThumbnailMaker::make(const VideoFrame& frame) {
  const double scale = std::min({1.0, static_cast<double>(most_.width) / std::max(frame.width, 1),
                                 static_cast<double>(most_.height) / std::max(frame.height, 1)});
  const int width = std::max(1, static_cast<int>(std::lround(frame.width * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(frame.height * scale)));
  const std::uint8_t* rgb = frame.rgb.data();
  if (width != frame.width || height != frame.height) {
    rgb_.resize(static_cast<std::size_t>(width) * height * 3);
    scaler_.scale({frame.rgb.data(), frame.width * 3, frame.width, frame.height},
                  {rgb_.data(), width * 3, width, height}, 3);
    rgb = rgb_.data();
  }

  const int chroma_width = (width + 1) / 2;
  const int chroma_height = (height + 1) / 2;
  planes_[0].resize(static_cast<std::size_t>(width) * height);
  planes_[1].resize(static_cast<std::size_t>(chroma_width) * chroma_height);
  planes_[2].resize(planes_[1].size());
  const auto at = [&](int x, int y) {
    x = std::min(x, width - 1);
    y = std::min(y, height - 1);
    const std::uint8_t* p = rgb + (static_cast<std::size_t>(y) * width + x) * 3;
    return Colour{static_cast<double>(p[0]), static_cast<double>(p[1]), static_cast<double>(p[2])};
  };
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) planes_[0][static_cast<std::size_t>(y) * width + x] = at(x, y).y();
  for (int y = 0; y < chroma_height; ++y)
    for (int x = 0; x < chroma_width; ++x) {
      Colour sum;
      for (const auto& c : {at(2 * x, 2 * y), at(2 * x + 1, 2 * y), at(2 * x, 2 * y + 1), at(2 * x + 1, 2 * y + 1)})
        sum = {sum.r + c.r / 4, sum.g + c.g / 4, sum.b + c.b / 4};
      const std::size_t i = static_cast<std::size_t>(y) * chroma_width + x;
      planes_[1][i] = sum.cb();
      planes_[2][i] = sum.cr();
    }
  return encoder_.encode({.width = width,
                          .height = height,
                          .planes = {planes_[0].data(), planes_[1].data(), planes_[2].data()},
                          .strides = {width, chroma_width, chroma_width},
                          .full_range = true},
                         kQuality);
}

}  // namespace np
