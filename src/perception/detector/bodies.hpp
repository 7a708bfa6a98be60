// Turns detections into bodies: one box each, no box around several, and as wide and tall as the moving part there.
// Pure functions; boxes in pixels of the working size.
#pragma once

#include <span>
#include <vector>

#include "perception/detector/detector.hpp"
#include "perception/picture/image.hpp"

namespace np::perception {

inline constexpr float kLeastOfBody = 0.3f;  // score
inline constexpr float kTiny = 0.12f;        // of the picture's height: what is smaller is better looked at closely

// The surest first. `foreground` may be null. `known`: where somebody is thought to be; a box that holds two of them
// stays as it is.
std::vector<Detection> bodies(std::vector<Detection> detections, const Foreground* foreground,
                              std::span<const Box> known);

// A close look at that square shows all of it, and shows it better than a look at the whole picture.
bool seen_whole_in(const Box& square, const Box& box);

// A person who fills the picture from its lower border up, as in front of a webcam. `height` is the picture's.
bool close_up(const Box& box, int height);

// The network's boxes are off by a quarter of a body's width now and then, or hold one half of it. If the foreground
// around the middle of the box ends on both sides like a body, its outline; otherwise the box.
Box outlined(const Box& box, const Foreground& foreground);

}  // namespace np::perception
