// Turns sound down by 12 dB while somebody speaks over it. It goes down within 150 ms. It comes up within 400 ms, after
// half a second without another sentence. 48 kHz, one channel. Plain value with one owner; never blocks.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

#include "audio/pcm.hpp"

namespace np {

class Ducker {
 public:
  static constexpr float kDecibels = -12;
  static constexpr Duration kDown = std::chrono::milliseconds(150);
  static constexpr Duration kUp = std::chrono::milliseconds(400);
  // The sound stays down in the pause between two sentences.
  static constexpr Duration kHold = std::chrono::milliseconds(500);

  // `spoken`: somebody speaks while these samples are heard.
  void duck(std::span<std::int16_t> samples, bool spoken) {
    held_ = spoken ? kHold : held_ - samples_to_duration(samples.size());
    const float step = held_ > Duration::zero() ? kDecibels / samples_in(kDown) : -kDecibels / samples_in(kUp);
    if (held_ <= Duration::zero() && decibels_ >= 0) return;
    for (std::int16_t& sample : samples) {
      decibels_ = std::clamp(decibels_ + step, kDecibels, 0.0F);
      sample = static_cast<std::int16_t>(static_cast<float>(sample) * std::exp(decibels_ * kPerDecibel));
    }
  }

 private:
  static constexpr float kPerDecibel = 0.1151293F;  // ln(10) / 20
  static float samples_in(Duration d) { return static_cast<float>(to_seconds(d) * kSampleRate); }

  float decibels_ = 0;
  Duration held_{};
};

}  // namespace np
