// Ids of frames and pictures: rising, unique within the process. Any thread.
#pragma once

#include <atomic>
#include <cstdint>

namespace np {

inline std::uint64_t next_frame_id() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

inline std::uint64_t next_picture_id() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

// The id of the first picture of a chain, see H264Picture.
inline std::uint64_t next_h264_chain() {
  static std::atomic<std::uint64_t> last{0};
  return ++last << 32;
}

}  // namespace np
