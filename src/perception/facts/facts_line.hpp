// Facts as a line of text for a model. Pure function.
#pragma once

#include <span>
#include <string>

#include "perception/facts/facts.hpp"

namespace np {

// "In view: 2 people (one in red, walking left), a dog on the right. Just now: a person came in from the left."
// `since`: what has happened since the line before, oldest first. A few hundred characters, however much is in view.
std::string facts_line(const Facts& facts, std::span<const Occurrence> since);

}  // namespace np
