// Converts float sound (full scale is ±1) to 16 bits without clipping: straight up to -3 dBFS, bent smoothly above.
#pragma once

#include <cmath>
#include <cstdint>

namespace np {

inline std::int16_t limited(float sample) {
  constexpr float kKnee = 0.7079F;     // -3 dBFS
  constexpr float kCeiling = 0.9772F;  // -0.2 dBFS
  constexpr float kRoom = kCeiling - kKnee;
  float size = std::abs(sample);
  if (size > kKnee) size = kKnee + kRoom * std::tanh((size - kKnee) / kRoom);
  return static_cast<std::int16_t>(std::lround(std::copysign(size, sample) * 32767.0F));
}

}  // namespace np
