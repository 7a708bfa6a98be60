// Shrinks pictures by averaging the area that each new pixel covers, as a lens does, several times faster than
// GStreamer's scaler. One owner, one thread at a time.
#pragma once

#include <cstdint>
#include <vector>

namespace np {

// A plane of 8-bit samples, `channels` of them (1 or 3) interleaved a pixel.
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
  // New pixel (or row) i is made of the old ones from first[i] on, with `taps` weights in 1/256 that add up to 1. If it
  // needs fewer, the last weights are zero.
  struct Axis {
    int from = 0;
    int to = 0;
    int taps = 0;
    std::vector<int> first;
    std::vector<std::uint16_t> weights;
    void set(int from, int to);
  };
  Axis across_;
  Axis down_;
  std::vector<std::uint16_t> row_;
};

}  // namespace np
