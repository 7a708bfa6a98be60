#include "video/scene_change.hpp"

#include <cstdlib>

#include "video/area_scaler.hpp"

namespace np {

SceneChange::Thumbnail SceneChange::shrink(const VideoFrame& frame) {
  Thumbnail out{};
  AreaScaler().scale({frame.rgb.data(), frame.width * 3, frame.width, frame.height},
                     {out.data(), kSide * 3, kSide, kSide}, 3);
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
