// How much there is to say. Pure function.
#pragma once

#include <string>

#include "engine/engine.hpp"

namespace np {

// From how much the scene has changed (SceneChange's 0-255) and how long the last line was.
LengthHint length_hint(double scene_difference, const std::string& last_line);

}  // namespace np
