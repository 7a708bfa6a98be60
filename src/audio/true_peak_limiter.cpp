#include "audio/true_peak_limiter.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace np {
namespace {

constexpr std::size_t kTaps = 12;
constexpr std::size_t kPhases = 4;      // as ITU-R BS.1770-4, annex 2, has it
constexpr float kRelease = 1.0F / 960;  // of what is missing, a sample: 20 ms

// A windowed sinc that finds the points between two samples in the middle of twelve.
std::array<std::array<float, kTaps>, kPhases> make_between() {
  std::array<std::array<float, kTaps>, kPhases> out{};
  for (std::size_t phase = 0; phase < kPhases; ++phase) {
    double sum = 0;
    for (std::size_t tap = 0; tap < kTaps; ++tap) {
      const double at = static_cast<double>(tap) - 5 - static_cast<double>(phase) / kPhases;
      const double angle = std::numbers::pi * at;
      const double sinc = std::abs(at) < 1e-9 ? 1 : std::sin(angle) / angle;
      const double hann = 0.5 + 0.5 * std::cos(std::numbers::pi * at / 6.5);
      out[phase][tap] = static_cast<float>(sinc * hann);
      sum += sinc * hann;
    }
    for (float& value : out[phase]) value /= static_cast<float>(sum);
  }
  return out;
}

}  // namespace

TruePeakLimiter::TruePeakLimiter(float ceiling) : ceiling_(std::pow(10.0F, ceiling / 20)) { recent_.fill(1); }

float TruePeakLimiter::peak_around(float sample) {
  static const auto kBetween = make_between();
  std::shift_left(newest_.begin(), newest_.end(), 1);
  newest_.back() = sample;
  float peak = std::abs(sample);
  for (const auto& taps : kBetween) {
    float value = 0;
    for (std::size_t tap = 0; tap < kTaps; ++tap) value += taps[tap] * newest_[tap];
    peak = std::max(peak, std::abs(value));
  }
  return peak;
}

std::vector<float> TruePeakLimiter::push(std::span<const float> samples) {
  std::vector<float> out;
  out.reserve(samples.size());
  for (const float sample : samples) {
    const float peak = peak_around(sample);
    const float wanted = peak > ceiling_ ? ceiling_ / peak : 1;
    while (!lowest_.empty() && lowest_.back().second >= wanted) lowest_.pop_back();
    lowest_.emplace_back(seen_, wanted);
    // The samples ahead of the next output, and the values between it and those before.
    while (lowest_.front().first + 2 * kAhead < seen_) lowest_.pop_front();
    const float lowest = lowest_.front().second;
    released_ = std::min(lowest, released_ + (1 - released_) * kRelease);
    float& oldest = recent_[seen_ % kAhead];
    sum_ += static_cast<double>(released_) - static_cast<double>(oldest);
    oldest = released_;
    waiting_.push_back(sample);
    ++seen_;
    if (waiting_.size() <= kAhead + kTaps) continue;
    out.push_back(waiting_.front() * static_cast<float>(std::min(sum_ / kAhead, 1.0)));
    waiting_.pop_front();
  }
  return out;
}

std::vector<float> TruePeakLimiter::finish() {
  const std::size_t left = waiting_.size();
  std::vector<float> out = push(std::vector<float>(kAhead + kTaps, 0.0F));
  out.resize(left);
  waiting_.clear();
  newest_.fill(0);
  return out;
}

}  // namespace np
