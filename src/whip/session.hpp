// One publisher's connection, from the offer to its end: receives the video that was agreed on, decoded, and the sound as it
// comes. Loop thread only, but for the media. Only for .cpp files that adapt GStreamer.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/loop.hpp"
#include "webrtc/peer_transport.hpp"
#include "whip/offer.hpp"

namespace np::whip {

class Session final : public webrtc::PeerTransport {
 public:
  struct Events {
    std::function<void()> on_connected;
    std::function<void(const std::string& why)> on_failed;  // a sentence; perhaps more than once
    // On threads of GStreamer's: a decoded picture, a packet of sound.
    std::function<void(std::shared_ptr<GstSample>)> on_picture;
    std::function<void(std::shared_ptr<GstSample>)> on_sound;
  };

  // Throws Error where a plugin is missing.
  Session(Loop& loop, std::shared_ptr<webrtc::Closings> closings, webrtc::PeerSetup setup, Offer offer, Events events);

  // Once. `then`, on the loop: the answer, with all of our candidates that were found in time.
  void answer(DescriptionFn then);

  // As close(), on the loop.
  void end();

  const Offer& offer() const { return offer_; }

 private:
  // Servers that help to find more candidates may not answer; who waits for ours cannot be told of them later.
  static constexpr Duration kGatherLimit = std::chrono::seconds(1);

  void tell();
  static void on_transceiver(GstElement*, GObject* transceiver, gpointer self);
  static void on_pad(GstElement*, GstPad* pad, gpointer self);

  Loop& loop_;
  const Offer offer_;
  const Events events_;
  DescriptionFn then_;
  std::string answer_;
  std::vector<std::string> candidates_;
  Timer gathering_;
};

}  // namespace np::whip
