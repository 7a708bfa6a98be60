// Tells a person about words on the command line that mean nothing there. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/manual.hpp"

namespace np {

// One sentence about the first of `words`, with the nearest flag or command if one is near. `command`: the one that
// received them; nullptr: none was named.
std::string about_wrong_words(const Manual& manual, const ManualCommand* command,
                              const std::vector<std::string>& words);

// "nerdpudding", or "nerdpudding serve".
std::string called(const ManualCommand* command);

// The likely intended one of `words`; empty: none is near.
std::string nearest_word(std::string_view typed, const std::vector<std::string>& words);

}  // namespace np
