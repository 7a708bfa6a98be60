#include "perception/standstill.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace np::perception {
namespace {

constexpr int kEvery = 2;  // pixels, across and down
constexpr int kBlock = 12;
// Mean differences, of 255. A camera's noise is above 0.7 after each picture that is encoded by itself.
constexpr double kWhole = 0.05;
constexpr double kInBlock = 1;  // something small moves

}  // namespace

bool Standstill::same(const std::vector<std::uint8_t>& luma, int width) const {
  if (luma.size() != first_.size()) return false;
  const int height = static_cast<int>(luma.size()) / std::max(1, width);
  long all = 0;
  for (int top = 0; top < height; top += kBlock) {
    std::vector<int> sums(static_cast<std::size_t>(width / kBlock + 1));
    const int rows = std::min(kBlock, height - top);
    for (int y = top; y < top + rows; ++y) {
      const std::size_t row = static_cast<std::size_t>(y) * width;
      for (int x = 0; x < width; ++x) sums[x / kBlock] += std::abs(luma[row + x] - first_[row + x]);
    }
    for (const int sum : sums) {
      if (sum > kInBlock * kBlock * rows) return false;
      all += sum;
    }
  }
  return static_cast<double>(all) <= kWhole * static_cast<double>(luma.size());
}

void Standstill::look(const Image& rgb, TimePoint now) {
  const int width = (rgb.width + kEvery - 1) / kEvery;
  std::vector<std::uint8_t> luma;
  luma.reserve(static_cast<std::size_t>(width) * ((rgb.height + kEvery - 1) / kEvery));
  for (int y = 0; y < rgb.height; y += kEvery) {
    for (int x = 0; x < rgb.width; x += kEvery) {
      const std::uint8_t* p = rgb.at(x, y);
      luma.push_back(static_cast<std::uint8_t>((77 * p[0] + 150 * p[1] + 29 * p[2]) >> 8));
    }
  }
  now_ = now;
  if (same(luma, width)) return;
  first_ = std::move(luma);
  since_ = now;
}

}  // namespace np::perception
