#include "app/listening_place.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <cerrno>
#include <memory>
#include <system_error>

#include "app/messages.hpp"
#include "base/descriptor.hpp"
#include "base/format.hpp"
#include "base/freed.hpp"
#include "http/messages.hpp"

namespace np {

ListeningPlace look_at_place(const std::string& host, int port) {
  const addrinfo wanted{.ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0 || !found)
    return {.sentence = np::format(messages::kNoSuchServerHost, host)};
  const std::unique_ptr<addrinfo, Freed<freeaddrinfo>> addresses(found);
  const Descriptor socket(::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int yes = 1;
  // As the server does: connections that have just ended must not block the port.
  setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const std::string where = np::format("Port {} on {}", port, host);
  if (bind(socket.get(), found->ai_addr, found->ai_addrlen) == 0 && listen(socket.get(), 1) == 0)
    return {.free = true,
            .sentence =
                port == 0 ? np::format(messages::kCheckAnyPort, host) : np::format(messages::kCheckPortFree, where)};
  const int error = errno;
  if (error == EADDRINUSE) return {.taken = true, .sentence = np::format(messages::kPortInUse, where)};
  if (error == EACCES) return {.sentence = np::format(messages::kCheckPortNotAllowed, where)};
  return {.sentence = np::format(messages::kCheckPortFails, where, std::generic_category().message(error))};
}

}  // namespace np
