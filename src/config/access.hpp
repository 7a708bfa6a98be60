// Who may use the API, and what it takes.
#pragma once

#include <string>

#include "config/settings.hpp"

namespace np {

// Loopback names and addresses: localhost, 127.0.0.0/8, ::1.
bool is_loopback(const std::string& host);

// The token the server asks for; empty: none. On another address than loopback without API_TOKEN one is made:
// 192 random bits, URL-safe, different at each start.
std::string api_token(const Settings& settings);

}  // namespace np
