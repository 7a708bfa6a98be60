// Completion for shells: a script that knows commands, flags and the values that are words. Pure function.
#pragma once

#include <string>
#include <string_view>

#include "cli/manual.hpp"

namespace np {

enum class Shell { kBash, kZsh, kFish };

// To be loaded by that shell for the program `nerdpudding`.
std::string completion_script(const Manual& manual, Shell shell);

}  // namespace np
