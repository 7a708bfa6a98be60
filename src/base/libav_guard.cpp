#include "base/libav_guard.hpp"

#include <gst/video/gstvideodecoder.h>

#include <algorithm>
#include <mutex>
#include <string_view>

namespace np {
namespace {

constexpr const char* kStraight = "direct-rendering";

// Those that change the picture that they gave before (libavcodec's ff_reget_buffer): unless libav writes into
// GStreamer's buffers, gst-libav shows the first picture alone. GStreamer has a name for all the pixels that they give.
constexpr std::string_view kRetouching[] = {"avdec_camstudio", "avdec_camtasia", "avdec_cinepak", "avdec_flashsv",
                                            "avdec_flashsv2",  "avdec_gif",      "avdec_msrle",   "avdec_msvideo1",
                                            "avdec_qtrle",     "avdec_rpza",     "avdec_smc"};

bool retouches(GstElement* decoder) {
  const GstElementFactory* factory = gst_element_get_factory(decoder);
  return factory && std::ranges::find(kRetouching, GST_OBJECT_NAME(factory)) != std::end(kRetouching);
}

// What a class of decoders does by itself. Each call below is made with the decoder's stream lock held.
struct Steps {
  decltype(GstVideoDecoderClass::handle_frame) handle_frame;
  decltype(GstVideoDecoderClass::set_format) set_format;
  decltype(GstVideoDecoderClass::drain) drain;
  decltype(GstVideoDecoderClass::finish) finish;
};

GQuark steps_key() {
  static const GQuark key = g_quark_from_static_string("np-libav-steps");
  return key;
}
GQuark refused_key() {
  static const GQuark key = g_quark_from_static_string("np-libav-refused");
  return key;
}

const Steps& steps_of(GstVideoDecoder* decoder) {
  return *static_cast<const Steps*>(g_type_get_qdata(G_OBJECT_TYPE(decoder), steps_key()));
}

bool has_refused(GstVideoDecoder* decoder) { return g_object_get_qdata(G_OBJECT(decoder), refused_key()); }

GstFlowReturn noted(GstVideoDecoder* decoder, GstFlowReturn flow) {
  if (flow == GST_FLOW_NOT_NEGOTIATED) g_object_set_qdata(G_OBJECT(decoder), refused_key(), decoder);
  return flow;
}

GstFlowReturn handle_frame(GstVideoDecoder* decoder, GstVideoCodecFrame* frame) {
  if (!has_refused(decoder)) return noted(decoder, steps_of(decoder).handle_frame(decoder, frame));
  gst_video_decoder_release_frame(decoder, frame);
  return GST_FLOW_NOT_NEGOTIATED;
}

gboolean set_format(GstVideoDecoder* decoder, GstVideoCodecState* state) {
  return !has_refused(decoder) && steps_of(decoder).set_format(decoder, state);
}

// Nobody looks at what these return.
GstFlowReturn told(GstVideoDecoder* decoder, GstFlowReturn flow) {
  if (noted(decoder, flow) == GST_FLOW_NOT_NEGOTIATED) GST_ELEMENT_FLOW_ERROR(decoder, flow);
  return flow;
}

GstFlowReturn drain(GstVideoDecoder* decoder) {
  return has_refused(decoder) ? GST_FLOW_NOT_NEGOTIATED : told(decoder, steps_of(decoder).drain(decoder));
}

GstFlowReturn finish(GstVideoDecoder* decoder) {
  return has_refused(decoder) ? GST_FLOW_NOT_NEGOTIATED : told(decoder, steps_of(decoder).finish(decoder));
}

}  // namespace

void guard_libav(GstElement* decoder) {
  if (!GST_IS_VIDEO_DECODER(decoder) || !g_object_class_find_property(G_OBJECT_GET_CLASS(decoder), kStraight)) return;
  if (!retouches(decoder)) g_object_set(decoder, kStraight, gboolean(FALSE), nullptr);
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  const GType type = G_OBJECT_TYPE(decoder);
  if (g_type_get_qdata(type, steps_key())) return;
  // Probes of its pads see neither what a call returned nor that a decoder refuses while it is drained.
  auto& steps = *GST_VIDEO_DECODER_GET_CLASS(decoder);
  // As long as its class: for ever.
  g_type_set_qdata(type, steps_key(), new Steps{steps.handle_frame, steps.set_format, steps.drain, steps.finish});
  steps.handle_frame = handle_frame;
  steps.set_format = set_format;
  if (steps.drain) steps.drain = drain;
  if (steps.finish) steps.finish = finish;
}

}  // namespace np
