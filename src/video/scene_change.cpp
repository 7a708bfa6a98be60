#include "video/scene_change.hpp"

#include <algorithm>
#include <cstdlib>

namespace np {

SceneChange::Thumbnail SceneChange::shrink(const VideoFrame& frame) {
  Thumbnail out{};
  for (int ty = 0; ty < kSide; ++ty) {
    const int y0 = ty * frame.height / kSide;
    const int y1 = std::max(y0 + 1, (ty + 1) * frame.height / kSide);
    for (int tx = 0; tx < kSide; ++tx) {
      const int x0 = tx * frame.width / kSide;
      const int x1 = std::max(x0 + 1, (tx + 1) * frame.width / kSide);
      std::array<std::uint32_t, 3> sum{};
      for (int y = y0; y < y1; ++y) {
        const std::uint8_t* row = frame.rgb.data() + (static_cast<std::size_t>(y) * frame.width + x0) * 3;
        for (int x = x0; x < x1; ++x, row += 3)
          for (int c = 0; c < 3; ++c) sum[c] += row[c];
      }
      const auto area = static_cast<std::uint32_t>((y1 - y0) * (x1 - x0));
      for (int c = 0; c < 3; ++c) out[(ty * kSide + tx) * 3 + c] = static_cast<std::uint8_t>((sum[c] + area / 2) / area);
    }
  }
  return out;
}

double SceneChange::difference(const VideoFrame& frame) const {
  if (!reference_) return 255.0;
  const Thumbnail now = shrink(frame);
  long total = 0;
  for (std::size_t i = 0; i < now.size(); ++i) total += std::abs(int{now[i]} - int{(*reference_)[i]});
  return static_cast<double>(total) / static_cast<double>(now.size());
}

void SceneChange::remember(const VideoFrame& frame) { reference_ = shrink(frame); }

}  // namespace np
