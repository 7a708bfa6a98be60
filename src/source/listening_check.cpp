#include "source/listening_check.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <memory>
#include <string>

#include "base/descriptor.hpp"
#include "base/format.hpp"
#include "source/messages.hpp"
#include "source/stream_place.hpp"

namespace np {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

}  // namespace

Error cannot_listen(int error, const std::string& host, int port) {
  switch (error) {
    case EADDRINUSE: return Error(ErrorKind::kUnavailable, np::format(messages::kSenderPortInUse, port));
    case EACCES:
    case EPERM: return Error(ErrorKind::kPermission, np::format(messages::kSenderPortNotAllowed, port));
    default: return Error(ErrorKind::kInvalid, np::format(messages::kNotOurAddress, host, port));
  }
}

void check_listening(const SourceSpec& spec) {
  const StreamPlace place = stream_place(spec.text);
  addrinfo wanted{};
  wanted.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  wanted.ai_family = place.host.empty() ? AF_INET : AF_UNSPEC;
  wanted.ai_socktype = SOCK_DGRAM;
  addrinfo* raw = nullptr;
  if (::getaddrinfo(place.host.empty() ? nullptr : place.host.c_str(), std::to_string(place.port).c_str(), &wanted,
                    &raw) != 0)
    throw cannot_listen(EADDRNOTAVAIL, place.host, place.port);
  const Addresses address(raw, ::freeaddrinfo);
  const Descriptor socket(::socket(raw->ai_family, raw->ai_socktype | SOCK_CLOEXEC, raw->ai_protocol));
  const int yes = 1;
  // As the listener does it: a group is there for many.
  const auto* v4 = reinterpret_cast<const sockaddr_in*>(raw->ai_addr);
  const bool group = raw->ai_family == AF_INET && IN_MULTICAST(ntohl(v4->sin_addr.s_addr));
  if (group) ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (socket.get() < 0 || ::bind(socket.get(), raw->ai_addr, raw->ai_addrlen) != 0)
    throw cannot_listen(errno, place.host, place.port);
}

}  // namespace np
