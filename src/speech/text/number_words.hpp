// Numbers as English words. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace np::text {

// Below 10^15; "one thousand two hundred fifty".
std::string cardinal(std::uint64_t number);
// "twenty first".
std::string ordinal(std::uint64_t number);
// From 1000 to 9999, as years are read: "nineteen ninety eight", "two thousand five", "twenty twenty six".
std::string year(std::uint64_t number);
// One by one: "zero zero seven".
std::string digits(std::string_view number);
// Of digits with commas between thousands and one point at most, or any number of digits: "three point one four". What
// is longer than 15 digits is read one by one, and more than 20 are "a very long number".
std::string number(std::string_view written);

}  // namespace np::text
