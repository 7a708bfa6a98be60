// What somebody looks like: a signature by which to know them again after a crossing, and the colour a person would name.
// Pure functions on pictures at working size.
#pragma once

#include <array>

#include "perception/facts.hpp"
#include "perception/image.hpp"

namespace np::perception {

// Shares of colours in the upper and in the lower half of a body.
class Signature {
 public:
  // Of what is in the middle of the box, where little of the background is.
  static Signature of(const Image& rgb, const Box& box);

  bool empty() const { return empty_; }
  // 0: nothing in common, 1: the same.
  float likeness(const Signature& other) const;
  // Takes over a share of the other.
  void blend(const Signature& other, float share);

 private:
  static constexpr int kHues = 8;
  static constexpr int kGreys = 4;
  static constexpr int kHalf = kHues + kGreys;
  std::array<float, 2 * kHalf> shares_{};
  bool empty_ = true;
};

// The colour of a person's upper half or of most of anything else, of those pixels in the box that differ from the
// background where enough do; kNone where none prevails.
Colour prevailing_colour(const Image& rgb, const Foreground* foreground, const Box& box, Family family);

}  // namespace np::perception
