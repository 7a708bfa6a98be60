// The pitch that a listener hears, by autocorrelation: for voices, whose fundamental is 60 to 400 Hz.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "audio/pcm.hpp"

namespace np::test {

inline constexpr double kPitchStep = 0.02;  // seconds

// Hz, one each kPitchStep; 0 where there is none.
inline std::vector<double> pitches_of(const std::vector<std::int16_t>& sound) {
  constexpr std::size_t kThin = 6, kRate = kSampleRate / kThin, kFrame = kRate / 20;
  constexpr std::size_t kLeastLag = kRate / 400, kMostLag = kRate / 60;
  std::vector<double> thin(sound.size() / kThin);
  for (std::size_t i = 0; i < thin.size(); ++i)
    for (std::size_t j = 0; j < kThin; ++j) thin[i] += sound[i * kThin + j] / (kThin * 32768.0);
  std::vector<double> pitches;
  const auto step = static_cast<std::size_t>(kPitchStep * kRate);
  for (std::size_t from = 0; from + kFrame + kMostLag < thin.size(); from += step) {
    std::vector<double> likeness(kMostLag + 1);
    double here = 0;
    for (std::size_t i = 0; i < kFrame; ++i) here += thin[from + i] * thin[from + i];
    for (std::size_t lag = kLeastLag; lag <= kMostLag; ++lag) {
      double product = 0, there = 0;
      for (std::size_t i = 0; i < kFrame; ++i) {
        product += thin[from + i] * thin[from + i + lag];
        there += thin[from + i + lag] * thin[from + i + lag];
      }
      likeness[lag] = product / std::sqrt(here * there + 1e-9);
    }
    const double best = *std::ranges::max_element(likeness);
    double hz = 0;
    if (here / kFrame > 1e-4 && best > 0.7) {
      // The first peak that is nearly as high as the highest: twice the period is no worse a likeness.
      for (std::size_t lag = kLeastLag + 1; lag < kMostLag && hz == 0; ++lag)
        if (likeness[lag] > 0.95 * best && likeness[lag] >= likeness[lag - 1] && likeness[lag] >= likeness[lag + 1])
          hz = static_cast<double>(kRate) / static_cast<double>(lag);
    }
    pitches.push_back(hz);
  }
  return pitches;
}

// Of what has a pitch; 0: nothing has.
inline double middle_pitch(const std::vector<std::int16_t>& sound) {
  std::vector<double> pitches = pitches_of(sound);
  std::erase(pitches, 0.0);
  if (pitches.empty()) return 0;
  std::ranges::nth_element(pitches, pitches.begin() + static_cast<std::ptrdiff_t>(pitches.size() / 2));
  return pitches[pitches.size() / 2];
}

}  // namespace np::test
