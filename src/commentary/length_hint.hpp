// How much there is to say. Pure function.
#pragma once

#include <string>

#include "engine/engine.hpp"

namespace np {

// From how much the scene has changed (SceneChange's 0-255), how long the last line was, and how many words there is
// time for; 0: for any number.
LengthHint length_hint(double scene_difference, const std::string& last_line, int time_for_words = 0);

}  // namespace np
