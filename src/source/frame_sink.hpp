// How a show tells its source what it needs, and where the source delivers it.
#pragma once

#include "audio/sound_block.hpp"
#include "video/frame.hpp"
#include "video/h264_picture.hpp"

namespace np {

// What the show needs of a source right now. Decoding sound, encoding and scaling are done for nobody else.
struct Demand {
  bool frames = false;    // an engine is watching (ACTIVE)
  bool pictures = false;  // somebody looks at the page
  bool sound = false;     // somebody listens to the source itself
  bool video = false;     // somebody looks who decodes what the source sends
  bool operator==(const Demand&) const = default;
};

// Where a source delivers, on any thread. Must not block, as nothing else of the source is made meanwhile. Only in an
// unpaced run may on_frame() block, which holds up the source, until the source is destroyed.
class FrameSink {
 public:
  virtual ~FrameSink() = default;
  virtual void on_frame(FramePtr frame) = 0;
  virtual void on_picture(PicturePtr picture) = 0;
  // In order. The first one is a key picture, the newest that there was when it was asked for.
  virtual void on_video(H264PicturePtr) {}
  // In order, and ahead of the pictures that it belongs to by up to half a second. A block that begins before the end
  // of the one before it, as where a file begins anew, replaces what lies behind its own beginning.
  virtual void on_sound(SoundPtr) {}
  // What was delivered before is of a place of the file that somebody has left; what follows is of another one.
  virtual void on_jump() {}
};

}  // namespace np
