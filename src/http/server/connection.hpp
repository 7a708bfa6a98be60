// One accepted socket, plain or TLS, as one type for Asio and Beast, so that code on top is compiled once. I/O thread.
// Every operation ends with an error once close() was called or its time is up.
#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/role.hpp>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace boost::asio::ssl {
class context;
}

namespace np::http {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using Done = asio::any_completion_handler<void(ErrorCode, std::size_t)>;

// Buffers to write in one go; the rest goes with the next call.
class Gather {
 public:
  using value_type = asio::const_buffer;
  using const_iterator = const asio::const_buffer*;

  Gather() = default;
  Gather(std::initializer_list<std::string_view> parts) {
    for (const auto& part : parts) add(asio::buffer(part));
  }
  template <typename Buffers>
  explicit Gather(const Buffers& buffers) {
    const auto end = asio::buffer_sequence_end(buffers);
    for (auto it = asio::buffer_sequence_begin(buffers); it != end && size_ < kMax; ++it) add(*it);
  }
  const_iterator begin() const { return buffers_; }
  const_iterator end() const { return buffers_ + size_; }

 private:
  static constexpr std::size_t kMax = 8;
  void add(asio::const_buffer buffer) {
    if (buffer.size() > 0) buffers_[size_++] = buffer;
  }
  asio::const_buffer buffers_[kMax];
  std::size_t size_ = 0;
};

class Connection {
 public:
  using executor_type = asio::ip::tcp::socket::executor_type;

  virtual ~Connection() = default;
  executor_type get_executor() { return socket_.get_executor(); }

  // Call it after the accept, before anything else. Throws system_error.
  virtual asio::awaitable<void> handshake() = 0;
  // Says goodbye and lets the peer read the last bytes, rather than cutting it off.
  asio::awaitable<void> finish();
  asio::awaitable<void> write(Gather parts);
  void close();

  void expires_after(Duration time) { expires_at_ = Clock::now() + time; }
  void never_expires() { expires_at_ = TimePoint::max(); }
  TimePoint expires_at() const { return expires_at_; }
  // See Request::client; empty once the peer is gone.
  std::string client() const;
  // Limits how much the kernel holds back for a slow peer.
  void set_send_buffer(int bytes);
  bool is_open() const { return socket_.is_open(); }

  template <typename Buffers, typename Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    asio::mutable_buffer into;
    const auto end = asio::buffer_sequence_end(buffers);
    for (auto it = asio::buffer_sequence_begin(buffers); it != end && into.size() == 0; ++it) into = *it;
    return asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
        [this](Done done, asio::mutable_buffer to) { read_some(to, std::move(done)); }, token, into);
  }
  template <typename Buffers, typename Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
        [this](Done done, const Gather& from) { write_some(from, std::move(done)); }, token, Gather(buffers));
  }

  // Beast's WebSocket closes the socket through this.
  friend void beast_close_socket(Connection& connection) { connection.close(); }
  template <typename Handler>
  friend void async_teardown(boost::beast::role_type, Connection& connection, Handler&& handler) {
    connection.close();
    asio::post(connection.get_executor(),
               [handler = std::forward<Handler>(handler)]() mutable { std::move(handler)(ErrorCode{}); });
  }

 protected:
  explicit Connection(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

  asio::ip::tcp::socket socket_;

 private:
  virtual void read_some(asio::mutable_buffer into, Done done) = 0;
  virtual void write_some(const Gather& from, Done done) = 0;
  virtual asio::awaitable<void> shutdown() = 0;

  TimePoint expires_at_ = TimePoint::max();
};

// Without `tls`, a plain one.
std::unique_ptr<Connection> make_connection(asio::ip::tcp::socket socket, asio::ssl::context* tls);

}  // namespace np::http
