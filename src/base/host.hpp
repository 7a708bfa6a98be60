// Recognises hosts in addresses by their form alone, and looks nothing up.
#pragma once

#include <string>
#include <string_view>

namespace np {

// "name", "1.2.3.4" or "::1" of "name:port", "1.2.3.4:port", "[::1]:port".
std::string host_of(std::string_view authority);

// Whether the whole text is one of these.
bool is_authority(std::string_view text);

// An IPv4 address, or an IPv6 address without brackets.
bool is_ip_address(const std::string& host);

}  // namespace np
