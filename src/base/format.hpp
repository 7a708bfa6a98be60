// std::format, compiled once. Included directly, it puts its whole machinery into every file that formats, which costs
// two seconds each and makes the program larger.
#pragma once

#include <format>
#include <string>
#include <string_view>

namespace np {

std::string vformat(std::string_view pattern, std::format_args values);

template <typename... Values>
std::string format(std::format_string<Values...> pattern, Values&&... values) {
  return np::vformat(pattern.get(), std::make_format_args(values...));
}

}  // namespace np
