// The pictures for the eyes and for people. Immutable and shared once made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.hpp"

namespace np {

// The most that any decoder may decode of one picture: 8K, with the additions of cinema formats.
inline constexpr std::int64_t kMaxPicturePixels = std::int64_t{8192} * 4320;

struct PictureSize {
  int width = 0;
  int height = 0;
};

// A picture for the engine: packed RGB, 8 bits a channel, rows of width*3 bytes without padding.
struct VideoFrame {
  std::uint64_t id = 0;  // rises by one a frame, unique within the process
  TimePoint captured_at;
  int width = 0;
  int height = 0;
  // The first frame after a break in the source (a lap, a seek, a reconnect): its difference from the frame before it
  // is no event of the scene.
  bool discontinuity = false;
  std::optional<Duration> media_time;  // position in the file; files only
  std::vector<std::uint8_t> rgb;
};
using FramePtr = std::shared_ptr<const VideoFrame>;

// A picture for people: a whole JPEG file.
struct JpegPicture {
  std::uint64_t id = 0;
  TimePoint captured_at;
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> jpeg;
};
using PicturePtr = std::shared_ptr<const JpegPicture>;

// The frame size that an engine wants: the source's picture is shrunk, aspect kept, until it fits; never enlarged.
struct FrameLimit {
  int max_width = 768;
  int max_height = 768;
};

}  // namespace np
