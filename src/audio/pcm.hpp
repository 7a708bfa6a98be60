// Sound inside the process: 48 kHz, mono, signed 16 bit.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/clock.hpp"

namespace np {

inline constexpr int kSampleRate = 48000;

struct PcmChunk {
  std::vector<std::int16_t> samples;
};
using PcmPtr = std::shared_ptr<const PcmChunk>;

inline Duration samples_to_duration(std::uint64_t samples) {
  return std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(samples * 1'000'000'000ull / kSampleRate));
}

}  // namespace np
