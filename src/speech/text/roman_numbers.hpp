// Roman numbers behind a name: "Henry VIII", "World War II", "Chapter IV". Pure function, inside this folder only.
#pragma once

#include <string>

#include "speech/text/token.hpp"

namespace np::text {

// Empty: it is none.
std::string say_roman(const Place& place);

}  // namespace np::text
