// Text functions for ASCII in any locale; they leave other bytes as they are.
#pragma once

#include <string>
#include <string_view>

namespace np {

bool is_alpha(char c);
bool is_digit(char c);
std::string lower(std::string_view text);
// Without white space at either end.
std::string_view trim(std::string_view text);

}  // namespace np
