// How what is written with digits is said: times, scores, money, measures, dates, ranges. Pure function, inside this
// folder only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "speech/text/token.hpp"

namespace np::text {

struct Said {
  std::string words;
  std::size_t more = 0;  // tokens behind this one that are in it
};
// nullopt: the token has no digits, or none in a form that is known.
std::optional<Said> say_number(const Place& place);

}  // namespace np::text
