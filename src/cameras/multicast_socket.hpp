// Asks a group of the link on every network of this machine, from a port of its own, and hears the answers, which come
// to that port. It joins no group, so it hears nothing that nobody asked for. One thread; never blocks.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/descriptor.hpp"
#include "cameras/networks.hpp"

namespace np {

struct Datagram {
  std::string_view bytes;  // until the next receive()
  IpAddress from;
  unsigned interface = 0;
};

class MulticastSocket {
 public:
  // `group`: an IPv4 or IPv6 address. A datagram goes `hops` far. On a machine without that protocol it is silent.
  MulticastSocket(const char* group, int port, int hops);

  int fd() const { return socket_.get(); }  // for poll(); negative: poll() leaves it out
  // Whether any network of its protocol took it.
  bool send(std::string_view datagram, const Networks& networks);
  std::optional<Datagram> receive();

 private:
  sockaddr_in6 group_{};  // or a sockaddr_in
  socklen_t group_size_ = 0;
  Descriptor socket_;
  std::vector<char> buffer_;
};

}  // namespace np
