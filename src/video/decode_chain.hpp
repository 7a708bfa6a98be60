// What one viewer has to be sent so that his decoder can show a picture: all since the last one that he was sent, or
// since a key picture. Plain value; one owner.
#pragma once

#include "video/display_buffer.hpp"

namespace np {

class DecodeChain {
 public:
  // The next one to be sent on the way to `target`, which is the last; nullptr: there is none, as `target` was sent
  // before, or cannot be decoded before another key picture comes. What lies before a key picture is left out.
  H264PicturePtr next(const H264Picture& target, const H264Buffer& pictures);

 private:
  H264PicturePtr sent_;
};

}  // namespace np
