// A piece of a source's own sound, captured with the pictures: 48 kHz, one channel. Immutable and shared.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "audio/pcm.hpp"
#include "base/clock.hpp"

namespace np {

struct SoundBlock {
  TimePoint captured_at;              // of the first sample, by the clock of the same source's pictures
  std::vector<std::int16_t> samples;  // some milliseconds; never empty

  TimePoint end() const { return captured_at + samples_to_duration(samples.size()); }
};
using SoundPtr = std::shared_ptr<const SoundBlock>;

}  // namespace np
