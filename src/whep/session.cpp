#include "whep/session.hpp"

#include <gst/webrtc/webrtc.h>

#include <utility>

namespace np::whep {
namespace {

constexpr char kVideo[] =
    "application/x-rtp,media=video,encoding-name=H264,clock-rate=90000,payload=102,packetization-mode=(string)1,"
    "level-asymmetry-allowed=(string)1,profile-level-id=(string)42e01f;"
    "application/x-rtp,media=video,encoding-name=VP8,clock-rate=90000,payload=96;"
    "application/x-rtp,media=video,encoding-name=VP9,clock-rate=90000,payload=98";
constexpr char kSound[] =
    "application/x-rtp,media=audio,encoding-name=OPUS,clock-rate=48000,payload=111,encoding-params=(string)2";

}  // namespace

Session::Session(Loop& loop, std::shared_ptr<webrtc::Closings> closings, webrtc::PeerSetup setup, Events events)
    : NonTrickleTransport(loop, std::move(closings), std::move(setup), std::move(events)) {
  gst_element_set_state(pipeline(), GST_STATE_PLAYING);
  receive(kVideo);
  receive(kSound);
}

void Session::receive(const char* caps) {
  const GstCapsPtr wanted(gst_caps_from_string(caps));
  GObject* raw = nullptr;
  g_signal_emit_by_name(webrtc(), "add-transceiver", GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, wanted.get(), &raw);
  const GstObjectPtr<GObject> transceiver(raw);
  if (raw) g_object_set(raw, "do-nack", TRUE, nullptr);
}

void Session::offer(DescriptionFn then) {
  make_offer([this, then = std::move(then)](const std::string& sdp) { tell_whole(sdp, then); });
}

void Session::accept(const Answer& answer) {
  expect(answer.mimes);
  set_remote(false, answer.sdp, nullptr);
}

}  // namespace np::whep
