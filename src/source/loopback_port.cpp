#include "source/loopback_port.hpp"

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/gst_ptr.hpp"

namespace np {

LoopbackPort::LoopbackPort(const std::string& shown) {
  const GObjectPtr<GInetAddress> loopback(g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4));
  const GObjectPtr<GSocketAddress> any(g_inet_socket_address_new(loopback.get(), 0));
  GError* raw = nullptr;
  socket_.reset(g_socket_new(G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &raw));
  if (!socket_ || !g_socket_bind(socket_.get(), any.get(), FALSE, &raw) || !g_socket_listen(socket_.get(), &raw)) {
    const GErrorPtr error(raw);
    throw Error(ErrorKind::kInternal, np::format("{} cannot be opened: this machine gives no port.", shown));
  }
  const GObjectPtr<GSocketAddress> own(g_socket_get_local_address(socket_.get(), nullptr));
  number_ = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(own.get()));
}

GObjectPtr<GSocketConnection> LoopbackPort::accept() {
  const GObjectPtr<GSocket> socket(g_socket_accept(socket_.get(), nullptr, nullptr));
  if (!socket) return nullptr;
  return GObjectPtr<GSocketConnection>(g_socket_connection_factory_create_connection(socket.get()));
}

}  // namespace np
