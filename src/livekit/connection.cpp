#include "livekit/connection.hpp"

#include <openssl/ssl.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace np::livekit {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
constexpr auto kConnectLimit = std::chrono::seconds(5);
constexpr auto kTlsLimit = std::chrono::seconds(10);

}  // namespace

Connection::Connection(asio::io_context& io) : resolver_(io), tcp_(io) {}

asio::awaitable<void> Connection::connect(std::string host, std::string port, bool secure) {
  const auto found = co_await resolver_.async_resolve(host, port, asio::use_awaitable);
  if (closed_) throw boost::system::system_error(asio::error::operation_aborted);
  tcp_.expires_after(kConnectLimit);
  co_await tcp_.async_connect(found, asio::use_awaitable);
  tcp_.socket().set_option(asio::ip::tcp::no_delay(true));
  if (secure) {
    ssl::context trust(ssl::context::tls_client);
    trust.set_default_verify_paths();
    tls_.emplace(tcp_, trust);
    SSL_set_tlsext_host_name(tls_->native_handle(), host.c_str());
    tls_->set_verify_mode(ssl::verify_peer);
    tls_->set_verify_callback(ssl::host_name_verification(host));
    tcp_.expires_after(kTlsLimit);
    co_await tls_->async_handshake(ssl::stream_base::client, asio::use_awaitable);
  }
  tcp_.expires_never();
}

void Connection::close() {
  closed_ = true;
  resolver_.cancel();
  tcp_.close();
}

void Connection::read_some(const Few<asio::mutable_buffer>& into, Done done) {
  if (tls_)
    tls_->async_read_some(into, std::move(done));
  else
    tcp_.async_read_some(into, std::move(done));
}

void Connection::write_some(const Few<asio::const_buffer>& from, Done done) {
  if (tls_)
    tls_->async_write_some(from, std::move(done));
  else
    tcp_.async_write_some(from, std::move(done));
}

}  // namespace np::livekit
