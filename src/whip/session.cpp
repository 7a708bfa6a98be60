#include "whip/session.hpp"

#include <gst/webrtc/webrtc.h>

#include <utility>

#include "base/format.hpp"
#include "webrtc/candidates.hpp"
#include "webrtc/track_receiver.hpp"
#include "whip/messages.hpp"

namespace np::whip {

Session::Session(Loop& loop, std::shared_ptr<webrtc::Closings> closings, webrtc::PeerSetup setup, Offer offer,
                 Events events)
    : PeerTransport(loop, std::move(closings), std::move(setup),
                    {.on_candidate = [this](unsigned, const std::string& text) { candidates_.push_back(text); },
                     .on_connected = [this] { events_.on_connected(); },
                     .on_failed = [this](const std::string& why) { events_.on_failed(why); },
                     .on_gathered = [this] { tell(); }}),
      loop_(loop),
      offer_(std::move(offer)),
      events_(std::move(events)) {
  g_signal_connect(webrtc(), "on-new-transceiver", G_CALLBACK(on_transceiver), this);
  g_signal_connect(webrtc(), "pad-added", G_CALLBACK(on_pad), this);
  webrtc::ask_for_lost_packets_only(webrtc());
  gst_element_set_state(pipeline(), GST_STATE_PLAYING);
}

void Session::answer(DescriptionFn then) {
  then_ = std::move(then);
  set_remote(true, offer_.sdp, [this] {
    make_answer([this](const std::string& sdp) {
      answer_ = sdp;
      gathering_ = loop_.after(kGatherLimit, [this] { tell(); });
    });
  });
}

void Session::tell() {
  gathering_.cancel();
  if (const auto then = std::exchange(then_, nullptr)) then(webrtc::with_candidates(answer_, candidates_));
}

void Session::end() {
  gathering_.cancel();
  close();
}

void Session::on_transceiver(GstElement*, GObject* transceiver, gpointer p) {
  const Offer& offer = static_cast<Session*>(p)->offer_;
  guint line = 0;
  g_object_get(transceiver, "mlineindex", &line, nullptr);
  if (line < offer.mimes.size()) webrtc::agree_on(transceiver, offer.mimes[line], offer.feedback[line]);
}

void Session::on_pad(GstElement*, GstPad* pad, gpointer p) {
  if (GST_PAD_DIRECTION(pad) != GST_PAD_SRC) return;
  auto& self = *static_cast<Session*>(p);
  GObject* raw = nullptr;
  g_object_get(pad, "transceiver", &raw, nullptr);
  const GstObjectPtr<GObject> transceiver(raw);
  guint line = 0;
  if (raw) g_object_get(raw, "mlineindex", &line, nullptr);
  const std::string mime = line < self.offer_.mimes.size() ? self.offer_.mimes[line] : "";
  const auto& on_media = mime.starts_with("audio/") ? self.events_.on_sound : self.events_.on_picture;
  webrtc::receive_track(self.pipeline(), pad, mime,
                        {.on_media = on_media, .on_too_large = [&self](int width, int height) {
                           self.fail(np::format(messages::kPublishedTooLarge, width, height));
                         }});
}

}  // namespace np::whip
