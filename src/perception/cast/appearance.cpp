#include "perception/cast/appearance.hpp"

#include <algorithm>
#include <cmath>

#include "perception/detector/bodies.hpp"

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

constexpr int kBlackBelow = 42, kDarkBelow = 95;  // value
constexpr int kColourless = 20, kColourful = 42;  // saturation
constexpr int kShadeColourful = 38;

// Dark clothes have colours, too, and a dark grey coat is not black.
Colour colour_of_dark(const Hsv& c) {
  if (c.saturation < kColourless) return c.value < 58 ? Colour::kBlack : Colour::kDarkGrey;
  if (c.saturation < kShadeColourful) return c.value < 58 ? Colour::kBlack : Colour::kNone;
  if (c.hue < 12 || c.hue >= 340) return Colour::kDarkRed;
  if (c.hue < 42) return c.value < 60 ? Colour::kNone : Colour::kBrown;
  if (c.hue < 75) return Colour::kNone;
  if (c.hue < 165) return Colour::kDarkGreen;
  if (c.hue < 195) return Colour::kNone;
  return c.hue < 262 ? Colour::kDarkBlue : Colour::kPurple;
}

Colour colour_of(const Hsv& c) {
  if (c.value < kBlackBelow) return Colour::kBlack;
  if (c.value < kDarkBelow) return colour_of_dark(c);
  if (c.saturation < kColourless) return c.value > 195 ? Colour::kWhite : Colour::kGrey;
  if (c.hue >= 195 && c.hue < 250 && c.saturation < 55 && c.value > 150) return Colour::kLightBlue;
  // Between grey and a colour: neither.
  if (c.saturation < kColourful) return Colour::kNone;
  if (c.hue < 12 || c.hue >= 345) return Colour::kRed;
  if (c.hue < 40) return c.value < 140 ? Colour::kBrown : c.saturation > 65 ? Colour::kOrange : Colour::kNone;
  if (c.hue < 68) return c.value < 110 ? Colour::kNone : Colour::kYellow;
  if (c.hue < 165) return Colour::kGreen;
  if (c.hue < 195) return Colour::kNone;
  if (c.hue < 258) return Colour::kBlue;
  if (c.hue < 300) return Colour::kPurple;
  return c.value > 130 ? Colour::kPink : Colour::kPurple;
}

constexpr int kLeastArea = 20;  // pixels

struct Area {
  int x0, y0, x1, y1;
};

Area part(const Image& rgb, const Box& box, float left, float top, float right, float bottom) {
  return {std::clamp(static_cast<int>(box.x + left * box.w), 0, rgb.width),
          std::clamp(static_cast<int>(box.y + top * box.h), 0, rgb.height),
          std::clamp(static_cast<int>(std::ceil(box.x + right * box.w)), 0, rgb.width),
          std::clamp(static_cast<int>(std::ceil(box.y + bottom * box.h)), 0, rgb.height)};
}

// Worn jeans are pale and in half of the light; nothing else below a coat is.
Colour colour_of_legs(const Hsv& c) {
  const bool bluish = c.hue >= 195 && c.hue < 252 && c.value >= 60 && c.value < 190;
  return tinge(bluish && c.saturation >= 28 ? Colour::kBlue : colour_of(c));
}

struct Counted {
  std::array<int, kColours> colours{};
  bool only_moving = false;  // what differs from the background, and nothing else
};

// Where a third of the area differs from the background, the rest does not count.
Counted count(const Image& rgb, const Foreground* foreground, const Area& a, Colour (*colour)(const Hsv&)) {
  const auto moves = [&](int x, int y) {
    return foreground->labels[static_cast<std::size_t>(y) * foreground->width + x] != 0;
  };
  Counted counted;
  int moving = 0;
  const int all = (a.x1 - a.x0) * (a.y1 - a.y0);
  if (all < kLeastArea) return counted;
  if (foreground && foreground->width == rgb.width) {
    for (int y = a.y0; y < a.y1; ++y) {
      for (int x = a.x0; x < a.x1; ++x) moving += moves(x, y);
    }
  }
  counted.only_moving = moving > all / 3;
  for (int y = a.y0; y < a.y1; ++y) {
    for (int x = a.x0; x < a.x1; ++x) {
      if (!counted.only_moving || moves(x, y))
        ++counted.colours[static_cast<std::size_t>(colour(hsv_of(rgb.at(x, y))))];
    }
  }
  return counted;
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
    // Splits the weight between the two nearest bins.
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

Colour prevailing(const std::array<int, kColours>& counts, int percent, int percent_plain) {
  std::array<int, kColours> tinges{};
  int all = 0;
  for (std::size_t i = 0; i < kColours; ++i) {
    tinges[static_cast<std::size_t>(tinge(static_cast<Colour>(i)))] += counts[i];
    all += counts[i];
  }
  const auto most = std::max_element(tinges.begin() + 1, tinges.end());
  const auto likely = static_cast<Colour>(most - tinges.begin());
  const bool plain = likely == Colour::kBlack || likely == Colour::kGrey || likely == Colour::kWhite;
  if (*most * 100 <= (plain ? percent_plain : percent) * all) return Colour::kNone;
  auto best = static_cast<std::size_t>(likely);
  for (std::size_t i = 1; i < kColours; ++i) {
    if (tinge(static_cast<Colour>(i)) == likely && counts[i] > counts[best]) best = i;
  }
  return static_cast<Colour>(best);
}

Colour prevailing_colour(const Image& rgb, const Foreground* foreground, const Box& box, Family family) {
  const bool person = family == Family::kPerson;
  // Of somebody close to the camera the upper half is head and neck.
  const bool close = person && close_up(box, rgb.height);
  const Area a = close    ? part(rgb, box, 0.2f, 0.55f, 0.8f, 0.97f)
                 : person ? part(rgb, box, 0.2f, 0.18f, 0.8f, 0.5f)
                          : part(rgb, box, 0.15f, 0.15f, 0.85f, 0.85f);
  const Counted seen = count(rgb, foreground, a, colour_of);
  // Shade looks black and haze grey, so colours need a larger share here.
  const Colour colour = prevailing(seen.colours, 42, 60);
  if (person && colour == Colour::kBrown) return Colour::kNone;  // skin
  const bool grey = colour == Colour::kGrey || colour == Colour::kDarkGrey;
  if (person && grey && !seen.only_moving) return Colour::kNone;  // shade, haze, the ground
  return colour;
}

Colour prevailing_colour_below(const Image& rgb, const Foreground* foreground, const Box& box) {
  if (close_up(box, rgb.height)) return Colour::kNone;
  const Counted seen = count(rgb, foreground, part(rgb, box, 0.25f, 0.56f, 0.75f, 0.86f), colour_of_legs);
  if (!seen.only_moving) return Colour::kNone;  // most of it would be the ground
  const Colour colour = prevailing(seen.colours, 42, 60);
  const bool of_the_ground = colour == Colour::kGrey || colour == Colour::kBrown;
  return of_the_ground ? Colour::kNone : colour;  // a shadow's, or skin
}

}  // namespace np::perception
