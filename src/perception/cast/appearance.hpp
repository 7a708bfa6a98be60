// A person's looks: a signature that recognises them after a crossing, and the colour that a person would name. Pure
// functions on pictures at working size.
#pragma once

#include <array>

#include "perception/facts/facts.hpp"
#include "perception/picture/image.hpp"

namespace np::perception {

// How light and which colours are in the head, the upper and the lower half of a body: in shares, each of brightness,
// blueness and redness (BT.601) by itself. Of two looks a second apart the same person has a likeness of 0.90 and more
// in nine of ten, somebody else of 0.88 and less in nine of ten (measured on a street scene).
class Signature {
 public:
  // Of the middle of the box, where little of the background is.
  static Signature of(const Image& rgb, const Box& box);

  bool empty() const { return empty_; }
  // 0: nothing in common, 1: the same.
  float likeness(const Signature& other) const;
  // Takes over a share of the other.
  void blend(const Signature& other, float share);

 private:
  static constexpr int kParts = 3;
  static constexpr int kLights = 10;
  static constexpr int kColours = 12;  // of blueness, and as many of redness
  static constexpr int kPart = kLights + 2 * kColours;
  std::array<float, kParts * kPart> shares_{};
  bool empty_ = true;
};

// The colour that more than so many percent of what was counted have; black, grey and white need `percent_plain`.
// Shades of one colour count together, and the one that most of it has stands for them. `counts[0]` has no colour.
Colour prevailing(const std::array<int, kColours>& counts, int percent, int percent_plain);

// The colour of a person's upper half or of most of anything else, of those pixels in the box that differ from the
// background where enough do; kNone where none prevails.
Colour prevailing_colour(const Image& rgb, const Foreground* foreground, const Box& box, Family family);
// The colour of a person's legs, of those pixels alone that differ from the background; kNone where few do.
Colour prevailing_colour_below(const Image& rgb, const Foreground* foreground, const Box& box);

}  // namespace np::perception
