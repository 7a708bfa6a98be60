// A picture for people as H.264. Immutable and shared once made.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/clock.hpp"

namespace np {

// The parameters that a decoder needs before the first picture.
struct H264Config {
  int width = 0;
  int height = 0;
  std::vector<std::vector<std::uint8_t>> sequence_sets;  // SPS, one at least, of four bytes and more
  std::vector<std::vector<std::uint8_t>> picture_sets;   // PPS, one at least

  bool operator==(const H264Config&) const = default;
};

struct H264Picture {
  // The upper half numbers its chain, unique within the process; the lower half is its place in the chain. A chain
  // begins with a key picture and can be decoded from there to its end.
  std::uint64_t id = 0;
  TimePoint captured_at;
  bool key = false;                          // a decoder can begin here and decode all that follow
  std::shared_ptr<const H264Config> config;  // never null
  std::vector<std::uint8_t> units;           // each behind its length in four bytes; without parameter sets
};
inline std::uint64_t chain_of(const H264Picture& picture) { return picture.id >> 32; }
using H264PicturePtr = std::shared_ptr<const H264Picture>;

}  // namespace np
