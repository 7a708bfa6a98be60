// Measures loudness as people hear it: ITU-R BS.1770-4 by libebur128, one channel. Plain value with one owner; never
// blocks.
#pragma once

#include <memory>
#include <span>

namespace np {

class LoudnessMeter {
 public:
  explicit LoudnessMeter(int rate_hz);
  ~LoudnessMeter();

  // Full scale is 1.
  void push(std::span<const float> samples);
  // LUFS of all sound so far, gated: silence does not count. kSilent until 400 ms of sound exceed the gate.
  double integrated() const;
  // dBTP: the highest peak so far, between samples as well.
  double true_peak() const;

  static constexpr double kSilent = -70;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
