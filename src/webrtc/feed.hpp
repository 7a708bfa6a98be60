// A place where people publish video by WebRTC: a LiveKit room, or our own endpoint. It passes the video to its viewers
// and outlives them.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/error.hpp"

typedef struct _GstSample GstSample;

namespace np::webrtc {

struct Viewer {
  std::string publisher;  // whose video; empty: anybody's, the newest
  // On the loop: a video of this codec ("VP8") begins; its pictures follow.
  std::function<void(const std::string& codec)> on_track;
  // On the loop: there is no video, or no more, and why. May come later.
  std::function<void(Error)> on_none;
  // On a thread of GStreamer's.
  std::function<void(std::shared_ptr<GstSample>)> on_picture;
  // On the loop: whether the publisher has a microphone on, or a screen's sound.
  std::function<void(bool)> on_hearable = {};
  // On a thread of GStreamer's: RTP packets of that sound, from want_sound() on.
  std::function<void(std::shared_ptr<GstSample>)> on_sound = {};
};

class Feed {
 public:
  virtual ~Feed() = default;

  // Any thread. Once remove() has returned, no callback of the viewer runs. on_track or on_none comes soon after add().
  virtual void add(const std::shared_ptr<Viewer>& viewer) = 0;
  virtual void remove(const std::shared_ptr<Viewer>& viewer) = 0;
  // Any thread. The feed takes sound only for viewers who want it, until it shows another video.
  virtual void want_sound(const std::shared_ptr<Viewer>& viewer, bool wanted) = 0;

  // For people, if it takes too long: one sentence each.
  virtual std::string does_not_answer() const = 0;  // neither on_track nor on_none has come
  virtual std::string does_not_arrive() const = 0;  // on_track, but no picture
};

}  // namespace np::webrtc
