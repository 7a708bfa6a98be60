#include "webrtc/non_trickle_transport.hpp"

#include <utility>

#include "webrtc/candidates.hpp"
#include "webrtc/codecs.hpp"
#include "webrtc/track_receiver.hpp"

namespace np::webrtc {
namespace {

// Servers that help to find more candidates may not answer.
constexpr Duration kGatherLimit = std::chrono::seconds(1);

}  // namespace

NonTrickleTransport::NonTrickleTransport(Loop& loop, std::shared_ptr<Closings> closings, PeerSetup setup, Events events)
    : PeerTransport(loop, std::move(closings), std::move(setup),
                    {.on_candidate = [this](unsigned, const std::string& text) { candidates_.push_back(text); },
                     .on_connected = [this] { events_.on_connected(); },
                     .on_failed = [this](const std::string& why) { events_.on_failed(why); },
                     .on_gathered = [this] { tell(); }}),
      loop_(loop),
      events_(std::move(events)) {
  g_signal_connect(webrtc(), "pad-added", G_CALLBACK(on_pad), this);
  ask_for_lost_packets_only(webrtc());
}

void NonTrickleTransport::tell_whole(std::string description, DescriptionFn then) {
  description_ = std::move(description);
  then_ = std::move(then);
  gathering_ = loop_.after(kGatherLimit, [this] { tell(); });
}

void NonTrickleTransport::tell() {
  gathering_.cancel();
  if (const auto then = std::exchange(then_, nullptr)) then(with_candidates(description_, candidates_));
}

void NonTrickleTransport::end() {
  gathering_.cancel();
  close();
}

void NonTrickleTransport::on_pad(GstElement*, GstPad* pad, gpointer p) {
  if (GST_PAD_DIRECTION(pad) != GST_PAD_SRC) return;
  const auto& self = *static_cast<NonTrickleTransport*>(p);
  const unsigned line = section_of(pad);
  const std::string mime = line < self.mimes_.size() ? self.mimes_[line] : "";
  receive_track(self.pipeline(), pad, mime,
                {.on_media = is_sound(mime) ? self.events_.on_sound : self.events_.on_picture,
                 .on_too_large = self.events_.on_too_large});
}

}  // namespace np::webrtc
