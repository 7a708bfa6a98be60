#include "video/tone_map.hpp"

#include <algorithm>
#include <cmath>

namespace np {
namespace {

constexpr double kPaper = 203;     // cd/m², BT.2408
constexpr double kHlgPeak = 1000;  // cd/m²
constexpr double kHlgGamma = 1.2;  // of a screen of that brightness
constexpr double kPqPeak = 10000;  // cd/m²
// Below the knee nothing changes; from there to the peak the rest of the range is used up.
constexpr float kKnee = 0.7F;
constexpr float kPeak = static_cast<float>(kHlgPeak / kPaper);

double pq_light(double code) {
  constexpr double m1 = 2610.0 / 16384, m2 = 2523.0 / 4096 * 128, c1 = 3424.0 / 4096, c2 = 2413.0 / 4096 * 32,
                   c3 = 2392.0 / 4096 * 32;
  const double root = std::pow(code, 1 / m2);
  return kPqPeak * std::pow(std::max(root - c1, 0.0) / (c2 - c3 * root), 1 / m1);
}

// Of the scene, 0 to 1.
double hlg_light(double code) {
  constexpr double a = 0.17883277, b = 1 - 4 * a;
  const double c = 0.5 - a * std::log(4 * a);
  return code <= 0.5 ? code * code / 3 : (std::exp((code - c) / a) + b) / 12;
}

double srgb(double light) { return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055; }

// Bends what is brighter than the knee, whose slope it keeps, to reach 1 at the peak.
float rolled_off(float light) {
  if (light <= kKnee) return light;
  constexpr float bend = (kPeak - kKnee) / (1 - kKnee) - 1;
  const float t = std::min((light - kKnee) / (kPeak - kKnee), 1.0F);
  return kKnee + (1 - kKnee) * (1 + bend) * t / (1 + bend * t);
}

}  // namespace

ToneMap::ToneMap(Transfer transfer, bool wide) : transfer_(transfer), wide_(wide) {
  for (std::size_t i = 0; i < linear_.size(); ++i) {
    const double code = static_cast<double>(i) / 255;
    linear_[i] = static_cast<float>(transfer == Transfer::kPq ? pq_light(code) / kPaper : hlg_light(code));
  }
  for (std::size_t i = 0; i < code_.size(); ++i)
    code_[i] = static_cast<std::uint8_t>(std::lround(255 * srgb(static_cast<double>(i) / kSteps)));
}

void ToneMap::apply(std::span<std::uint8_t> rgb) const {
  for (std::size_t i = 0; i + 2 < rgb.size(); i += 3) {
    float r = linear_[rgb[i]], g = linear_[rgb[i + 1]], b = linear_[rgb[i + 2]];
    if (transfer_ == Transfer::kHlg) {
      // Scene to screen: brighter things gain more.
      const float luma = 0.2627F * r + 0.6780F * g + 0.0593F * b;
      const float gain = static_cast<float>(kHlgPeak / kPaper) * std::pow(luma, static_cast<float>(kHlgGamma - 1));
      r *= gain, g *= gain, b *= gain;
    }
    if (wide_) {
      const float r2 = r, g2 = g, b2 = b;
      r = 1.6605F * r2 - 0.5876F * g2 - 0.0728F * b2;
      g = -0.1246F * r2 + 1.1329F * g2 - 0.0083F * b2;
      b = -0.0182F * r2 - 0.1006F * g2 + 1.1187F * b2;
    }
    const float most = std::max({r, g, b, 1e-6F});
    const float scale = rolled_off(most) / most * kSteps;
    const auto code = [&](float light) { return code_[static_cast<std::size_t>(std::max(light * scale, 0.0F))]; };
    rgb[i] = code(r);
    rgb[i + 1] = code(g);
    rgb[i + 2] = code(b);
  }
}

}  // namespace np
