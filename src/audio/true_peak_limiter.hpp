// Keeps peaks, also those between samples, below a ceiling. It sees them 2 ms ahead and turns the sound down in time,
// so it bends nothing. 48 kHz, one channel, full scale is 1. Plain value with one owner; never blocks.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <span>
#include <utility>
#include <vector>

namespace np {

class TruePeakLimiter {
 public:
  // dBTP.
  explicit TruePeakLimiter(float ceiling);

  // The samples that are ready: 2 ms late.
  std::vector<float> push(std::span<const float> samples);
  // The rest. Afterwards a new signal may begin.
  std::vector<float> finish();

  static constexpr std::size_t kAhead = 96;

 private:
  float peak_around(float sample);  // of the points between the newest samples

  const float ceiling_;
  std::array<float, 12> newest_{};  // samples, for the values between them
  std::deque<float> waiting_;       // samples that wait
  std::deque<std::pair<std::size_t, float>>
      lowest_;                        // by when, the gains that may be the lowest of those ahead; rising
  std::array<float, kAhead> recent_;  // lowest gains, whose mean is the gain
  double sum_ = kAhead;
  float released_ = 1;
  std::size_t seen_ = 0;
};

}  // namespace np
