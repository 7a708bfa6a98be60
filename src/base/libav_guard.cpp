#include "base/libav_guard.hpp"

#include "base/gst_ptr.hpp"

namespace np {
namespace {

constexpr const char* kStraight = "direct-rendering";

// Whatever comes after a refused picture, an end too, would have the decoder give its next one.
GstPadProbeReturn nothing_after_refusal(GstPad* pad, GstPadProbeInfo*, gpointer) {
  const GstObjectPtr<GstPad> from(gst_pad_get_peer(pad));
  const bool refused = from && gst_pad_get_last_flow_return(from.get()) == GST_FLOW_NOT_NEGOTIATED;
  return refused ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

}  // namespace

void guard_libav(GstElement* decoder) {
  if (!g_object_class_find_property(G_OBJECT_GET_CLASS(decoder), kStraight)) return;
  g_object_set(decoder, kStraight, gboolean(FALSE), nullptr);
  const GstObjectPtr<GstPad> in(gst_element_get_static_pad(decoder, "sink"));
  constexpr auto kWhat = static_cast<GstPadProbeType>(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM);
  gst_pad_add_probe(in.get(), kWhat, nothing_after_refusal, nullptr, nullptr);
}

}  // namespace np
