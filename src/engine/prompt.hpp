// The text that a model is given beside its profile and the frames. Pure functions.
#pragma once

#include <string>

#include "engine/engine.hpp"

namespace np {

// What follows the frames: last line, interruption, facts, length hint, time to speak, focus. In this order the head
// stays the same from cycle to cycle.
std::string after_frames(const CommentRequest& request);

// The whole text, for people.
std::string prompt_text(const CommentRequest& request);

}  // namespace np
