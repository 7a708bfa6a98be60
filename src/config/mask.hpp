// Takes secrets out of what a person or a log sees.
#pragma once

#include <string>
#include <string_view>

namespace np {

// A source or URL without its user's password and without values of query parameters that look like secrets.
std::string mask_credentials(std::string_view text);

}  // namespace np
