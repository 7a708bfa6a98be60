// Turns one picture of a source into a frame or a JPEG picture. One owner, one thread at a time. Throws Error for a
// picture that cannot be converted.
#pragma once

#include <memory>

#include "source/pictures/sample.hpp"
#include "video/frame.hpp"

namespace np {

class PictureMaker {
 public:
  PictureMaker(FrameLimit limit, int jpeg_quality);
  ~PictureMaker();

  // Shrunk into the limit with the aspect that people see (pixels that are not square are made so).
  FramePtr frame(const Sample& sample);
  // A source that is JPEG already is passed on byte for byte.
  PicturePtr picture(const Sample& sample);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
