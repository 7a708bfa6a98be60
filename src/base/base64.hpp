// Base64 of RFC 4648. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace np {

// With padding, without line ends.
std::string base64(std::string_view bytes);
// The alphabet for addresses, without padding (section 5).
std::string base64url(std::string_view bytes);

}  // namespace np
