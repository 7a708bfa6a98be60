#include "cameras/networks.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

namespace np {
namespace {

constexpr std::size_t kMostNetworks = 32;
constexpr std::size_t kBeforeV4 = 12;  // bytes

bool begins_alike(const IpAddress& one, const IpAddress& other, int bits) {
  for (std::size_t i = 0; i < one.bytes.size() && bits > 0; ++i, bits -= 8) {
    const unsigned mask = bits >= 8 ? 0xFF : 0xFF << (8 - bits) & 0xFF;
    if ((one.bytes[i] ^ other.bytes[i]) & mask) return false;
  }
  return true;
}

// Nobody's own: unspecified, a group's, everybody's.
bool is_one_host(const IpAddress& address) {
  if (address.is_v4()) {
    const std::uint8_t first = address.bytes[kBeforeV4];
    return first != 0 && first < 224;
  }
  return address != IpAddress{} && address.bytes[0] != 0xFF;
}

int bits_in(const sockaddr* mask) {
  int bits = 0;
  for (const std::uint8_t byte : IpAddress::of(mask).bytes) bits += std::popcount(byte);
  return mask->sa_family == AF_INET ? bits + 96 - 16 : bits;  // the 16 are those of ::ffff
}

}  // namespace

IpAddress IpAddress::of(const in_addr& address) {
  IpAddress out;
  out.bytes[10] = out.bytes[11] = 0xFF;
  std::memcpy(out.bytes.data() + kBeforeV4, &address, sizeof address);
  return out;
}

IpAddress IpAddress::of(const in6_addr& address) {
  IpAddress out;
  std::memcpy(out.bytes.data(), &address, sizeof address);
  return out;
}

IpAddress IpAddress::of(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in in;
    std::memcpy(&in, address, sizeof in);
    return of(in.sin_addr);
  }
  if (address->sa_family != AF_INET6) return {};
  sockaddr_in6 in6;
  std::memcpy(&in6, address, sizeof in6);
  return of(in6.sin6_addr);
}

bool IpAddress::is_v4() const {
  constexpr std::array<std::uint8_t, kBeforeV4> kFront{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  return std::ranges::equal(kFront, std::span(bytes).first(kBeforeV4));
}

bool IpAddress::is_link_local() const {
  if (is_v4()) return bytes[kBeforeV4] == 169 && bytes[kBeforeV4 + 1] == 254;
  return bytes[0] == 0xFE && (bytes[1] & 0xC0) == 0x80;
}

std::string IpAddress::text() const {
  char out[INET6_ADDRSTRLEN] = {};
  const bool v4 = is_v4();
  ::inet_ntop(v4 ? AF_INET : AF_INET6, bytes.data() + (v4 ? kBeforeV4 : 0), out, sizeof out);
  return out;
}

Networks Networks::of_this_machine() {
  std::vector<Network> out;
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return Networks({});
  for (const ifaddrs* i = all; i; i = i->ifa_next) {
    if (!i->ifa_addr || !i->ifa_netmask || !(i->ifa_flags & IFF_UP) || out.size() == kMostNetworks) continue;
    if (i->ifa_addr->sa_family != AF_INET && i->ifa_addr->sa_family != AF_INET6) continue;
    out.push_back({::if_nametoindex(i->ifa_name), IpAddress::of(i->ifa_addr), bits_in(i->ifa_netmask)});
  }
  ::freeifaddrs(all);
  return Networks(std::move(out));
}

bool Networks::has_own(const IpAddress& address) const {
  return std::ranges::any_of(all_, [&](const Network& n) { return n.own == address; });
}

bool Networks::is_near(const IpAddress& address, unsigned interface) const {
  if (!is_one_host(address)) return false;
  return std::ranges::any_of(all_, [&](const Network& n) {
    return n.own == address || (n.interface == interface && begins_alike(n.own, address, n.shared));
  });
}

bool Networks::may_name(const IpAddress& named, const IpAddress& from, unsigned interface) const {
  if (!is_near(from, interface) || !is_one_host(named)) return false;
  if (named == from) return true;
  if (has_own(from))
    return std::ranges::any_of(all_, [&](const Network& n) { return begins_alike(n.own, named, n.shared); });
  return is_near(named, interface) && !has_own(named);
}

}  // namespace np
