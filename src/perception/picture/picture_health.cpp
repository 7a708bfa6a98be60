#include "perception/picture/picture_health.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace np::perception {
namespace {

constexpr int kStep = 4;  // every so many pixels are looked at
constexpr double kBlackLight = 20;
constexpr int kBlackMost = 48;
constexpr auto kFrozenAfter = std::chrono::seconds(12);
constexpr auto kFrozenButForEncoder = std::chrono::seconds(16);
constexpr auto kSureAfter = std::chrono::milliseconds(800);

struct Bar {
  int r, g, b;
  bool strong() const {
    const int most = std::max({r, g, b}), least = std::min({r, g, b});
    return most > 90 && most - least > 0.6 * most;
  }
};

}  // namespace

bool is_black(const Image& rgb) {
  long sum = 0;
  int n = 0, bright = 0;
  for (int y = 0; y < rgb.height; y += kStep) {
    for (int x = 0; x < rgb.width; x += kStep, ++n) {
      const std::uint8_t* p = rgb.at(x, y);
      const int light = std::max({p[0], p[1], p[2]});
      sum += light;
      bright += light > kBlackMost;
    }
  }
  return n > 0 && static_cast<double>(sum) / n < kBlackLight && bright * 1000 < n;
}

bool is_test_card(const Image& rgb) {
  const int rows[] = {rgb.height / 12, rgb.height / 5, rgb.height * 2 / 5};
  std::vector<Bar> bars;
  int wide = 0, from = 0;
  const auto close_bar = [&](int to) {
    if (to - from < rgb.width / 24) return;
    wide += to - from;
    const std::uint8_t* p = rgb.at((from + to) / 2, rows[1]);
    bars.push_back({p[0], p[1], p[2]});
  };
  for (int x = 1; x < rgb.width; ++x) {
    const std::uint8_t* a = rgb.at(x - 1, rows[1]);
    const std::uint8_t* b = rgb.at(x, rows[1]);
    bool edge = false;
    for (int c = 0; c < 3; ++c) edge |= std::abs(a[c] - b[c]) > 14;
    if (!edge) continue;
    close_bar(x);
    from = x;
  }
  close_bar(rgb.width);
  const auto strong = std::ranges::count_if(bars, &Bar::strong);
  if (bars.size() < 6 || bars.size() > 12 || strong < 5 || wide < 0.8 * rgb.width) return false;
  // The same from the top to below the middle.
  int same = 0, all = 0;
  for (int x = 0; x < rgb.width; x += kStep) {
    const std::uint8_t* b = rgb.at(x, rows[1]);
    for (int y : {rows[0], rows[2]}) {
      const std::uint8_t* a = rgb.at(x, y);
      same += std::abs(a[0] - b[0]) < 16 && std::abs(a[1] - b[1]) < 16 && std::abs(a[2] - b[2]) < 16;
      ++all;
    }
  }
  return same > 0.9 * all;
}

void PictureHealth::reset() { *this = {}; }

void PictureHealth::look(const Image& rgb, TimePoint now) {
  if (since_ == TimePoint{}) since_ = changed_at_ = likely_since_ = now;
  if (rgb.data != last_) {
    changed_at_ = now;
    last_ = rgb.data;
  }
  standstill_.look(rgb, now);
  const bool stands_still = now - changed_at_ > kFrozenAfter || standstill_.lasts() > kFrozenButForEncoder;
  const PictureState likely = is_black(rgb)       ? PictureState::kBlack
                              : is_test_card(rgb) ? PictureState::kTestCard
                              : stands_still      ? PictureState::kFrozen
                                                  : PictureState::kNormal;
  if (likely != likely_) {
    likely_ = likely;
    likely_since_ = now;
  }
  const bool at_once = likely == PictureState::kFrozen || likely == PictureState::kNormal;
  if (likely_ == state_ || (!at_once && now - likely_since_ < kSureAfter)) return;
  since_ = state_ == PictureState::kNormal || likely_ == PictureState::kNormal ? now : since_;
  state_ = likely_;
}

}  // namespace np::perception
