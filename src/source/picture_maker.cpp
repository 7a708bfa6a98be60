#include "source/picture_maker.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "base/error.hpp"
#include "base/gst_ptr.hpp"
#include "video/area_scaler.hpp"
#include "video/frame_ids.hpp"
#include "video/jpeg_decoder.hpp"
#include "video/jpeg_encoder.hpp"
#include "video/jpeg_tables.hpp"
#include "video/tone_map.hpp"

namespace np {
namespace {

Error unreadable() { return Error(ErrorKind::kInvalid, "The source sent a picture that cannot be read."); }

struct MappedFrame {
  GstVideoFrame frame;
  MappedFrame(const GstVideoInfo& info, GstBuffer* buffer, GstMapFlags flags) {
    if (!gst_video_frame_map(&frame, &info, buffer, flags)) throw unreadable();
  }
  ~MappedFrame() { gst_video_frame_unmap(&frame); }
  MappedFrame(const MappedFrame&) = delete;
};

struct MappedBytes {
  GstBuffer* buffer;
  GstMapInfo map;
  explicit MappedBytes(GstBuffer* b) : buffer(b) {
    if (!gst_buffer_map(buffer, &map, GST_MAP_READ)) throw unreadable();
  }
  ~MappedBytes() { gst_buffer_unmap(buffer, &map); }
  MappedBytes(const MappedBytes&) = delete;
  std::span<const std::uint8_t> bytes() const { return {map.data, map.size}; }
};

using BufferPtr = std::unique_ptr<GstBuffer, GstFree<gst_buffer_unref>>;

// Memory of ours as a buffer, not copied; it must outlive the buffer.
BufferPtr wrap(const std::uint8_t* data, std::size_t size) {
  return BufferPtr(
      gst_buffer_new_wrapped_full(GstMemoryFlags(0), const_cast<std::uint8_t*>(data), size, 0, size, nullptr, nullptr));
}

// A converter wants both of its ends to agree on these.
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

// What is Y'CbCr already keeps its colours, which the encoder converts best; all else becomes full-range BT.601.
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

// One conversion, set up anew only where its ends have changed.
class Converter {
 public:
  void convert(const GstVideoFrame& in, GstVideoFrame& out) {
    if (!converter_ || !gst_video_info_is_equal(&in.info, &in_) || !gst_video_info_is_equal(&out.info, &out_)) {
      in_ = in.info;
      out_ = out.info;
      converter_.reset(gst_video_converter_new(&in_, &out_, nullptr));
      if (!converter_) throw unreadable();
    }
    gst_video_converter_frame(converter_.get(), &in, &out);
  }

 private:
  GstVideoInfo in_{};
  GstVideoInfo out_{};
  std::unique_ptr<GstVideoConverter, GstFree<gst_video_converter_free>> converter_;
};

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

template <typename Byte>
Plane<Byte> component(const GstVideoFrame& frame, int c) {
  return {static_cast<Byte*>(GST_VIDEO_FRAME_COMP_DATA(&frame, c)), GST_VIDEO_FRAME_COMP_STRIDE(&frame, c),
          GST_VIDEO_FRAME_COMP_WIDTH(&frame, c), GST_VIDEO_FRAME_COMP_HEIGHT(&frame, c)};
}

// Of pictures with a high dynamic range; nothing for all others.
std::optional<ToneMap::Transfer> hdr_transfer(const GstVideoInfo& info) {
  switch (info.colorimetry.transfer) {
    case GST_VIDEO_TRANSFER_SMPTE2084: return ToneMap::Transfer::kPq;
    case GST_VIDEO_TRANSFER_ARIB_STD_B67: return ToneMap::Transfer::kHlg;
    default: return std::nullopt;
  }
}

// Mapping each point costs as much as all else together, and they are mostly from 4K.
constexpr FrameLimit kMostMapped{1920, 1088};

bool is_jpeg(GstSample* sample) {
  const GstCaps* caps = gst_sample_get_caps(sample);
  return caps && gst_structure_has_name(gst_caps_get_structure(caps, 0), "image/jpeg");
}

GstVideoInfo raw_info(GstSample* sample) {
  GstVideoInfo info;
  GstCaps* caps = gst_sample_get_caps(sample);
  if (!caps || !gst_video_info_from_caps(&info, caps)) throw unreadable();
  return info;
}

}  // namespace

struct PictureMaker::Impl {
  FrameLimit limit;
  int quality;
  JpegEncoder encoder;
  JpegDecoder decoder;
  AreaScaler scaler;
  BufferPtr scratch;
  Converter to_frame;
  Converter to_mapped;
  Converter to_picture;
  std::optional<ToneMap> tone_map;
  std::vector<std::uint8_t> mapped;

  void scale_to_frame(const GstVideoInfo& info, GstBuffer* buffer, VideoFrame& out) {
    const PictureSize size = fitted(shown_size(info), limit);
    out.width = size.width;
    out.height = size.height;
    const MappedFrame in(info, buffer, GST_MAP_READ);
    if (const auto yuv = as_planar_yuv(in.frame); yuv && (size.width != info.width || size.height != info.height)) {
      GstVideoInfo small;
      gst_video_info_set_format(&small, GST_VIDEO_INFO_FORMAT(&in.frame.info), size.width, size.height);
      small.colorimetry = info.colorimetry;
      small.chroma_site = info.chroma_site;
      take_timing(small, info);
      if (!scratch || gst_buffer_get_size(scratch.get()) != small.size)
        scratch.reset(gst_buffer_new_allocate(nullptr, small.size, nullptr));
      const MappedFrame to(small, scratch.get(), GST_MAP_READWRITE);
      for (int c = 0; c < 3; ++c)
        scaler.scale(component<const std::uint8_t>(in.frame, c), component<std::uint8_t>(to.frame, c));
      convert_to_rgb(to.frame, out);
    } else {
      convert_to_rgb(in.frame, out);
    }
    if (const auto transfer = hdr_transfer(info)) map_tones(*transfer, info, out.rgb);
  }

