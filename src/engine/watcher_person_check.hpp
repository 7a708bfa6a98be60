// Looks closely at one place of a frame: is a standing or walking person there? HOG with OpenCV's people detector, on
// that place alone (the whole picture would take 140 ms). One owner; about a millisecond a look.
#pragma once

#include <memory>

#include "engine/watcher_image.hpp"
#include "video/frame.hpp"

namespace np::watcher {

class PersonCheck {
 public:
  PersonCheck();
  ~PersonCheck();

  // `box` in pixels of the frame. How much it looks like a person: above 0 probably, above 0.6 surely.
  float look(const VideoFrame& frame, const Box& box) const;

 private:
  struct Detector;
  std::unique_ptr<Detector> detector_;
};

}  // namespace np::watcher
