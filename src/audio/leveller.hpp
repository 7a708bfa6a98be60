// Brings speech to one loudness, whoever speaks, while it is on its way: -18 LUFS over a line, peaks at most -1 dBTP.
// 48 kHz, one channel. Plain value with one owner; never blocks.
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

  // `expected`: the loudness of what will come, in LUFS, right within some dB; it is corrected while the sound goes by,
  // too slowly to be heard. Where it is not known, the first 0.4 s of sound are held back and tell it.
  explicit Leveller(std::optional<double> expected);

  // nullptr while there is nothing to give out.
  PcmPtr push(std::span<const float> samples);
  // The rest.
  PcmPtr finish();
  // The loudness of what came, in LUFS; nullopt: it is too short or silent.
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
