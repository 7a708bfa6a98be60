// Completion for shells: a script that knows commands, flags and the words that values may be. Pure function.
#pragma once

#include <string>
#include <string_view>

#include "cli/manual.hpp"

namespace np {

enum class Shell { kBash, kZsh, kFish };

// That shell loads it for the program `nerdpudding`.
std::string completion_script(const Manual& manual, Shell shell);

}  // namespace np
