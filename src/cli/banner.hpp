// The first lines of `nerdpudding serve`: where the page is, and what runs. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/greeting.hpp"

namespace np {

// For a terminal of `width` columns: a block of lines, with a QR code of the best address if other devices can reach it
// and the terminal has room. `glyphs`: the terminal shows more than ASCII.
std::string banner(const Greeting& greeting, std::size_t width, bool glyphs);
// For a log: sentences, the address in the first one.
std::vector<std::string> banner_lines(const Greeting& greeting);

// The address without its token.
std::string without_token(const std::string& address);
// Only programs on this machine can reach it.
bool is_of_this_machine(const std::string& address);

}  // namespace np
