#include "perception/picture/standstill.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace np::perception {
namespace {

using std::chrono::seconds;

constexpr int kEvery = 2;  // pixels, across and down
constexpr int kBlock = 12;
// Mean differences, of 255. A camera's noise is above 0.7 after each picture that is encoded by itself, and above 0.3
// where an encoder keeps to a bit rate.
constexpr double kWhole = 0.1;
constexpr double kInBlock = 1;    // something small moves
constexpr double kUneven = 6;     // times that of the whole picture: no encoder differs so much in one place alone
constexpr double kMostApart = 6;  // of what is the same picture, encoded badly
constexpr double kFarther = 2;    // times as far as ever before: it goes on
constexpr auto kComesBack = seconds(12);
constexpr auto kKnownWell = seconds(16);

struct Difference {
  double whole = 0;
  double block = 0;  // the largest of any
};

Difference compared(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b, int width) {
  const int height = static_cast<int>(a.size()) / std::max(1, width);
  Difference result;
  long all = 0;
  std::vector<std::uint16_t> columns(static_cast<std::size_t>(width));
  for (int top = 0; top < height; top += kBlock) {
    std::ranges::fill(columns, std::uint16_t{0});
    const int rows = std::min(kBlock, height - top);
    for (int y = top; y < top + rows; ++y) {
      const std::size_t row = static_cast<std::size_t>(y) * width;
      for (int x = 0; x < width; ++x)
        columns[x] = static_cast<std::uint16_t>(columns[x] + std::abs(a[row + x] - b[row + x]));
    }
    for (int left = 0; left < width; left += kBlock) {
      long sum = 0;
      for (int x = left; x < std::min(left + kBlock, width); ++x) sum += columns[x];
      result.block = std::max(result.block, static_cast<double>(sum) / (kBlock * rows));
      all += sum;
    }
  }
  result.whole = static_cast<double>(all) / static_cast<double>(std::max<std::size_t>(1, a.size()));
  return result;
}

}  // namespace

Duration Standstill::lasts() const {
  Duration longest{};
  for (const Known& k : known_) longest = std::max(longest, k.seen - k.since);
  return longest;
}

// Whether it may be this picture that is seen now, encoded better or worse.
bool Standstill::stays(Known& known, const std::vector<std::uint8_t>& luma, int width, TimePoint now) {
  if (luma.size() != known.brightness.size() || now - known.seen > Duration(kComesBack)) return false;
  const Difference d = compared(luma, known.brightness, width);
  if (d.whole <= kWhole && d.block <= kInBlock) {
    known.seen = now;
    return true;
  }
  if (d.whole > kMostApart || d.block > kUneven * d.whole + kInBlock) return false;
  if (known.seen - known.since > Duration(kKnownWell) && d.whole > kFarther * known.away + kWhole) return false;
  known.away = std::max(known.away, d.whole);
  return true;
}

void Standstill::add(std::vector<std::uint8_t> luma, TimePoint now) {
  if (known_.size() >= kMost) {
    const auto worth = [](const Known& k) { return std::pair(k.seen - k.since, k.seen); };
    known_.erase(std::ranges::min_element(known_, {}, worth));
  }
  known_.push_back({std::move(luma), now, now});
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
  std::erase_if(known_, [&](Known& k) { return !stays(k, luma, width, now); });
  if (std::ranges::none_of(known_, [&](const Known& k) { return k.seen == now; })) add(std::move(luma), now);
}

}  // namespace np::perception
