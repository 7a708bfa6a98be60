#include "source/rtsp_greeting.hpp"

#include <gio/gio.h>

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cmath>
#include <string>
#include <string_view>

#include "base/format.hpp"
#include "base/gst_ptr.hpp"
#include "source/messages.hpp"

namespace np {
namespace {

constexpr std::size_t kMaxGreeting = 16 << 10;
constexpr guint16 kRtspPort = 554;
constexpr guint16 kRtspsPort = 322;

template <typename T>
using GObjectPtr = std::unique_ptr<T, GstFree<g_object_unref>>;

Error reason_of(const GError& error, const std::string& shown, Duration limit) {
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
  return make(ErrorKind::kUnavailable,
              "{} closed the connection without an answer: check that it is ready, and the port.");
}

}  // namespace

struct RtspGreeting::Impl {
  GObjectPtr<GCancellable> cancellable{g_cancellable_new()};
};

RtspGreeting::RtspGreeting() : impl_(std::make_unique<Impl>()) {}
RtspGreeting::~RtspGreeting() = default;

void RtspGreeting::cancel() { g_cancellable_cancel(impl_->cancellable.get()); }

void RtspGreeting::exchange(const SourceSpec& spec, Duration limit) {
  const auto url = boost::urls::parse_uri(spec.text).value();
  const bool encrypted = url.scheme() == "rtsps";
  const std::string host = url.host_type() == boost::urls::host_type::ipv6 ? std::string(url.host_address()) : url.host();
  const guint16 port = url.port_number() ? url.port_number() : encrypted ? kRtspsPort : kRtspPort;
  const TimePoint deadline = Clock::now() + limit;
  GCancellable* cancellable = impl_->cancellable.get();
  GError* raw = nullptr;
  const auto give_up = [&] {
    const GErrorPtr error(raw);
    throw reason_of(*error, spec.shown, limit);
  };

  const GObjectPtr<GSocketClient> client(g_socket_client_new());
  g_socket_client_set_timeout(client.get(), static_cast<guint>(std::max(1.0, std::ceil(to_seconds(limit)))));
  g_socket_client_set_enable_proxy(client.get(), FALSE);
  g_socket_client_set_tls(client.get(), encrypted);
  const GObjectPtr<GSocketConnection> connection(
      g_socket_client_connect_to_host(client.get(), host.c_str(), port, cancellable, &raw));
  if (!connection) give_up();

  std::string target = "rtsp";
  if (encrypted) target += "s";
  target += "://" + std::string(url.encoded_host_and_port()) + std::string(url.encoded_path());
  if (url.has_query()) target += "?" + std::string(url.encoded_query());
  const std::string request =
      np::format("OPTIONS {} RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: nerdpudding/" NP_VERSION "\r\n\r\n", target);
  GIOStream* stream = G_IO_STREAM(connection.get());
  if (!g_output_stream_write_all(g_io_stream_get_output_stream(stream), request.data(), request.size(), nullptr,
                                 cancellable, &raw))
    give_up();

  GSocket* socket = g_socket_connection_get_socket(connection.get());
  std::string head;
  char bytes[1024];
  const auto complete = [&head] { return head.contains("\r\n\r\n") || head.contains("\n\n"); };
  while (head.size() < kMaxGreeting && !complete()) {
    const Duration left = deadline - Clock::now();
    g_socket_set_timeout(socket, static_cast<guint>(std::max(1.0, std::ceil(to_seconds(left)))));
    const gssize n = g_input_stream_read(g_io_stream_get_input_stream(stream), bytes, sizeof bytes, cancellable, &raw);
    if (n < 0) give_up();
    if (n == 0 || left <= Duration::zero()) break;
    head.append(bytes, static_cast<std::size_t>(n));
    if (!head.starts_with(std::string_view("RTSP/").substr(0, head.size()))) break;
  }
  if (head.empty()) {
    raw = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CLOSED, "");
    give_up();
  }
  if (!head.starts_with("RTSP/")) throw Error(ErrorKind::kUnsupported, np::format(messages::kIsNoRtsp, spec.shown));
  // GStreamer would take whatever comes.
  if (!complete()) throw Error(ErrorKind::kInvalid, np::format(messages::kRtspWithoutEnd, spec.shown));
}

}  // namespace np
