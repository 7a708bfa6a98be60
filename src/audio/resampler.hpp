// Changes the sample rate of one channel of sound that comes in chunks. Its state continues across chunks, so that
// joins are not heard. Plain value with one owner; never blocks.
#pragma once

#include <memory>
#include <span>
#include <vector>

namespace np {

class Resampler {
 public:
  // Throws Error for rates that the library refuses.
  Resampler(double from_hz, double to_hz);
  ~Resampler();

  // The samples that are ready; may be empty while the filter fills.
  std::vector<float> push(std::span<const float> samples);
  // The rest. Afterwards a new signal may begin.
  std::vector<float> finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
