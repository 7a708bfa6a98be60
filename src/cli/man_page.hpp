// The page of `man nerdpudding`, as roff. Pure function.
#pragma once

#include <string>
#include <string_view>

#include "cli/manual.hpp"

namespace np {

std::string man_page(const Manual& manual, std::string_view version);

}  // namespace np
