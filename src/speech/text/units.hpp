// Units and currencies. Pure functions, inside this folder only.
#pragma once

#include <string>
#include <string_view>

namespace np::text {

// "km" is "kilometers", of one "kilometer"; empty: it is no unit. `alone`: it stands apart from its number, where "in"
// or "a" are words and no units.
std::string unit(std::string_view written, bool one, bool alone);

struct Currency {
  std::string_view mark;  // "$" or "EUR"
  std::string_view one, many;
  std::string_view cent, cents;  // empty: there are none
};
// nullptr: it is none.
const Currency* currency(std::string_view mark);
// The one that the text begins or ends with, as "$5" or "5EUR"; nullptr: none.
const Currency* currency_in_front(std::string_view text);
const Currency* currency_behind(std::string_view text);

}  // namespace np::text
