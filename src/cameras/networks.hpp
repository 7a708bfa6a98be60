// The networks that this machine is in, and whose addresses somebody in them may name. Plain values.
#pragma once

#include <netinet/in.h>

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace np {

// IPv4 as ::ffff:a.b.c.d, which takes 96 bits more.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const IpAddress&) const = default;

  static IpAddress of(const in_addr& address);
  static IpAddress of(const in6_addr& address);
  static IpAddress of(const sockaddr* address);  // all zeros if it is neither

  bool is_v4() const;
  bool is_link_local() const;
  std::string text() const;  // "192.168.1.20", "2001:db8::1"
};

struct Network {
  unsigned interface = 0;  // its index
  IpAddress own;           // this machine's address in it
  int shared = 0;          // the bits that begin every address in it
};

class Networks {
 public:
  explicit Networks(std::vector<Network> all) : all_(std::move(all)) {}
  // Those of the interfaces that are up, 32 at most. This machine itself counts as one, for programs that act as a
  // camera.
  static Networks of_this_machine();

  const std::vector<Network>& all() const { return all_; }
  bool has_own(const IpAddress& address) const;
  // Whether it is reached on that interface without a router, or is of this machine.
  bool is_near(const IpAddress& address, unsigned interface) const;
  // Whether what comes from `from` on that interface may name `named` as the place of a camera: itself and its
  // neighbours. Only this machine may name this machine, and what is in its other networks.
  bool may_name(const IpAddress& named, const IpAddress& from, unsigned interface) const;

 private:
  std::vector<Network> all_;
};

}  // namespace np
