// The colour of what somebody wears, where it is a plain strong one. Pure function.
#pragma once

#include "perception/facts.hpp"
#include "perception/image.hpp"

namespace np::perception {

// Of the upper body of whoever stands in the box; kNone where no colour prevails.
Colour clothes_colour(const Image& rgb, const Foreground& foreground, int label, const Box& box);

}  // namespace np::perception
