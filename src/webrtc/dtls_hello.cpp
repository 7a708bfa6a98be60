#include "webrtc/dtls_hello.hpp"

#include <cstdint>
#include <string_view>

#include "base/gst_ptr.hpp"

namespace np::webrtc {
namespace {

// A record of DTLS: 13 bytes of its own, then the handshake's message.
bool is_client_hello(GstBuffer* buffer) {
  constexpr std::size_t kRecord = 13;
  constexpr std::uint8_t kHandshake = 22, kClientHello = 1;
  std::uint8_t head[kRecord + 1];
  return gst_buffer_extract(buffer, 0, head, sizeof head) == sizeof head && head[0] == kHandshake &&
         head[kRecord] == kClientHello;
}

GstPadProbeReturn on_packet(GstPad* pad, GstPadProbeInfo* info, gpointer) {
  GstBuffer* buffer = GST_PAD_PROBE_INFO_BUFFER(info);
  if (!is_client_hello(buffer)) return GST_PAD_PROBE_REMOVE;
  const GstObjectPtr<GstPad> next(gst_pad_get_peer(pad));
  if (next) gst_pad_chain(next.get(), gst_buffer_ref(buffer));
  return GST_PAD_PROBE_REMOVE;
}

void on_element(GstBin*, GstBin*, GstElement* element, gpointer) {
  const GstElementFactory* factory = gst_element_get_factory(element);
  if (!factory || std::string_view(GST_OBJECT_NAME(factory)) != "dtlsenc") return;
  const GstObjectPtr<GstPad> out(gst_element_get_static_pad(element, "src"));
  if (out) gst_pad_add_probe(out.get(), GST_PAD_PROBE_TYPE_BUFFER, on_packet, nullptr, nullptr);
}

}  // namespace

void send_first_hello_twice(GstElement* webrtc) {
  g_signal_connect(webrtc, "deep-element-added", G_CALLBACK(on_element), nullptr);
}

}  // namespace np::webrtc
