#include "whep/session.hpp"

#include <gst/webrtc/webrtc.h>

#include <utility>

#include "webrtc/candidates.hpp"
#include "webrtc/track_receiver.hpp"

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
    : PeerTransport(loop, std::move(closings), std::move(setup),
                    {.on_candidate = [this](unsigned, const std::string& text) { candidates_.push_back(text); },
                     .on_connected = [] {},
                     .on_failed = [this](const std::string& why) { events_.on_failed(why); },
                     .on_gathered = [this] { tell(); }}),
      loop_(loop),
      events_(std::move(events)) {
  g_signal_connect(webrtc(), "pad-added", G_CALLBACK(on_pad), this);
  webrtc::ask_for_lost_packets_only(webrtc());
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
  then_ = std::move(then);
  make_offer([this](const std::string& sdp) {
    offer_ = sdp;
    gathering_ = loop_.after(kGatherLimit, [this] { tell(); });
  });
}

void Session::tell() {
  gathering_.cancel();
  if (const auto then = std::exchange(then_, nullptr)) then(webrtc::with_candidates(offer_, candidates_));
}

void Session::accept(Answer answer) {
  answer_ = std::move(answer);
  set_remote(false, answer_.sdp, nullptr);
}

void Session::end() {
  gathering_.cancel();
  close();
}

void Session::on_pad(GstElement*, GstPad* pad, gpointer p) {
  if (GST_PAD_DIRECTION(pad) != GST_PAD_SRC) return;
  auto& self = *static_cast<Session*>(p);
  GObject* raw = nullptr;
  g_object_get(pad, "transceiver", &raw, nullptr);
  const GstObjectPtr<GObject> transceiver(raw);
  guint line = 0;
  if (raw) g_object_get(raw, "mlineindex", &line, nullptr);
  const std::string mime = line < self.answer_.mimes.size() ? self.answer_.mimes[line] : "";
  const auto& on_media = mime.starts_with("audio/") ? self.events_.on_sound : self.events_.on_picture;
  webrtc::receive_track(self.pipeline(), pad, mime, {.on_media = on_media, .on_too_large = self.events_.on_too_large});
}

}  // namespace np::whep
