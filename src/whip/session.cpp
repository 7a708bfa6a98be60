#include "whip/session.hpp"

#include <gst/webrtc/webrtc.h>

#include <utility>

#include "webrtc/dtls_hello.hpp"
#include "webrtc/track_receiver.hpp"

namespace np::whip {

Session::Session(Loop& loop, std::shared_ptr<webrtc::Closings> closings, webrtc::PeerSetup setup, Offer offer,
                 Events events)
    : NonTrickleTransport(loop, std::move(closings), std::move(setup), std::move(events)), offer_(std::move(offer)) {
  expect(offer_.mimes);
  g_signal_connect(webrtc(), "on-new-transceiver", G_CALLBACK(on_transceiver), this);
  if (offer_.waits_for_hello) webrtc::send_first_hello_twice(webrtc());
  gst_element_set_state(pipeline(), GST_STATE_PLAYING);
}

void Session::answer(DescriptionFn then) {
  set_remote(true, offer_.sdp, [this, then = std::move(then)] {
    make_answer([this, then](const std::string& sdp) { tell_whole(sdp, then); });
  });
}

void Session::on_transceiver(GstElement*, GObject* transceiver, gpointer p) {
  const Offer& offer = static_cast<Session*>(p)->offer_;
  const unsigned line = webrtc::section_of(transceiver);
  if (line < offer.mimes.size()) webrtc::agree_on(transceiver, offer.mimes[line], offer.feedback[line]);
}

}  // namespace np::whip
