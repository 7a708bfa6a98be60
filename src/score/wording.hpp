// Sorts lines by their words alone. Pure functions.
#pragma once

#include <string_view>

namespace np::score {

int word_count(std::string_view line);

// It has a word for an event: somebody comes, goes, stops, falls, the light changes.
bool tells_event(std::string_view line);

// It says only how many there are or which way they go: "Two people walk to the left." A colour, a thing or a kind
// other than a person is more.
bool only_counts_or_directs(std::string_view line);

// It says that somebody or something is there, comes or goes: wrong if nothing is there. "Nobody is in view." does not
// count.
bool speaks_of_something(std::string_view line);

}  // namespace np::score
