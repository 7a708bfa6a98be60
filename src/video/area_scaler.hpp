// Shrinks pictures by averaging the area that each new pixel covers: what a lens would have done, and several times
// faster than GStreamer's scaler. One owner, one thread at a time.
#pragma once

#include <cstdint>
#include <vector>

namespace np {

// A plane of 8-bit samples, `channels` of them interleaved a pixel.
template <typename Byte>
struct Plane {
  Byte* data = nullptr;
  int stride = 0;  // bytes from row to row
  int width = 0;   // pixels
  int height = 0;
};

class AreaScaler {
 public:
  void scale(const Plane<const std::uint8_t>& in, const Plane<std::uint8_t>& out, int channels = 1);

 private:
  // What one new pixel (or row) is made of: these old ones, with weights in 1/256 that add up to 1.
  struct Span {
    int first = 0;
    int count = 0;
    std::size_t weights_at = 0;
  };
  struct Axis {
    int from = 0;
    int to = 0;
    std::vector<Span> spans;
    std::vector<std::uint16_t> weights;
    void set(int from, int to);
  };
  Axis across_;
  Axis down_;
  std::vector<std::uint16_t> row_;
};

}  // namespace np
