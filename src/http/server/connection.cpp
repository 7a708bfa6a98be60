#include "http/server/connection.hpp"

#include <array>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace np::http {
namespace {

using asio::ip::tcp;

class PlainConnection final : public Connection {
 public:
  explicit PlainConnection(tcp::socket socket) : Connection(std::move(socket)) {}

  asio::awaitable<void> handshake() override { co_return; }

 private:
  void read_some(asio::mutable_buffer into, Done done) override { socket_.async_read_some(into, std::move(done)); }
  void write_some(const Gather& from, Done done) override { socket_.async_write_some(from, std::move(done)); }
  asio::awaitable<void> shutdown() override {
    ErrorCode ec;
    socket_.shutdown(tcp::socket::shutdown_send, ec);
    co_return;
  }
};

class TlsConnection final : public Connection {
 public:
  TlsConnection(tcp::socket socket, asio::ssl::context& tls) : Connection(std::move(socket)), stream_(socket_, tls) {}

  asio::awaitable<void> handshake() override {
    // A browser that was given http:// learns where to go instead of finding a broken connection.
    co_await socket_.async_wait(tcp::socket::wait_read, asio::use_awaitable);
    unsigned char first = 0;
    const auto n = socket_.receive(asio::buffer(&first, 1), tcp::socket::message_peek);
    constexpr unsigned char kHandshakeRecord = 0x16;
    if (n == 1 && first != kHandshakeRecord) {
      constexpr std::string_view kAnswer =
          "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
          "{\"detail\":\"This server speaks https: begin the address with https://\"}";
      co_await asio::async_write(socket_, asio::buffer(kAnswer), asio::use_awaitable);
      plain_peer_ = true;
      co_await finish();
      throw boost::system::system_error(asio::error::operation_aborted);
    }
    co_await stream_.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
  }

 private:
  void read_some(asio::mutable_buffer into, Done done) override { stream_.async_read_some(into, std::move(done)); }
  void write_some(const Gather& from, Done done) override { stream_.async_write_some(from, std::move(done)); }
  asio::awaitable<void> shutdown() override {
    ErrorCode ec;
    if (plain_peer_) {
      socket_.shutdown(tcp::socket::shutdown_send, ec);
      co_return;
    }
    co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, ec));
  }

  asio::ssl::stream<tcp::socket&> stream_;
  bool plain_peer_ = false;
};

}  // namespace

asio::awaitable<void> Connection::write(Gather parts) { co_await asio::async_write(*this, parts, asio::use_awaitable); }

asio::awaitable<void> Connection::finish() {
  expires_after(std::chrono::seconds(1));
  co_await shutdown();
  ErrorCode ec;
  std::array<char, 4096> scratch;
  while (!ec) co_await socket_.async_read_some(asio::buffer(scratch), asio::redirect_error(asio::use_awaitable, ec));
}

void Connection::close() {
  ErrorCode ignored;
  socket_.close(ignored);
}

std::string Connection::client() const {
  ErrorCode ec;
  const auto address = socket_.remote_endpoint(ec).address();
  if (ec) return "";
  if (address.is_v4()) return address.to_string();
  const auto v6 = address.to_v6();
  if (v6.is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, v6).to_string();
  return asio::ip::make_network_v6(v6, 64).canonical().to_string();
}

void Connection::set_send_buffer(int bytes) {
  ErrorCode ignored;
  socket_.set_option(asio::socket_base::send_buffer_size(bytes), ignored);
}

std::unique_ptr<Connection> make_connection(tcp::socket socket, asio::ssl::context* tls) {
  if (tls) return std::make_unique<TlsConnection>(std::move(socket), *tls);
  return std::make_unique<PlainConnection>(std::move(socket));
}

}  // namespace np::http
