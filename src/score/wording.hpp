// What kind of line it is, by its words alone. Pure functions.
#pragma once

#include <string_view>

namespace np::score {

int word_count(std::string_view line);

// It has a word for something that happens: somebody comes, goes, stops, falls, the light changes.
bool tells_event(std::string_view line);

// It says nothing but how many there are or which way they go: "Two people walk to the left." A colour, a thing or
// another kind than a person is more.
bool only_counts_or_directs(std::string_view line);

// It says that somebody or something is there, comes or goes: a line that should not be where nothing is. "Nobody is in
// view." is none of these.
bool speaks_of_something(std::string_view line);

}  // namespace np::score
