// The colour of what somebody wears, where it is a plain strong one. Pure function.
#pragma once

#include "engine/watcher/image.hpp"

namespace np::watcher {

enum class Colour { kNone, kRed, kYellow, kGreen, kBlue };

// Of the upper body of whoever stands in the box; kNone where no colour prevails.
Colour clothes_colour(const Image& rgb, const Foreground& foreground, int label, const Box& box);

}  // namespace np::watcher
