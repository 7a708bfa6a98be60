// Looks closely at one place of the picture: is a standing or walking person there? HOG with OpenCV's people detector,
// on that place alone (the whole picture would take 140 ms). One owner; about a millisecond a look.
#pragma once

#include <memory>

#include "perception/image.hpp"

namespace np::perception {

class PersonCheck {
 public:
  PersonCheck();
  ~PersonCheck();

  // How much what is in the box looks like a person: of people about half the looks give more than 0.5, of anything
  // else one in a thousand.
  float look(const Image& rgb, const Box& box) const;

 private:
  struct Detector;
  std::unique_ptr<Detector> detector_;
};

}  // namespace np::perception
