// Picks the pictures that one viewer's decoder needs for the next one: all since the last one that it was sent, or
// since a key picture. Plain value; one owner.
#pragma once

#include "video/display_buffer.hpp"

namespace np {

class DecodeChain {
 public:
  // The next picture to send on the way to `target`, which is the last. nullptr: there is none, because `target` was
  // sent before, or cannot be decoded before another key picture comes. It skips pictures before a key picture.
  H264PicturePtr next(const H264Picture& target, const H264Buffer& pictures);

 private:
  H264PicturePtr sent_;
};

}  // namespace np
