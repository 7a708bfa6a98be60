// A picture for people as H.264. Immutable and shared once made.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/clock.hpp"

namespace np {

// What a decoder has to know before it gets a picture.
struct H264Config {
  int width = 0;
  int height = 0;
  std::vector<std::vector<std::uint8_t>> sequence_sets;  // SPS, one at least, of four bytes and more
  std::vector<std::vector<std::uint8_t>> picture_sets;   // PPS, one at least

  bool operator==(const H264Config&) const = default;
};

struct H264Picture {
  // The number of its chain, unique within the process, in the upper half; in the lower one its place in it. A chain
  // begins with a key picture and can be decoded from there to its end.
  std::uint64_t id = 0;
  TimePoint captured_at;
  bool key = false;                          // can be decoded by itself, and so can all that follow it
  std::shared_ptr<const H264Config> config;  // never null
  std::vector<std::uint8_t> units;           // each behind its length in four bytes; without parameter sets
};
inline std::uint64_t chain_of(const H264Picture& picture) { return picture.id >> 32; }
using H264PicturePtr = std::shared_ptr<const H264Picture>;

}  // namespace np
