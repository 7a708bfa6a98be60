// Turns one picture of a source into what an encoder of video takes. One owner, one thread at a time.
#pragma once

#include <memory>

#include "source/pictures/sample.hpp"
#include "video/frame.hpp"

namespace np {

class PlanarMaker {
 public:
  // `limit`: of a picture that is wider than high; the other way round for others.
  explicit PlanarMaker(FrameLimit limit);
  ~PlanarMaker();

  // I420 with even sides, within the limit, in the colours that players expect of H.264 that says nothing of them. The
  // sample's own picture, if it is like that. Throws Error for a picture that cannot be converted.
  std::shared_ptr<GstSample> make(const Sample& sample);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
