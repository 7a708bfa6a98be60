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

// Rounded down; exact for whole blocks of 20 ms, whatever the length.
inline Duration samples_to_duration(std::uint64_t samples) {
  const auto rest = std::chrono::nanoseconds(samples % kSampleRate * 1'000'000'000ull / kSampleRate);
  return std::chrono::duration_cast<Duration>(std::chrono::seconds(samples / kSampleRate) + rest);
}

}  // namespace np
