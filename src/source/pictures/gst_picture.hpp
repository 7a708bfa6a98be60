// GStreamer's pictures in memory: what they are, and other forms of them. For the .cpp files that make pictures for
// people and frames out of samples. Pure functions, but for Converter.
#pragma once

#include <gst/video/video.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "base/error.hpp"
#include "base/gst_ptr.hpp"
#include "video/area_scaler.hpp"
#include "video/frame.hpp"
#include "video/jpeg_encoder.hpp"
#include "video/tone_map.hpp"

namespace np {

Error unreadable_picture();

// Throws Error if it cannot be mapped.
struct MappedFrame {
  GstVideoFrame frame;
  MappedFrame(const GstVideoInfo& info, GstBuffer* buffer, GstMapFlags flags);
  ~MappedFrame() { gst_video_frame_unmap(&frame); }
  MappedFrame(const MappedFrame&) = delete;
};

struct MappedBytes {
  GstBuffer* buffer;
  GstMapInfo map;
  explicit MappedBytes(GstBuffer* b);
  ~MappedBytes() { gst_buffer_unmap(buffer, &map); }
  MappedBytes(const MappedBytes&) = delete;
  std::span<const std::uint8_t> bytes() const { return {map.data, map.size}; }
};

struct BufferUnref {
  void operator()(GstBuffer* buffer) const { gst_buffer_unref(buffer); }
};
using BufferPtr = std::unique_ptr<GstBuffer, BufferUnref>;

// Memory of ours as a buffer, not copied; it must outlive the buffer.
BufferPtr wrap(const std::uint8_t* data, std::size_t size);

bool is_jpeg(GstSample* sample);
// Throws Error if it says nothing of itself.
GstVideoInfo raw_info(GstSample* sample);

// A converter wants both of its ends to agree on these.
void take_timing(GstVideoInfo& info, const GstVideoInfo& from);
GstVideoInfo packed_rgb(PictureSize size);
// What is Y'CbCr already keeps its colours, which the encoder converts best; all else becomes full-range BT.601.
GstVideoInfo planar_yuv(PictureSize size, const GstVideoInfo& from);
// The same in another size.
GstVideoInfo resized(const GstVideoInfo& from, PictureSize size);

// As people see it, whose pixels are square.
PictureSize shown_size(const GstVideoInfo& info);
PictureSize fitted(PictureSize size, FrameLimit limit);

std::optional<YuvPicture> as_planar_yuv(const GstVideoFrame& frame);
// Of pictures with a high dynamic range; nothing for all others.
std::optional<ToneMap::Transfer> hdr_transfer(const GstVideoInfo& info);
// Both are planar, of the same kind.
void shrink(AreaScaler& scaler, const GstVideoFrame& in, const GstVideoFrame& out);

// One conversion, set up anew only where its ends have changed. Throws Error if there is none.
class Converter {
 public:
  void convert(const GstVideoFrame& in, GstVideoFrame& out);

 private:
  GstVideoInfo in_{};
  GstVideoInfo out_{};
  std::unique_ptr<GstVideoConverter, GstFree<gst_video_converter_free>> converter_;
};

}  // namespace np
