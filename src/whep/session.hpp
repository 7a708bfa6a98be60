// One connection to a server that hands out video, from our offer to its end: receives the video that was agreed on,
// decoded, and the sound as it comes. Loop thread only, but for the media. Only for .cpp files that adapt GStreamer.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/loop.hpp"
#include "webrtc/peer_transport.hpp"
#include "whep/answer.hpp"

namespace np::whep {

class Session final : public webrtc::PeerTransport {
 public:
  struct Events {
    std::function<void(const std::string& why)> on_failed;  // a sentence; perhaps more than once
    // On threads of GStreamer's: a decoded picture, a packet of sound, a picture that is not decoded for its size.
    std::function<void(std::shared_ptr<GstSample>)> on_picture;
    std::function<void(std::shared_ptr<GstSample>)> on_sound;
    std::function<void(int width, int height)> on_too_large;
  };

  // Throws Error where a plugin is missing.
  Session(Loop& loop, std::shared_ptr<webrtc::Closings> closings, webrtc::PeerSetup setup, Events events);

  // Once. `then`, on the loop: the offer to receive one video and one sound, with all of our candidates that were found
  // in time.
  void offer(DescriptionFn then);
  // Once, after the offer.
  void accept(Answer answer);
  // As close().
  void end();

 private:
  static constexpr Duration kGatherLimit = std::chrono::seconds(1);

  void receive(const char* caps);
  void tell();
  static void on_pad(GstElement*, GstPad* pad, gpointer self);

  Loop& loop_;
  const Events events_;
  DescriptionFn then_;
  std::string offer_;
  std::vector<std::string> candidates_;
  Timer gathering_;
  Answer answer_;  // set before webrtcbin's threads look at it
};

}  // namespace np::whep
