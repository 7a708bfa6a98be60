// Finds what a line of English claims: who comes and goes, and how many are in view. Made for any commentary, also a
// model's. It takes a possible meaning as meant; a denial, a wish or the past makes no claim. Pure functions.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "score/passage.hpp"

namespace np::score {

// In the order of the sentences.
std::vector<Claim> claims_in(std::string_view line);

// The number of people in view that the line gives; nullopt: it gives none. "Three people stand on the left" gives
// none.
std::optional<int> people_in(std::string_view line);

}  // namespace np::score
