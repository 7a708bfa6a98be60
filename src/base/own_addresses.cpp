#include "base/own_addresses.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace np {
namespace {

constexpr std::size_t kMostOfAKind = 8;

void put_address(std::vector<std::string>& into, int family, const void* address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (into.size() < kMostOfAKind && inet_ntop(family, address, text, sizeof text) && !std::ranges::contains(into, text))
    into.emplace_back(text);
}

}  // namespace

bool leads_out(const std::string& name) {
  for (const char* inner : {"lo", "docker", "br-", "veth", "virbr", "cni", "flannel", "podman", "lxc", "lxd"})
    if (name.starts_with(inner)) return false;
  return true;
}

std::vector<std::string> own_addresses() {
  std::vector<std::string> v4, v6;
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return v4;
  for (const ifaddrs* i = all; i; i = i->ifa_next) {
    if (!i->ifa_addr || (i->ifa_flags & IFF_LOOPBACK) || !(i->ifa_flags & IFF_UP) || !leads_out(i->ifa_name)) continue;
    if (i->ifa_addr->sa_family == AF_INET) {
      sockaddr_in address;
      std::memcpy(&address, i->ifa_addr, sizeof address);
      if (ntohl(address.sin_addr.s_addr) >> 16 != 0xA9FE) put_address(v4, AF_INET, &address.sin_addr);
    } else if (i->ifa_addr->sa_family == AF_INET6) {
      sockaddr_in6 address;
      std::memcpy(&address, i->ifa_addr, sizeof address);
      if (!IN6_IS_ADDR_LINKLOCAL(&address.sin6_addr)) put_address(v6, AF_INET6, &address.sin6_addr);
    }
  }
  freeifaddrs(all);
  v4.insert(v4.end(), v6.begin(), v6.end());
  return v4;
}

std::string url_host(const std::string& address) { return address.contains(':') ? '[' + address + ']' : address; }

}  // namespace np
