// One publisher's connection, from the offer to its end. Loop thread only, but for the media. Only for .cpp files that
// adapt GStreamer.
#pragma once

#include <memory>

#include "webrtc/non_trickle_transport.hpp"
#include "whip/offer.hpp"

namespace np::whip {

class Session final : public webrtc::NonTrickleTransport {
 public:
  // Throws Error if a plugin is missing.
  Session(Loop& loop, std::shared_ptr<webrtc::Closings> closings, webrtc::PeerSetup setup, Offer offer, Events events);

  // Once. `then`, on the loop: the answer.
  void answer(DescriptionFn then);

  const Offer& offer() const { return offer_; }

 private:
  static void on_transceiver(GstElement*, GObject* transceiver, gpointer self);

  const Offer offer_;
};

}  // namespace np::whip
