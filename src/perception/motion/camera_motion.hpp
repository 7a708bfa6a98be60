// Tells a camera that moves from things that move: how far a picture as a whole has shifted against another, and how to
// shift it back. One owner; about two milliseconds a comparison.
#pragma once

#include <memory>
#include <optional>

#include "perception/picture/image.hpp"

namespace np::perception {

class CameraMotion {
 public:
  CameraMotion();
  ~CameraMotion();

  // By how many pixels what is in `reference` lies elsewhere in `picture` (same size, RGB). Nothing where the picture
  // as a whole has not shifted, or has too little texture to tell.
  std::optional<Point> between(const Image& reference, const Image& picture);

  // Moves the picture back by the shift; what is not in it is taken from the reference.
  static void steady(const Image& reference, Point shift, Image& picture);

 private:
  struct Window;
  std::unique_ptr<Window> window_;
};

}  // namespace np::perception
