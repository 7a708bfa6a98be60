#include "perception/clothes.hpp"

#include <array>

namespace np::perception {
namespace {

Colour colour_of(const std::uint8_t* p) {
  const int r = p[0], g = p[1], b = p[2];
  const int most = std::max({r, g, b}), least = std::min({r, g, b}), span = most - least;
  if (most < 60 || span * 100 < 45 * most) return Colour::kNone;
  // The hue in degrees.
  const int hue = most == r   ? (60 * (g - b) / span + 360) % 360
                  : most == g ? 120 + 60 * (b - r) / span
                              : 240 + 60 * (r - g) / span;
  if (hue < 14 || hue > 342) return Colour::kRed;
  if (hue > 42 && hue < 66) return Colour::kYellow;
  if (hue > 85 && hue < 160) return Colour::kGreen;
  if (hue > 195 && hue < 250) return Colour::kBlue;
  return Colour::kNone;
}

}  // namespace

Colour clothes_colour(const Image& rgb, const Foreground& f, int label, const Box& box) {
  const int x0 = std::max(0, static_cast<int>(box.x)), x1 = std::min(f.width, static_cast<int>(box.right()));
  const int y0 = std::max(0, static_cast<int>(box.y + 0.15f * box.h)),
            y1 = std::min(f.height, static_cast<int>(box.y + 0.5f * box.h));
  std::array<int, kColours> count{};
  int all = 0;
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) {
      if (f.labels[static_cast<std::size_t>(y) * f.width + x] != label) continue;
      ++count[static_cast<std::size_t>(colour_of(rgb.at(x, y)))];
      ++all;
    }
  }
  const auto best = std::max_element(count.begin() + 1, count.end());
  return all >= 24 && *best > 0.35 * all ? static_cast<Colour>(best - count.begin()) : Colour::kNone;
}

}  // namespace np::perception
