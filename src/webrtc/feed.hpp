// A place to which people publish video by WebRTC: a LiveKit room, our own endpoint. What they show goes to whoever views
// it. It outlives its viewers.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/error.hpp"

typedef struct _GstSample GstSample;

namespace np::webrtc {

struct Viewer {
  std::string publisher;  // whose video; empty: the newest, whoever shows it
  // On the loop: a video of this codec ("VP8") from now on; then its pictures.
  std::function<void(const std::string& codec)> on_track;
  // On the loop: there is none, or no more, and why. Perhaps later.
  std::function<void(Error)> on_none;
  // On a thread of GStreamer's.
  std::function<void(std::shared_ptr<GstSample>)> on_picture;
  // On the loop: whoever shows it has a microphone on, or a screen's sound; or not.
  std::function<void(bool)> on_hearable = {};
  // On a thread of GStreamer's: RTP packets of that sound, from want_sound() on.
  std::function<void(std::shared_ptr<GstSample>)> on_sound = {};
};

class Feed {
 public:
  virtual ~Feed() = default;

  // Any thread. From the return of remove() on nothing of it is called; on_track or on_none comes soon after add().
  virtual void add(const std::shared_ptr<Viewer>& viewer) = 0;
  virtual void remove(const std::shared_ptr<Viewer>& viewer) = 0;
  // Any thread. Sound is taken for those who want it, and until another video is shown.
  virtual void want_sound(const std::shared_ptr<Viewer>& viewer, bool wanted) = 0;

  // For people, where it takes too long: one sentence each.
  virtual std::string does_not_answer() const = 0;  // neither on_track nor on_none has come
  virtual std::string does_not_arrive() const = 0;  // on_track, but no picture
};

}  // namespace np::webrtc
