#include "config/access.hpp"

#include <arpa/inet.h>
#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace np {
namespace {

std::string random_token() {
  std::array<std::uint8_t, 24> bits{};
  for (std::size_t have = 0; have < bits.size();) {
    const ssize_t n = getrandom(bits.data() + have, bits.size() - have, 0);
    if (n < 0 && errno != EINTR) {
      throw Error(ErrorKind::kInternal, "This system gives no random numbers for a token: set API_TOKEN.");
    }
    if (n > 0) have += static_cast<std::size_t>(n);
  }
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string token;
  for (std::size_t i = 0; i < bits.size(); i += 3) {
    const std::uint32_t word = bits[i] << 16 | bits[i + 1] << 8 | bits[i + 2];
    for (int shift = 18; shift >= 0; shift -= 6) token += kAlphabet[word >> shift & 63];
  }
  return token;
}

}  // namespace

bool is_loopback(const std::string& host) {
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24 == 127;
  in6_addr v6{};
  if (inet_pton(AF_INET6, host.c_str(), &v6) == 1) {
    return IN6_IS_ADDR_LOOPBACK(&v6) || (IN6_IS_ADDR_V4MAPPED(&v6) && v6.s6_addr[12] == 127);
  }
  return host == "localhost";
}

std::string api_token(const Settings& settings) {
  if (settings.api_token == "off") return "";
  if (!settings.api_token.empty() || is_loopback(settings.server_host)) return settings.api_token;
  return random_token();
}

}  // namespace np
