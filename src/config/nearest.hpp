// Spelling help.
#pragma once

#include <cstddef>
#include <string_view>

namespace np {

// How many letters must be changed, added, left out or swapped with their neighbour to make `b` of `a`; case does not
// count.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace np