  void map_tones(ToneMap::Transfer transfer, const GstVideoInfo& from, std::span<std::uint8_t> rgb) {
    const bool wide = from.colorimetry.primaries == GST_VIDEO_COLOR_PRIMARIES_BT2020;
    if (!tone_map || !tone_map->is(transfer, wide)) tone_map.emplace(transfer, wide);
    tone_map->apply(rgb);
  }

  // As a picture for ordinary screens, which replaces `in`.
  void encode_mapped(ToneMap::Transfer transfer, const GstVideoFrame& in, JpegPicture& out) {
    const PictureSize size = fitted({out.width, out.height}, kMostMapped);
    out.width = size.width;
    out.height = size.height;
    GstVideoInfo rgb = packed_rgb(size);
    take_timing(rgb, in.info);
    mapped.resize(rgb.size);
    const BufferPtr memory = wrap(mapped.data(), mapped.size());
    {
      MappedFrame to(rgb, memory.get(), GST_MAP_WRITE);
      to_mapped.convert(in, to.frame);
    }
    map_tones(transfer, in.info, mapped);
    const MappedFrame from(rgb, memory.get(), GST_MAP_READ);
    encode_converted(from.frame, size, out);
  }

  void encode_converted(const GstVideoFrame& in, PictureSize size, JpegPicture& out) {
    const GstVideoInfo i420 = planar_yuv(size, in.info);
    const BufferPtr memory(gst_buffer_new_allocate(nullptr, i420.size, nullptr));
    MappedFrame to(i420, memory.get(), GST_MAP_READWRITE);
    to_picture.convert(in, to.frame);
    out.jpeg = encoder.encode(*as_planar_yuv(to.frame), quality);
  }

  void convert_to_rgb(const GstVideoFrame& from, VideoFrame& out) {
    GstVideoInfo rgb = packed_rgb({out.width, out.height});
    take_timing(rgb, from.info);
    out.rgb.resize(rgb.size);
    const BufferPtr memory = wrap(out.rgb.data(), out.rgb.size());
    MappedFrame to(rgb, memory.get(), GST_MAP_WRITE);
    to_frame.convert(from, to.frame);
  }

  void decode_to_frame(std::span<const std::uint8_t> jpeg, VideoFrame& out) {
    const auto whole = jpeg_size(jpeg);
    if (!whole) throw unreadable();
    const PictureSize size = fitted(*whole, limit);
    auto decoded = decoder.decode(jpeg, size);
    if (!decoded) throw unreadable();
    out.width = size.width;
    out.height = size.height;
    if (decoded->width == size.width && decoded->height == size.height) {
      out.rgb = std::move(decoded->rgb);
      return;
    }
    out.rgb.resize(static_cast<std::size_t>(size.width) * size.height * 3);
    scaler.scale({decoded->rgb.data(), decoded->width * 3, decoded->width, decoded->height},
                 {out.rgb.data(), size.width * 3, size.width, size.height}, 3);
  }

  void encode(const GstVideoInfo& info, GstBuffer* buffer, JpegPicture& out) {
    const PictureSize size = shown_size(info);
    out.width = size.width;
    out.height = size.height;
    MappedFrame in(info, buffer, GST_MAP_READ);
    if (const auto transfer = hdr_transfer(info)) return encode_mapped(*transfer, in.frame, out);
    if (const auto yuv = as_planar_yuv(in.frame); yuv && size.width == info.width) {
      out.jpeg = encoder.encode(*yuv, quality);
      return;
    }
    encode_converted(in.frame, size, out);
  }
};

PictureMaker::PictureMaker(FrameLimit limit, int jpeg_quality) : impl_(std::make_unique<Impl>(limit, jpeg_quality)) {}
PictureMaker::~PictureMaker() = default;

FramePtr PictureMaker::frame(const Sample& sample) {
  auto out = std::make_shared<VideoFrame>();
  out->captured_at = sample.captured_at;
  out->discontinuity = sample.discontinuity;
  if (sample.place && !sample.live) out->media_time = sample.place->time;
  GstBuffer* buffer = gst_sample_get_buffer(sample.gst.get());
  if (is_jpeg(sample.gst.get()))
    impl_->decode_to_frame(MappedBytes(buffer).bytes(), *out);
  else
    impl_->scale_to_frame(raw_info(sample.gst.get()), buffer, *out);
  out->id = next_frame_id();
  return out;
}

PicturePtr PictureMaker::picture(const Sample& sample) {
  auto out = std::make_shared<JpegPicture>();
  out->captured_at = sample.captured_at;
  GstBuffer* buffer = gst_sample_get_buffer(sample.gst.get());
  if (is_jpeg(sample.gst.get())) {
    const MappedBytes mapped(buffer);
    const auto size = jpeg_size(mapped.bytes());
    if (!size) throw unreadable();
    out->width = size->width;
    out->height = size->height;
    out->jpeg = with_huffman_tables(mapped.bytes());
  } else {
    impl_->encode(raw_info(sample.gst.get()), buffer, *out);
  }
  out->id = next_picture_id();
  return out;
}

}  // namespace np
