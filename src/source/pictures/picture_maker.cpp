#include "source/pictures/picture_maker.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "source/pictures/gst_picture.hpp"
#include "video/area_scaler.hpp"
#include "video/frame_ids.hpp"
#include "video/jpeg_decoder.hpp"
#include "video/jpeg_encoder.hpp"
#include "video/jpeg_tables.hpp"
#include "video/tone_map.hpp"

namespace np {
namespace {

// Mapping each point costs as much as all else together, and they are mostly from 4K.
constexpr FrameLimit kMostMapped{1920, 1088};

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
      const GstVideoInfo small = resized(info, size);
      if (!scratch || gst_buffer_get_size(scratch.get()) != small.size)
        scratch.reset(gst_buffer_new_allocate(nullptr, small.size, nullptr));
      const MappedFrame to(small, scratch.get(), GST_MAP_READWRITE);
      shrink(scaler, in.frame, to.frame);
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
    if (!whole) throw unreadable_picture();
    const PictureSize size = fitted(*whole, limit);
    auto decoded = decoder.decode(jpeg, size);
    if (!decoded) throw unreadable_picture();
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
    if (!size) throw unreadable_picture();
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
