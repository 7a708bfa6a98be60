// Checks who may use the API, and with which token.
#pragma once

#include <string>

#include "config/settings.hpp"

namespace np {

// Loopback names and addresses: localhost, 127.0.0.0/8, ::1.
bool is_loopback(const std::string& host);

struct ApiToken {
  std::string text;   // empty: none is asked for
  bool made = false;  // nobody has set it, so nobody knows it yet
  bool kept = false;  // it was made, and STATE_DIR keeps it for the next start
};
// The token that the server asks for. If API_TOKEN is not set, it makes one and keeps it (token_file.hpp), unless the
// address is loopback. Blocks for the file.
ApiToken api_token(const Settings& settings);

}  // namespace np
