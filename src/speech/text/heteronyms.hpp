// Words that are written alike and said otherwise, by what stands around them: "the lead", "live on TV". Pure function,
// inside this folder only.
#pragma once

#include <string>

#include "speech/text/token.hpp"

namespace np::text {

// Respelled as it sounds; empty: as it is written.
std::string say_heteronym(const Place& place);

}  // namespace np::text
