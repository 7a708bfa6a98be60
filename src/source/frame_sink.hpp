// How a show tells its source what it needs, and where the source delivers it.
#pragma once

#include "audio/sound_block.hpp"
#include "video/frame.hpp"
#include "video/h264_picture.hpp"
#include "video/video_form.hpp"

namespace np {

// The show's present needs. A source decodes sound, encodes and scales only for these.
struct Demand {
  bool frames = false;    // an engine is watching (ACTIVE)
  bool pictures = false;  // somebody looks at the page
  bool sound = false;     // somebody listens to the source itself
  bool video = false;     // somebody looks who decodes what the source sends
  bool encoded = false;   // somebody looks who decodes what is encoded of it (VideoForm::kEncoded)
  bool small = false;     // the same (VideoForm::kSmall)
  bool operator==(const Demand&) const = default;
};

// Receives a source's deliveries, on any thread. Must not block, because that stops the rest of the source. Only in an
// unpaced run may on_frame() block, which holds up the source, until the source is destroyed.
class FrameSink {
 public:
  virtual ~FrameSink() = default;
  virtual void on_frame(FramePtr frame) = 0;
  virtual void on_picture(PicturePtr picture) = 0;
  // In order, of each form. The first one is a key picture, the newest that there was when it was asked for.
  virtual void on_video(VideoForm, H264PicturePtr) {}
  // In order, and up to half a second ahead of its pictures. A block that begins before the end of the one before it,
  // as when a file starts again, replaces everything behind its own beginning.
  virtual void on_sound(SoundPtr) {}
  // Earlier deliveries belong to a place of the file that somebody has left, later ones to another place.
  virtual void on_jump() {}
};

}  // namespace np
