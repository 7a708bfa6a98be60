#include "source/rtsp/rtsp_line.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cmath>

#include "base/format.hpp"
#include "net/local_address.hpp"
#include "source/messages.hpp"
#include "source/reasons.hpp"

namespace np {
namespace {

constexpr guint16 kRtspPort = 554;
constexpr guint16 kRtspsPort = 322;
constexpr std::size_t kMost = 64u << 10;  // bytes read at once

bool is_pause(const GErrorPtr& error) { return g_error_matches(error.get(), G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK); }

}  // namespace

Error rtsp_reason(const GError& error, const std::string& shown, Duration limit) {
  const auto make = [&shown](ErrorKind kind, std::format_string<const std::string&> sentence) {
    return Error(kind, np::format(sentence, shown));
  };
  if (error.domain == G_RESOLVER_ERROR) return make(ErrorKind::kNotFound, messages::kCameraNameNotKnown);
  if (error.domain == G_TLS_ERROR && error.code == G_TLS_ERROR_BAD_CERTIFICATE)
    return make(ErrorKind::kPermission, messages::kCameraNotTrusted);
  if (error.domain == G_TLS_ERROR)
    return make(ErrorKind::kUnsupported, "{} does not take an encrypted connection: check the port, or use rtsp://.");
  if (error.domain == G_IO_ERROR) switch (error.code) {
      case G_IO_ERROR_CONNECTION_REFUSED: return make(ErrorKind::kRefused, messages::kCameraRefuses);
      case G_IO_ERROR_HOST_UNREACHABLE:
      case G_IO_ERROR_NETWORK_UNREACHABLE:
      case G_IO_ERROR_HOST_NOT_FOUND: return make(ErrorKind::kUnavailable, messages::kCameraCannotBeReached);
      case G_IO_ERROR_TIMED_OUT:
        return Error(ErrorKind::kTimeout, np::format(messages::kCameraDoesNotAnswer, shown, to_seconds(limit)));
      default: break;
    }
  return make(ErrorKind::kUnavailable, messages::kCameraClosed);
}

RtspLine::RtspLine(GObjectPtr<GSocketConnection> connection) : connection_(std::move(connection)) {
  const int on = 1;
  setsockopt(descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

RtspLine RtspLine::open(const std::string& address, const std::string& shown, Duration limit, bool local,
                        GCancellable* cancellable) {
  const auto parsed = boost::urls::parse_uri(address);
  if (!parsed) throw not_a_video(shown);
  const boost::urls::url_view url = *parsed;
  const bool encrypted = url.scheme() == "rtsps";
  const std::string host =
      url.host_type() == boost::urls::host_type::ipv6 ? std::string(url.host_address()) : url.host();
  const guint16 port = url.port_number() ? url.port_number() : encrypted ? kRtspsPort : kRtspPort;
  const GObjectPtr<GSocketClient> client(g_socket_client_new());
  g_socket_client_set_timeout(client.get(), static_cast<guint>(std::max(1.0, std::ceil(to_seconds(limit)))));
  g_socket_client_set_enable_proxy(client.get(), FALSE);
  g_socket_client_set_tls(client.get(), encrypted);
  GError* raw = nullptr;
  GObjectPtr<GSocketConnection> connection(
      g_socket_client_connect_to_host(client.get(), host.c_str(), port, cancellable, &raw));
  if (!connection) {
    const GErrorPtr error(raw);
    throw rtsp_reason(*error, shown, limit);
  }
  RtspLine out(std::move(connection));
  if (!local && out.is_local()) throw leads_elsewhere(shown);
  return out;
}

int RtspLine::descriptor() const { return g_socket_get_fd(g_socket_connection_get_socket(connection_.get())); }

bool RtspLine::read(std::string& to) {
  GInputStream* in = g_io_stream_get_input_stream(G_IO_STREAM(connection_.get()));
  const std::size_t before = to.size();
  to.resize(before + kMost);
  GError* raw = nullptr;
  const gssize n =
      g_pollable_input_stream_read_nonblocking(G_POLLABLE_INPUT_STREAM(in), to.data() + before, kMost, nullptr, &raw);
  const GErrorPtr error(raw);
  to.resize(before + static_cast<std::size_t>(std::max<gssize>(n, 0)));
  return n > 0 || (n < 0 && is_pause(error));
}

bool RtspLine::write(std::string& from) {
  GOutputStream* out = g_io_stream_get_output_stream(G_IO_STREAM(connection_.get()));
  std::size_t done = 0;
  bool good = true;
  while (done < from.size()) {
    GError* raw = nullptr;
    const gssize n = g_pollable_output_stream_write_nonblocking(G_POLLABLE_OUTPUT_STREAM(out), from.data() + done,
                                                                from.size() - done, nullptr, &raw);
    const GErrorPtr error(raw);
    if (n <= 0) {
      good = n < 0 && is_pause(error);
      break;
    }
    done += static_cast<std::size_t>(n);
  }
  from.erase(0, done);
  return good;
}

void RtspLine::reset_on_close() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  setsockopt(descriptor(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

std::string RtspLine::peer() const {
  const GObjectPtr<GSocketAddress> address(g_socket_connection_get_remote_address(connection_.get(), nullptr));
  if (!address || !G_IS_INET_SOCKET_ADDRESS(address.get())) return {};
  return to_string(
      GCharPtr(g_inet_address_to_string(g_inet_socket_address_get_address(G_INET_SOCKET_ADDRESS(address.get())))));
}

bool RtspLine::is_local() const {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  if (getpeername(descriptor(), reinterpret_cast<sockaddr*>(&peer), &size) != 0) return false;
  return is_local_address(reinterpret_cast<const sockaddr&>(peer));
}

}  // namespace np
