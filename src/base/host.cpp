#include "base/host.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "base/text.hpp"

namespace np {

std::string host_of(std::string_view authority) {
  if (authority.starts_with('[')) return std::string(authority.substr(1, authority.find(']') - 1));
  return std::string(authority.substr(0, authority.find(':')));
}

bool is_authority(std::string_view text) {
  std::string_view rest;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    in6_addr unused;
    if (end == text.npos || inet_pton(AF_INET6, std::string(text.substr(1, end - 1)).c_str(), &unused) != 1)
      return false;
    rest = text.substr(end + 1);
  } else {
    const std::size_t end = std::min(text.find(':'), text.size());
    const auto is_part = [](char c) { return is_alpha(c) || is_digit(c) || c == '.' || c == '-' || c == '_'; };
    if (end == 0 || !std::ranges::all_of(text.substr(0, end), is_part)) return false;
    rest = text.substr(end);
  }
  if (rest.empty()) return true;
  const std::string_view port = rest.substr(1);
  return rest.starts_with(':') && !port.empty() && port.size() <= 5 && std::ranges::all_of(port, is_digit);
}

bool is_ip_address(const std::string& host) {
  in6_addr unused;
  return inet_pton(AF_INET, host.c_str(), &unused) == 1 || inet_pton(AF_INET6, host.c_str(), &unused) == 1;
}

}  // namespace np
