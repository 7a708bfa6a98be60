#include "source/pictures/planar_maker.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "source/pictures/gst_picture.hpp"
#include "video/jpeg_decoder.hpp"

namespace np {
namespace {

// From this height on, players take pictures for BT.709, below for BT.601.
constexpr int kLeastHdHeight = 720;

using SamplePtr = std::shared_ptr<GstSample>;

PictureSize even_size(PictureSize shown, FrameLimit limit) {
  if (shown.height > shown.width) std::swap(limit.max_width, limit.max_height);
  const PictureSize size = fitted(shown, limit);
  return {std::max(size.width & ~1, 2), std::max(size.height & ~1, 2)};
}

GstVideoInfo coded_info(PictureSize size, const GstVideoInfo& from) {
  GstVideoInfo info = planar_yuv(size, from);
  info.colorimetry.range = GST_VIDEO_COLOR_RANGE_16_235;
  info.colorimetry.matrix = size.height < kLeastHdHeight ? GST_VIDEO_COLOR_MATRIX_BT601 : GST_VIDEO_COLOR_MATRIX_BT709;
  return info;
}

bool has_colours_of(const GstVideoInfo& info, const GstVideoInfo& wanted) {
  return GST_VIDEO_INFO_FORMAT(&info) == GST_VIDEO_FORMAT_I420 && info.colorimetry.range == wanted.colorimetry.range &&
         info.colorimetry.matrix == wanted.colorimetry.matrix;
}

SamplePtr as_sample(GstBuffer* buffer, const GstVideoInfo& info) {
  const GstCapsPtr caps(gst_video_info_to_caps(&info));
  return {gst_sample_new(buffer, caps.get(), nullptr, nullptr), gst_sample_unref};
}

}  // namespace

struct PlanarMaker::Impl {
  FrameLimit limit;
  JpegDecoder decoder;
  AreaScaler scaler;
  Converter converter;
  Converter to_rgb;
  std::optional<ToneMap> tone_map;
  std::vector<std::uint8_t> rgb;

  SamplePtr converted(const GstVideoFrame& in, PictureSize size) {
    const GstVideoInfo info = coded_info(size, in.info);
    const BufferPtr memory(gst_buffer_new_allocate(nullptr, info.size, nullptr));
    {
      MappedFrame to(info, memory.get(), GST_MAP_READWRITE);
      converter.convert(in, to.frame);
    }
    return as_sample(memory.get(), info);
  }

  SamplePtr of_rgb(const std::vector<std::uint8_t>& pixels, PictureSize size) {
    const GstVideoInfo info = packed_rgb(size);
    const BufferPtr memory = wrap(pixels.data(), pixels.size());
    const MappedFrame in(info, memory.get(), GST_MAP_READ);
    return converted(in.frame, size);
  }

  SamplePtr of_jpeg(GstBuffer* buffer) {
    const MappedBytes mapped(buffer);
    const auto whole = jpeg_size(mapped.bytes());
    if (!whole) throw unreadable_picture();
    const PictureSize size = even_size(*whole, limit);
    const auto decoded = decoder.decode(mapped.bytes(), size);
    if (!decoded) throw unreadable_picture();
    if (decoded->width == size.width && decoded->height == size.height) return of_rgb(decoded->rgb, size);
    rgb.resize(static_cast<std::size_t>(size.width) * size.height * 3);
    scaler.scale({decoded->rgb.data(), decoded->width * 3, decoded->width, decoded->height},
                 {rgb.data(), size.width * 3, size.width, size.height}, 3);
    return of_rgb(rgb, size);
  }

  SamplePtr of_hdr(const GstVideoFrame& in, PictureSize size, ToneMap::Transfer transfer) {
    GstVideoInfo info = packed_rgb(size);
    take_timing(info, in.info);
    rgb.resize(info.size);
    {
      const BufferPtr memory = wrap(rgb.data(), rgb.size());
      MappedFrame to(info, memory.get(), GST_MAP_WRITE);
      to_rgb.convert(in, to.frame);
    }
    const bool wide = in.info.colorimetry.primaries == GST_VIDEO_COLOR_PRIMARIES_BT2020;
    if (!tone_map || !tone_map->is(transfer, wide)) tone_map.emplace(transfer, wide);
    tone_map->apply(rgb);
    return of_rgb(rgb, size);
  }

  SamplePtr of_raw(const GstVideoInfo& info, GstBuffer* buffer) {
    const PictureSize size = even_size(shown_size(info), limit);
    const MappedFrame in(info, buffer, GST_MAP_READ);
    if (const auto transfer = hdr_transfer(info)) return of_hdr(in.frame, size, *transfer);
    const bool has_size = info.width == size.width && info.height == size.height;
    if (has_size && has_colours_of(info, coded_info(size, info))) return as_sample(buffer, info);
    if (has_size || !as_planar_yuv(in.frame)) return converted(in.frame, size);
    const GstVideoInfo small = resized(info, size);
    const BufferPtr memory(gst_buffer_new_allocate(nullptr, small.size, nullptr));
    {
      const MappedFrame to(small, memory.get(), GST_MAP_READWRITE);
      shrink(scaler, in.frame, to.frame);
      if (!has_colours_of(small, coded_info(size, small))) return converted(to.frame, size);
    }
    return as_sample(memory.get(), small);
  }
};

PlanarMaker::PlanarMaker(FrameLimit limit) : impl_(std::make_unique<Impl>(limit)) {}
PlanarMaker::~PlanarMaker() = default;

std::shared_ptr<GstSample> PlanarMaker::make(const Sample& sample) {
  GstBuffer* buffer = gst_sample_get_buffer(sample.gst.get());
  return is_jpeg(sample.gst.get()) ? impl_->of_jpeg(buffer) : impl_->of_raw(raw_info(sample.gst.get()), buffer);
}

}  // namespace np
