#include "base/format.hpp"

namespace np {

std::string vformat(std::string_view pattern, std::format_args values) { return std::vformat(pattern, values); }

}  // namespace np
