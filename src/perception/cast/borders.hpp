// The picture's borders, and what can be told of somebody near them: over which they came, over which they left. A
// plain value; boxes in pixels of the working size.
#pragma once

#include "perception/cast/member.hpp"
#include "perception/picture/image.hpp"

namespace np::perception {

class Borders {
 public:
  Borders() = default;
  Borders(int width, int height) : width_(width), height_(height) {}

  int height() const { return height_; }
  // The border that the box touches or is as near to; the nearest if there are two.
  Side at(const Box& box, float within) const;
  // The share of the box that is inside.
  float inside(const Box& box) const;
  // The border over which it has come: it was at it when first seen, or must have been a moment before.
  Side came_over(const Member& member) const;
  // The border over which it goes, if it is `there` by `now`: it was seen shortly before, near that border and on its
  // way out.
  Side left_over(const Member& member, const Box& there, TimePoint now) const;
  // Somebody who is at the border now is not the member that was lost well inside.
  bool comes_in(const Box& box, const Member& lost) const;

 private:
  bool stays_inside(const Member& member) const;

  int width_ = 0;
  int height_ = 0;
};

}  // namespace np::perception
