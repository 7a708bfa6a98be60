#include "perception/appearance.hpp"

#include <algorithm>
#include <cmath>

namespace np::perception {
namespace {

struct Hsv {
  int hue;         // degrees
  int saturation;  // percent
  int value;       // 0 to 255
};

Hsv hsv_of(const std::uint8_t* p) {
  const int r = p[0], g = p[1], b = p[2];
  const int most = std::max({r, g, b}), least = std::min({r, g, b}), span = most - least;
  if (span == 0) return {0, 0, most};
  const int hue = most == r   ? (60 * (g - b) / span + 360) % 360
                  : most == g ? 120 + 60 * (b - r) / span
                              : 240 + 60 * (r - g) / span;
  return {hue, 100 * span / most, most};
}

Colour colour_of(const Hsv& c) {
  if (c.value < 48) return Colour::kBlack;
  if (c.saturation < 20) {
    if (c.value < 70) return Colour::kBlack;
    return c.value > 195 ? Colour::kWhite : Colour::kGrey;
  }
  // Between grey and a colour: neither.
  if (c.saturation < 42 || c.value < 62) return Colour::kNone;
  if (c.hue < 12 || c.hue >= 345) return Colour::kRed;
  if (c.hue < 40) return c.value < 140 ? Colour::kBrown : c.saturation > 65 ? Colour::kOrange : Colour::kNone;
  if (c.hue < 68) return c.value < 110 ? Colour::kNone : Colour::kYellow;
  if (c.hue < 165) return Colour::kGreen;
  if (c.hue < 195) return Colour::kNone;
  if (c.hue < 258) return Colour::kBlue;
  if (c.hue < 300) return Colour::kPurple;
  return c.value > 130 ? Colour::kPink : Colour::kPurple;
}

struct Area {
  int x0, y0, x1, y1;
};

Area part(const Image& rgb, const Box& box, float left, float top, float right, float bottom) {
  return {std::clamp(static_cast<int>(box.x + left * box.w), 0, rgb.width),
          std::clamp(static_cast<int>(box.y + top * box.h), 0, rgb.height),
          std::clamp(static_cast<int>(std::ceil(box.x + right * box.w)), 0, rgb.width),
          std::clamp(static_cast<int>(std::ceil(box.y + bottom * box.h)), 0, rgb.height)};
}

}  // namespace

Signature Signature::of(const Image& rgb, const Box& box) {
  constexpr std::array<std::array<float, 2>, kParts> kBands{{{0.02f, 0.2f}, {0.2f, 0.5f}, {0.5f, 0.9f}}};
  constexpr float kLightWidth = 256.f / kLights, kColourWidth = 4;
  Signature s;
  for (int part_of_body = 0; part_of_body < kParts; ++part_of_body) {
    const Area a = part(rgb, box, 0.15f, kBands[part_of_body][0], 0.85f, kBands[part_of_body][1]);
    const int all = (a.x1 - a.x0) * (a.y1 - a.y0);
    if (all < 6) return {};
    float* shares = &s.shares_[static_cast<std::size_t>(part_of_body) * kPart];
    const float weight = 1.f / static_cast<float>(all);
    // Shared by the two bins that are nearest.
    const auto add = [&](float* bins, int n, float at) {
      const float place = std::clamp(at - 0.5f, 0.f, static_cast<float>(n) - 1.001f);
      const int bin = static_cast<int>(place);
      bins[bin] += weight * (1 - (place - static_cast<float>(bin)));
      bins[bin + 1] += weight * (place - static_cast<float>(bin));
    };
    for (int y = a.y0; y < a.y1; ++y) {
      for (int x = a.x0; x < a.x1; ++x) {
        const std::uint8_t* p = rgb.at(x, y);
        const float light = 0.299f * p[0] + 0.587f * p[1] + 0.114f * p[2];
        add(shares, kLights, light / kLightWidth);
        add(shares + kLights, kColours, 0.564f * (p[2] - light) / kColourWidth + kColours / 2.f);
        add(shares + kLights + kColours, kColours, 0.713f * (p[0] - light) / kColourWidth + kColours / 2.f);
      }
    }
  }
  s.empty_ = false;
  return s;
}

float Signature::likeness(const Signature& other) const {
  if (empty_ || other.empty_) return 0.8f;  // neither for nor against
  float sum = 0;
  for (std::size_t i = 0; i < shares_.size(); ++i) sum += std::sqrt(shares_[i] * other.shares_[i]);
  return sum / (3 * kParts);
}

void Signature::blend(const Signature& other, float share) {
  if (other.empty_) return;
  if (empty_) {
    *this = other;
    return;
  }
  for (std::size_t i = 0; i < shares_.size(); ++i) shares_[i] += share * (other.shares_[i] - shares_[i]);
}

Colour prevailing_colour(const Image& rgb, const Foreground* foreground, const Box& box, Family family) {
  const bool person = family == Family::kPerson;
  const Area a = person ? part(rgb, box, 0.2f, 0.18f, 0.8f, 0.5f) : part(rgb, box, 0.15f, 0.15f, 0.85f, 0.85f);
  const auto moves = [&](int x, int y) {
    return foreground->labels[static_cast<std::size_t>(y) * foreground->width + x] != 0;
  };
  int moving = 0;
  const int all = (a.x1 - a.x0) * (a.y1 - a.y0);
  if (all < 20) return Colour::kNone;
  if (foreground && foreground->width == rgb.width) {
    for (int y = a.y0; y < a.y1; ++y) {
      for (int x = a.x0; x < a.x1; ++x) moving += moves(x, y);
    }
  }
  const bool only_moving = moving > all / 3;
  std::array<int, kColours> count{};
  for (int y = a.y0; y < a.y1; ++y) {
    for (int x = a.x0; x < a.x1; ++x) {
      if (!only_moving || moves(x, y)) ++count[static_cast<std::size_t>(colour_of(hsv_of(rgb.at(x, y))))];
    }
  }
  const auto best = std::max_element(count.begin() + 1, count.end());
  const auto colour = static_cast<Colour>(best - count.begin());
  // Shade is black and haze is grey: these need more.
  const bool plain = colour == Colour::kBlack || colour == Colour::kGrey || colour == Colour::kWhite;
  if (person && (colour == Colour::kGrey || colour == Colour::kBrown)) return Colour::kNone;  // skin, shade, haze
  return *best * 100 > (plain ? 60 : 42) * (only_moving ? moving : all) ? colour : Colour::kNone;
}

}  // namespace np::perception
