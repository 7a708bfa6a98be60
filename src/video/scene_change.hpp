// Measures how much the scene differs from an earlier frame: mean absolute difference (0-255) of both, shrunk to 64x64
// RGB by area averaging. One owner; no thread of its own.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "video/frame.hpp"

namespace np {

class SceneChange {
 public:
  // Against the frame last passed to remember(); 255 when there is none.
  double difference(const VideoFrame& frame) const;
  void remember(const VideoFrame& frame);
  void forget() { reference_.reset(); }

 private:
  static constexpr int kSide = 64;
  using Thumbnail = std::array<std::uint8_t, kSide * kSide * 3>;
  static Thumbnail shrink(const VideoFrame& frame);

  std::optional<Thumbnail> reference_;
};

}  // namespace np
