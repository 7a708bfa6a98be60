// A WebRTC connection that one request and its answer agree on, as WHIP (RFC 9725) and WHEP do: our description carries
// all of our candidates, as nobody can be told of them later. Receives the video that was agreed on, decoded, and the
// sound as it comes. Loop thread only, but for the media. Only for .cpp files that adapt GStreamer.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/loop.hpp"
#include "webrtc/peer_transport.hpp"

namespace np::webrtc {

class NonTrickleTransport : public PeerTransport {
 public:
  struct Events {
    std::function<void()> on_connected = [] {};
    std::function<void(const std::string& why)> on_failed;  // a sentence; perhaps more than once
    // On threads of GStreamer's: a decoded picture, a packet of sound, a picture that is not decoded for its size.
    std::function<void(std::shared_ptr<GstSample>)> on_picture;
    std::function<void(std::shared_ptr<GstSample>)> on_sound;
    std::function<void(int width, int height)> on_too_large;
  };

  // Throws Error if a plugin is missing.
  NonTrickleTransport(Loop& loop, std::shared_ptr<Closings> closings, PeerSetup setup, Events events);

  // As close(), on the loop.
  void end();

 protected:
  // What each section carries: "video/H264", "audio/opus"; empty: nothing that is wanted. Call it before webrtcbin gets
  // the other side's description.
  void expect(std::vector<std::string> mimes) { mimes_ = std::move(mimes); }
  // Once, on the loop: hands `description`, our own, to `then` with all candidates that are found within a second.
  void tell_whole(std::string description, DescriptionFn then);

 private:
  void tell();
  static void on_pad(GstElement*, GstPad* pad, gpointer self);

  Loop& loop_;
  const Events events_;
  std::vector<std::string> mimes_;  // webrtcbin's threads read it
  DescriptionFn then_;
  std::string description_;
  std::vector<std::string> candidates_;
  Timer gathering_;
};

}  // namespace np::webrtc
