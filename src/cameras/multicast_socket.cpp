#include "cameras/multicast_socket.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <cstring>
#include <utility>

namespace np {
namespace {

constexpr std::size_t kMostDatagram = 65536;  // bytes

bool is_v4(const char* group) { return std::string_view(group).contains('.'); }

}  // namespace

MulticastSocket::MulticastSocket(const char* group, int port, int hops)
    : socket_(::socket(is_v4(group) ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0)), buffer_(kMostDatagram) {
  const int on = 1;
  if (is_v4(group)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, group, &to.sin_addr);
    std::memcpy(&group_, &to, group_size_ = sizeof to);
    (void)::setsockopt(fd(), IPPROTO_IP, IP_MULTICAST_TTL, &hops, sizeof hops);
    (void)::setsockopt(fd(), IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
  } else {
    group_.sin6_family = AF_INET6;
    group_.sin6_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET6, group, &group_.sin6_addr);
    group_size_ = sizeof group_;
    (void)::setsockopt(fd(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    (void)::setsockopt(fd(), IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops, sizeof hops);
    (void)::setsockopt(fd(), IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on);
  }
}

bool MulticastSocket::send(std::string_view datagram, const Networks& networks) {
  if (fd() < 0 || datagram.empty()) return false;
  const bool v4 = group_size_ == sizeof(sockaddr_in);
  unsigned last = 0;
  bool sent = false;
  for (const Network& network : networks.all()) {
    if (network.own.is_v4() != v4) continue;
    if (v4) {
      in_addr own;
      std::memcpy(&own, network.own.bytes.data() + 12, sizeof own);
      if (::setsockopt(fd(), IPPROTO_IP, IP_MULTICAST_IF, &own, sizeof own) != 0) continue;
    } else {
      // An interface has several addresses of IPv6, and is asked once.
      if (std::exchange(last, network.interface) == network.interface) continue;
      const int interface = static_cast<int>(network.interface);
      if (::setsockopt(fd(), IPPROTO_IPV6, IPV6_MULTICAST_IF, &interface, sizeof interface) != 0) continue;
    }
    sent |= ::sendto(fd(), datagram.data(), datagram.size(), MSG_DONTWAIT, reinterpret_cast<const sockaddr*>(&group_),
                     group_size_) >= 0;
  }
  return sent;
}

std::optional<Datagram> MulticastSocket::receive() {
  sockaddr_storage from{};
  iovec into{buffer_.data(), buffer_.size()};
  alignas(cmsghdr) char control[256];
  msghdr message{};
  message.msg_name = &from;
  message.msg_namelen = sizeof from;
  message.msg_iov = &into;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  const ssize_t got = fd() < 0 ? -1 : ::recvmsg(fd(), &message, MSG_DONTWAIT);
  if (got <= 0) return std::nullopt;
  Datagram out{.bytes = {buffer_.data(), static_cast<std::size_t>(got)},
               .from = IpAddress::of(reinterpret_cast<const sockaddr*>(&from))};
  for (cmsghdr* c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
    if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
      in_pktinfo info;
      std::memcpy(&info, CMSG_DATA(c), sizeof info);
      out.interface = static_cast<unsigned>(info.ipi_ifindex);
    } else if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
      in6_pktinfo info;
      std::memcpy(&info, CMSG_DATA(c), sizeof info);
      out.interface = info.ipi6_ifindex;
    }
  }
  return out;
}

}  // namespace np
