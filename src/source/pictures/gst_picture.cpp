#include "source/pictures/gst_picture.hpp"

#include <algorithm>
#include <cmath>

namespace np {
namespace {

template <typename Byte>
Plane<Byte> component(const GstVideoFrame& frame, int c) {
  return {static_cast<Byte*>(GST_VIDEO_FRAME_COMP_DATA(&frame, c)), GST_VIDEO_FRAME_COMP_STRIDE(&frame, c),
          GST_VIDEO_FRAME_COMP_WIDTH(&frame, c), GST_VIDEO_FRAME_COMP_HEIGHT(&frame, c)};
}

}  // namespace

Error unreadable_picture() { return Error(ErrorKind::kInvalid, "The source sent a picture that cannot be read."); }

MappedFrame::MappedFrame(const GstVideoInfo& info, GstBuffer* buffer, GstMapFlags flags) {
  if (!gst_video_frame_map(&frame, &info, buffer, flags)) throw unreadable_picture();
}

MappedBytes::MappedBytes(GstBuffer* b) : buffer(b) {
  if (!gst_buffer_map(buffer, &map, GST_MAP_READ)) throw unreadable_picture();
}

BufferPtr wrap(const std::uint8_t* data, std::size_t size) {
  return BufferPtr(
      gst_buffer_new_wrapped_full(GstMemoryFlags(0), const_cast<std::uint8_t*>(data), size, 0, size, nullptr, nullptr));
}

bool is_jpeg(GstSample* sample) {
  const GstCaps* caps = gst_sample_get_caps(sample);
  return caps && gst_structure_has_name(gst_caps_get_structure(caps, 0), "image/jpeg");
}

GstVideoInfo raw_info(GstSample* sample) {
  GstVideoInfo info;
  GstCaps* caps = gst_sample_get_caps(sample);
  if (!caps || !gst_video_info_from_caps(&info, caps)) throw unreadable_picture();
  return info;
}

void take_timing(GstVideoInfo& info, const GstVideoInfo& from) {
  info.fps_n = from.fps_n;
  info.fps_d = from.fps_d;
  info.interlace_mode = from.interlace_mode;
}

GstVideoInfo packed_rgb(PictureSize size) {
  GstVideoInfo info;
  gst_video_info_set_format(&info, GST_VIDEO_FORMAT_RGB, size.width, size.height);
  info.stride[0] = size.width * 3;
  info.size = static_cast<gsize>(info.stride[0]) * size.height;
  return info;
}

GstVideoInfo planar_yuv(PictureSize size, const GstVideoInfo& from) {
  GstVideoInfo info;
  gst_video_info_set_format(&info, GST_VIDEO_FORMAT_I420, size.width, size.height);
  if (GST_VIDEO_INFO_IS_YUV(&from)) {
    info.colorimetry = from.colorimetry;
    info.chroma_site = from.chroma_site;
  } else {
    info.colorimetry.range = GST_VIDEO_COLOR_RANGE_0_255;
    info.colorimetry.matrix = GST_VIDEO_COLOR_MATRIX_BT601;
    info.chroma_site = GST_VIDEO_CHROMA_SITE_JPEG;
  }
  take_timing(info, from);
  return info;
}

GstVideoInfo resized(const GstVideoInfo& from, PictureSize size) {
  GstVideoInfo info;
  gst_video_info_set_format(&info, GST_VIDEO_INFO_FORMAT(&from), size.width, size.height);
  info.colorimetry = from.colorimetry;
  info.chroma_site = from.chroma_site;
  take_timing(info, from);
  return info;
}

PictureSize shown_size(const GstVideoInfo& info) {
  const double aspect = static_cast<double>(std::max(1, info.par_n)) / std::max(1, info.par_d);
  return {std::clamp(static_cast<int>(std::lround(info.width * aspect)), 1, 1 << 16), info.height};
}

PictureSize fitted(PictureSize size, FrameLimit limit) {
  const double scale = std::min(
      {1.0, static_cast<double>(limit.max_width) / size.width, static_cast<double>(limit.max_height) / size.height});
  return {std::max(1, static_cast<int>(std::lround(size.width * scale))),
          std::max(1, static_cast<int>(std::lround(size.height * scale)))};
}

std::optional<YuvPicture> as_planar_yuv(const GstVideoFrame& frame) {
  YuvPicture out;
  switch (GST_VIDEO_FRAME_FORMAT(&frame)) {
    case GST_VIDEO_FORMAT_I420:
    case GST_VIDEO_FORMAT_YV12: break;
    case GST_VIDEO_FORMAT_Y444: out.half_chroma = false; break;
    default: return std::nullopt;
  }
  out.width = GST_VIDEO_FRAME_WIDTH(&frame);
  out.height = GST_VIDEO_FRAME_HEIGHT(&frame);
  for (int c = 0; c < 3; ++c) {
    out.planes[c] = static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_COMP_DATA(&frame, c));
    out.strides[c] = GST_VIDEO_FRAME_COMP_STRIDE(&frame, c);
  }
  out.full_range = frame.info.colorimetry.range == GST_VIDEO_COLOR_RANGE_0_255;
  double kr = 0, kb = 0;
  if (gst_video_color_matrix_get_Kr_Kb(frame.info.colorimetry.matrix, &kr, &kb)) {
    out.kr = kr;
    out.kb = kb;
  }
  return out;
}

std::optional<ToneMap::Transfer> hdr_transfer(const GstVideoInfo& info) {
  switch (info.colorimetry.transfer) {
    case GST_VIDEO_TRANSFER_SMPTE2084: return ToneMap::Transfer::kPq;
    case GST_VIDEO_TRANSFER_ARIB_STD_B67: return ToneMap::Transfer::kHlg;
    default: return std::nullopt;
  }
}

void shrink(AreaScaler& scaler, const GstVideoFrame& in, const GstVideoFrame& out) {
  for (int c = 0; c < 3; ++c) scaler.scale(component<const std::uint8_t>(in, c), component<std::uint8_t>(out, c));
}

void Converter::convert(const GstVideoFrame& in, GstVideoFrame& out) {
  if (!converter_ || !gst_video_info_is_equal(&in.info, &in_) || !gst_video_info_is_equal(&out.info, &out_)) {
    in_ = in.info;
    out_ = out.info;
    converter_.reset(gst_video_converter_new(&in_, &out_, nullptr));
    if (!converter_) throw unreadable_picture();
  }
  gst_video_converter_frame(converter_.get(), &in, &out);
}

}  // namespace np
