#include "source/pictures/h264_encoder.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/gst_init.hpp"
#include "base/gst_ptr.hpp"
#include "base/log.hpp"
#include "source/messages.hpp"

namespace np {
namespace {

constexpr char kElement[] = "openh264enc";
constexpr int kBitrateMode = 1;  // RC_MODES
constexpr int kLowComplexity = 0;
// Finer steps take twice the bits for what nobody sees.
constexpr guint kFinestSteps = 24;

Error refused() { return Error(ErrorKind::kInternal, messages::kEncoderRefuses); }

}  // namespace

// The encoder between two pads of ours. It works in the call that pushes a picture, so this needs neither a pipeline
// nor a queue.
struct H264Encoder::Chain {
  GstObjectPtr<GstElement> encoder;
  GstObjectPtr<GstPad> in;
  GstObjectPtr<GstPad> out;
  std::vector<std::uint8_t> made;

  explicit Chain(const Options& options) {
    init_gstreamer();
    encoder.reset(gst_element_factory_make(kElement, nullptr));
    if (!encoder) throw refused();
    gst_object_ref_sink(encoder.get());
    const auto bits = static_cast<guint>(options.bits_per_second);
    const double pictures = options.picture_rate * to_seconds(options.key_interval);
    const auto key_every = static_cast<guint>(std::max(std::lround(pictures), 1L));
    g_object_set(encoder.get(), "bitrate", bits, "max-bitrate", bits, "rate-control", kBitrateMode, "complexity",
                 kLowComplexity, "enable-frame-skip", TRUE, "gop-size", key_every, "multi-thread", 1u, "qp-min",
                 kFinestSteps, "scene-change-detection", FALSE, nullptr);

    in.reset(GST_PAD(gst_object_ref_sink(gst_pad_new("in", GST_PAD_SRC))));
    const GstCapsPtr wanted(
        gst_caps_from_string("video/x-h264, stream-format=byte-stream, alignment=au, profile=constrained-baseline"));
    GstPadTemplate* shape = gst_pad_template_new("out", GST_PAD_SINK, GST_PAD_ALWAYS, wanted.get());
    out.reset(GST_PAD(gst_object_ref_sink(gst_pad_new_from_template(shape, "out"))));
    gst_object_unref(shape);
    gst_pad_set_element_private(out.get(), this);
    gst_pad_set_chain_function(out.get(), [](GstPad* pad, GstObject*, GstBuffer* buffer) {
      static_cast<Chain*>(gst_pad_get_element_private(pad))->take(buffer);
      return GST_FLOW_OK;
    });
    const GstObjectPtr<GstPad> sink(gst_element_get_static_pad(encoder.get(), "sink"));
    const GstObjectPtr<GstPad> source(gst_element_get_static_pad(encoder.get(), "src"));
    if (gst_pad_link(in.get(), sink.get()) != GST_PAD_LINK_OK ||
        gst_pad_link(source.get(), out.get()) != GST_PAD_LINK_OK)
      throw refused();
    gst_pad_set_active(in.get(), TRUE);
    gst_pad_set_active(out.get(), TRUE);
    if (gst_element_set_state(encoder.get(), GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE || !begin(options)) {
      close();
      throw refused();
    }
  }
  ~Chain() { close(); }

  bool begin(const Options& options) {
    GstVideoInfo info;
    gst_video_info_set_format(&info, GST_VIDEO_FORMAT_I420, options.size.width, options.size.height);
    gst_util_double_to_fraction(options.picture_rate, &info.fps_n, &info.fps_d);
    const GstCapsPtr caps(gst_video_info_to_caps(&info));
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    return gst_pad_push_event(in.get(), gst_event_new_stream_start("lighter")) &&
           gst_pad_push_event(in.get(), gst_event_new_caps(caps.get())) &&
           gst_pad_push_event(in.get(), gst_event_new_segment(&segment));
  }

  void close() {
    gst_element_set_state(encoder.get(), GST_STATE_NULL);
    gst_pad_set_active(in.get(), FALSE);
    gst_pad_set_active(out.get(), FALSE);
  }

  void take(GstBuffer* buffer) {
    GstMapInfo map;
    if (gst_buffer_map(buffer, &map, GST_MAP_READ)) {
      made.insert(made.end(), map.data, map.data + map.size);
      gst_buffer_unmap(buffer, &map);
    }
    gst_buffer_unref(buffer);
  }
};

bool H264Encoder::is_installed() {
  static const bool is = [] {
    init_gstreamer();
    const GstObjectPtr<GstElementFactory> factory(gst_element_factory_find(kElement));
    if (!factory) log::info(messages::kNoEncoder);
    return factory != nullptr;
  }();
  return is;
}

H264Encoder::H264Encoder(const Options& options) : options_(options) {
  if (std::min(options.size.width, options.size.height) < kLeastSide) throw refused();
  chain_ = std::make_unique<Chain>(options);
}

H264Encoder::~H264Encoder() = default;

std::optional<H264Units> H264Encoder::encode(GstBuffer* picture, bool key) {
  if (key && count_ > 0)
    gst_pad_push_event(chain_->out.get(), gst_video_event_new_upstream_force_key_unit(GST_CLOCK_TIME_NONE, TRUE, 0));
  GstBuffer* timed = gst_buffer_copy(picture);  // the pixels are shared
  GST_BUFFER_DURATION(timed) = static_cast<GstClockTime>(GST_SECOND / options_.picture_rate);
  GST_BUFFER_PTS(timed) = static_cast<GstClockTime>(count_++) * GST_BUFFER_DURATION(timed);
  GST_BUFFER_DTS(timed) = GST_CLOCK_TIME_NONE;
  chain_->made.clear();
  if (gst_pad_push(chain_->in.get(), timed) != GST_FLOW_OK) throw refused();
  return chain_->made.empty() ? std::nullopt : split_h264(chain_->made, 0);
}

}  // namespace np
