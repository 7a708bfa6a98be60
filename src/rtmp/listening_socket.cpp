#include "rtmp/listening_socket.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

namespace np::rtmp {
namespace {

constexpr int kBacklog = 64;

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

std::string text_of(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  const void* bytes = address.ss_family == AF_INET6
                          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6&>(address).sin6_addr)
                          : &reinterpret_cast<const sockaddr_in&>(address).sin_addr;
  inet_ntop(address.ss_family, bytes, text, sizeof text);
  return text;
}

}  // namespace

ListeningSocket::ListeningSocket(const std::string& host, int port) {
  addrinfo wanted{};
  wanted.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* raw = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &raw) != 0) {
    error_ = EADDRNOTAVAIL;
    return;
  }
  const Addresses address(raw, ::freeaddrinfo);
  socket_ = std::make_unique<Descriptor>(::socket(raw->ai_family, raw->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (descriptor() < 0) {
    error_ = errno;
    return;
  }
  const int yes = 1, no = 0;
  ::setsockopt(descriptor(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (raw->ai_family == AF_INET6) ::setsockopt(descriptor(), IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
  if (::bind(descriptor(), raw->ai_addr, raw->ai_addrlen) != 0 || ::listen(descriptor(), kBacklog) != 0) error_ = errno;
}

int ListeningSocket::port() const {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  ::getsockname(descriptor(), reinterpret_cast<sockaddr*>(&own), &size);
  return ntohs(own.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(own).sin6_port
                                         : reinterpret_cast<const sockaddr_in&>(own).sin_port);
}

ListeningSocket::Guest ListeningSocket::accept() {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  const int guest = ::accept4(descriptor(), reinterpret_cast<sockaddr*>(&peer), &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (guest < 0) return {.failed = errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS};
  const int on = 1;
  ::setsockopt(guest, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return {.descriptor = guest, .peer = text_of(peer)};
}

}  // namespace np::rtmp
