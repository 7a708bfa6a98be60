#include "livekit/subscriber.hpp"

#include <gst/webrtc/webrtc.h>

#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "livekit/messages.hpp"
#include "webrtc/track_receiver.hpp"

namespace np::livekit {

Subscriber::Subscriber(Loop& loop, std::shared_ptr<webrtc::Closings> closings, webrtc::PeerSetup setup,
                       Listener listener, MediaFn on_media)
    : PeerTransport(loop, std::move(closings), std::move(setup), std::move(listener)), on_media_(std::move(on_media)) {
  g_signal_connect(webrtc(), "on-new-transceiver", G_CALLBACK(on_transceiver), this);
  g_signal_connect(webrtc(), "pad-added", G_CALLBACK(on_pad), this);
  webrtc::ask_for_lost_packets_only(webrtc());
  gst_element_set_state(pipeline(), GST_STATE_PLAYING);
}

void Subscriber::answer(const Description& offer, const std::map<std::string, std::string>& mimes, DescriptionFn then) {
  const auto taken = offers_.take(offer.sdp);
  if (!taken) return fail(messages::kLivekitOffersNonsense);
  const auto& mids = *taken;
  sections_ = mids.size();
  {
    std::lock_guard lock(sections_mutex_);
    for (unsigned line = 0; line < mids.size(); ++line) {
      const auto track = offer.track_of_mid.find(mids[line]);
      if (track == offer.track_of_mid.end()) continue;
      const auto mime = mimes.find(track->second);
      section_of_line_[line] = {track->second, mime == mimes.end() ? "" : mime->second};
    }
  }
  set_remote(true, offer.sdp, [this, then = std::move(then)] { make_answer(then); });
}

void Subscriber::on_transceiver(GstElement*, GObject* transceiver, gpointer p) {
  auto& self = *static_cast<Subscriber*>(p);
  const unsigned line = webrtc::section_of(transceiver);
  std::string mime;
  {
    std::lock_guard lock(self.sections_mutex_);
    if (const auto section = self.section_of_line_.find(line); section != self.section_of_line_.end())
      mime = section->second.mime;
  }
  webrtc::agree_on(transceiver, mime);
}

void Subscriber::on_pad(GstElement*, GstPad* pad, gpointer p) {
  if (GST_PAD_DIRECTION(pad) != GST_PAD_SRC) return;
  auto& self = *static_cast<Subscriber*>(p);
  const unsigned line = webrtc::section_of(pad);
  Section section;
  {
    std::lock_guard lock(self.sections_mutex_);
    if (const auto found = self.section_of_line_.find(line); found != self.section_of_line_.end())
      section = found->second;
  }
  webrtc::receive_track(
      self.pipeline(), pad, section.mime,
      {.on_media = [&self,
                    sid = section.sid](std::shared_ptr<GstSample> sample) { self.on_media_(sid, std::move(sample)); },
       .on_too_large = [](int width, int height) { log::warn(messages::kRoomVideoTooLarge, width, height); }});
}

}  // namespace np::livekit
