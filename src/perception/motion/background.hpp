// The scene without those who move through it: a mean colour and a restlessness per pixel, learned all the time except
// where something is being followed. Exposure and white balance that drift are compensated. One owner; no thread.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "perception/picture/image.hpp"

namespace np::perception {

class Background {
 public:
  // Takes this picture (RGB, working size) as the background for now.
  void start(const Image& rgb);
  bool started() const { return !mean_.empty(); }
  // As it is known, in the light of the picture last subtracted.
  Image picture() const;

  // The pixels that differ from the background; valid until the next call. The picture has the size given to start().
  // `slack` is added to the allowed difference, for a shifted picture that does not fit exactly.
  const Foreground& subtract(const Image& rgb, int slack = 0);

  // Learns from the picture last subtracted. Foreground inside one of the `followed` boxes is left alone.
  void learn(const Image& rgb, std::span<const Box> followed, double seconds);
  // Takes over what is there now where the blob is.
  void adopt(const Image& rgb, const Blob& blob);

  // The blob is no thing but a hole: something that was learned as background has gone. Seen by the outline, which is
  // stronger in the background than in the picture.
  bool is_ghost(const Image& rgb, const Blob& blob) const;
  // The blob has the background's texture: only the light on it has changed.
  bool is_light(const Image& rgb, const Blob& blob) const;
  // How much the pixels in the box change as a rule, of 255: leaves, water, a screen.
  double restlessness(const Box& box) const;

 private:
  void measure_gain(const Image& rgb);
  void measure_difference(const Image& rgb);
  int mean_at(std::size_t i) const { return mean_[i] >> 8; }

  int width_ = 0;
  int height_ = 0;
  int pictures_ = 0;
  std::array<int, 3> gain_{256, 256, 256};  // of the picture over the background, 8.8 fixed point
  std::vector<std::uint16_t> mean_;         // 8.8 fixed point, RGB
  std::vector<std::uint16_t> restless_;     // mean absolute difference, 8.8
  std::vector<std::uint8_t> difference_;
  std::vector<std::int16_t> shares_;  // of the way to this picture, of 256; one for each value of mean_
  Foreground foreground_;
};

}  // namespace np::perception
