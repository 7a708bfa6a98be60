#include "config/access.hpp"

#include <arpa/inet.h>

#include "config/token_file.hpp"

namespace np {

bool is_loopback(const std::string& host) {
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24 == 127;
  in6_addr v6{};
  if (inet_pton(AF_INET6, host.c_str(), &v6) == 1) {
    return IN6_IS_ADDR_LOOPBACK(&v6) || (IN6_IS_ADDR_V4MAPPED(&v6) && v6.s6_addr[12] == 127);
  }
  return host == "localhost";
}

ApiToken api_token(const Settings& settings) {
  if (settings.api_token == "off") return {};
  if (!settings.api_token.empty() || is_loopback(settings.server_host)) return {.text = settings.api_token};
  KeptToken token = kept_token(settings.state_dir);
  return {.text = std::move(token.text), .made = true, .kept = token.kept};
}

}  // namespace np
