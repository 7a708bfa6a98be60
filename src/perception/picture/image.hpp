// The watcher's small geometry and its pictures at working size (at most kWorkWidth x kWorkHeight, aspect kept).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace np::perception {

inline constexpr int kWorkWidth = 384;
inline constexpr int kWorkHeight = 384;

// Rows of width*channels bytes without padding.
struct Image {
  int width = 0;
  int height = 0;
  int channels = 1;
  std::vector<std::uint8_t> data;

  bool empty() const { return data.empty(); }
  std::uint8_t* at(int x, int y) { return &data[(static_cast<std::size_t>(y) * width + x) * channels]; }
  const std::uint8_t* at(int x, int y) const { return &data[(static_cast<std::size_t>(y) * width + x) * channels]; }
};

inline Image make_image(int width, int height, int channels) {
  return {width, height, channels, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * height * channels)};
}

// How often each value is there.
inline std::array<int, 256> histogram(const std::vector<std::uint8_t>& values) {
  // The same value follows itself, and counting it would wait for its last count.
  std::array<std::array<int, 256>, 2> counts{};
  for (std::size_t i = 0; i < values.size(); ++i) ++counts[i % 2][values[i]];
  for (std::size_t v = 0; v < 256; ++v) counts[0][v] += counts[1][v];
  return counts[0];
}

struct Point {
  float x = 0;
  float y = 0;
};

// In pixels of the working size, from the upper left.
struct Box {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;

  float right() const { return x + w; }
  float bottom() const { return y + h; }
  float area() const { return w * h; }
  Point center() const { return {x + w / 2, y + h / 2}; }
  Box grown(float dx, float dy) const { return {x - dx, y - dy, w + 2 * dx, h + 2 * dy}; }
  Box moved(float dx, float dy) const { return {x + dx, y + dy, w, h}; }
  bool contains(float px, float py) const { return px >= x && px < right() && py >= y && py < bottom(); }
};

inline float overlap(const Box& a, const Box& b) {
  const float w = std::min(a.right(), b.right()) - std::max(a.x, b.x);
  const float h = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

// Of the middles.
inline float distance(const Box& a, const Box& b) {
  return std::hypot(a.center().x - b.center().x, a.center().y - b.center().y);
}

// Intersection over union.
inline float iou(const Box& a, const Box& b) {
  const float common = overlap(a, b);
  return common > 0 ? common / (a.area() + b.area() - common) : 0;
}

inline Box united(const Box& a, const Box& b) {
  const float x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

// Pixels that hang together in the foreground, `label` as in Foreground::labels.
struct Blob {
  Box box;
  int area = 0;
  int label = 0;
};

// The pixels that differ from the background.
struct Foreground {
  int width = 0;
  int height = 0;
  std::vector<std::int32_t> labels;  // 0: background, else the pixel's blob
  std::vector<Blob> blobs;
  double share = 0;  // of the picture, before small blobs were left out
};

}  // namespace np::perception
