#include "source/pictures/fingerprint.hpp"

#include <gst/video/video.h>

#include <functional>
#include <string_view>

namespace np {
namespace {

constexpr int kRowStep = 8;

std::size_t hash_of(const void* data, std::size_t size) {
  return std::hash<std::string_view>{}({static_cast<const char*>(data), size});
}

}  // namespace

std::size_t fingerprint(const Sample& sample) {
  GstBuffer* buffer = gst_sample_get_buffer(sample.gst.get());
  GstCaps* caps = gst_sample_get_caps(sample.gst.get());
  GstVideoInfo info;
  GstVideoFrame frame;
  const bool raw = caps && gst_structure_has_name(gst_caps_get_structure(caps, 0), "video/x-raw");
  if (raw && gst_video_info_from_caps(&info, caps)) {
    if (!gst_video_frame_map(&frame, &info, buffer, GST_MAP_READ)) return 0;
    const auto* rows = static_cast<const char*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0));
    const int stride = GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0);
    const auto width = static_cast<std::size_t>(GST_VIDEO_FRAME_COMP_WIDTH(&frame, 0)) *
                       static_cast<std::size_t>(GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, 0));
    std::size_t all = 1;
    for (int y = 0; y < info.height; y += kRowStep)
      all = all * 31 + hash_of(rows + static_cast<std::ptrdiff_t>(y) * stride, width);
    gst_video_frame_unmap(&frame);
    return all;
  }
  GstMapInfo map;
  if (!gst_buffer_map(buffer, &map, GST_MAP_READ)) return 0;
  const std::size_t all = hash_of(map.data, map.size);
  gst_buffer_unmap(buffer, &map);
  return all;
}

}  // namespace np
