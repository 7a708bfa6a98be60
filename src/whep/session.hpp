// One connection to a server that hands out video, from our offer to its end. Loop thread only, but for the media. Only
// for .cpp files that adapt GStreamer.
#pragma once

#include <memory>

#include "webrtc/non_trickle_transport.hpp"
#include "whep/answer.hpp"

namespace np::whep {

class Session final : public webrtc::NonTrickleTransport {
 public:
  // Throws Error if a plugin is missing.
  Session(Loop& loop, std::shared_ptr<webrtc::Closings> closings, webrtc::PeerSetup setup, Events events);

  // Once. `then`, on the loop: the offer to receive one video and one sound.
  void offer(DescriptionFn then);
  // Once, after the offer.
  void accept(const Answer& answer);

 private:
  void receive(const char* caps);
};

}  // namespace np::whep
