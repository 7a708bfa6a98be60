// Brings any voice to one loudness while it speaks: -18 LUFS over a line, peaks at most -1 dBTP. 48 kHz, one channel.
// Plain value with one owner; never blocks.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "audio/loudness_meter.hpp"
#include "audio/pcm.hpp"
#include "audio/true_peak_limiter.hpp"

namespace np {

class Leveller {
 public:
  static constexpr double kLufs = -18;
  static constexpr float kPeak = -1;  // dBTP

  // `expected`: the loudness of the coming speech, in LUFS, right within a few dB; the leveller corrects it during the
  // speech, too slowly to be heard. If it is unknown, the leveller holds back the first 0.4 s of sound and measures
  // them.
  explicit Leveller(std::optional<double> expected);

  // nullptr while there is nothing to give out.
  PcmPtr push(std::span<const float> samples);
  // The rest.
  PcmPtr finish();
  // The loudness of the input, in LUFS; nullopt: it is too short or silent.
  std::optional<double> measured() const;

 private:
  void level(std::span<const float> samples, std::vector<float>& out);
  void correct();

  std::optional<double> estimate_;
  LoudnessMeter meter_;
  TruePeakLimiter limiter_;
  std::vector<float> held_;
  std::size_t heard_ = 0;  // samples
  double gain_ = 1;        // at the last sample
};

}  // namespace np
