// Composes a model's text beside its profile and the frames. Pure functions.
#pragma once

#include <string>

#include "engine/engine.hpp"

namespace np {

// What comes first and stays the same from cycle to cycle: who the commentator is, and what people have written down.
std::string head_text(const std::string& profile, const std::string& context);
// What is between the head and the frames, and changes with each line: what is remembered.
std::string before_frames(const CommentRequest& request);
// What follows the frames: last line, interruption, facts, length hint, time to speak, language, focus.
std::string after_frames(const CommentRequest& request);

// The whole text, for people.
std::string prompt_text(const CommentRequest& request);

}  // namespace np
