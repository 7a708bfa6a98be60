// Takes secrets out of what a person or a log sees.
#pragma once

#include <string>
#include <string_view>

namespace np {

// A source or URL without its user's password, without values of query parameters that look like secrets, and without
// RTMP's stream key.
std::string mask_credentials(std::string_view text);

}  // namespace np
