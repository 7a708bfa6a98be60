// A TCP connection to a server, with or without TLS, as one type for Beast's WebSocket, so that code on top is compiled
// once. Loop thread only; never blocks.
#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/container/static_vector.hpp>
#include <optional>
#include <string>

namespace np::livekit {

class Connection {
 public:
  using executor_type = boost::beast::tcp_stream::executor_type;
  using ErrorCode = boost::system::error_code;

  explicit Connection(boost::asio::io_context& io);
  executor_type get_executor() { return tcp_.get_executor(); }

  // Finds the host within 5 s and shakes hands within 10 s. Throws system_error; operation_aborted after close().
  boost::asio::awaitable<void> connect(std::string host, std::string port, bool secure);
  // For good. Operations under way end with an error.
  void close();

  template <typename Buffers, typename Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
        [this](Done done, const Few<boost::asio::mutable_buffer>& into) { read_some(into, std::move(done)); }, token,
        few<boost::asio::mutable_buffer>(buffers));
  }
  template <typename Buffers, typename Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
        [this](Done done, const Few<boost::asio::const_buffer>& from) { write_some(from, std::move(done)); }, token,
        few<boost::asio::const_buffer>(buffers));
  }

  // Beast's WebSocket closes the socket through this.
  friend void beast_close_socket(Connection& connection) { connection.close(); }
  template <typename Handler>
  friend void async_teardown(boost::beast::role_type, Connection& connection, Handler&& handler) {
    connection.close();
    boost::asio::post(connection.get_executor(),
                      [handler = std::forward<Handler>(handler)]() mutable { std::move(handler)(ErrorCode{}); });
  }

 private:
  using Done = boost::asio::any_completion_handler<void(ErrorCode, std::size_t)>;
  // Data that does not fit goes with the next call.
  template <typename Buffer>
  using Few = boost::container::static_vector<Buffer, 8>;

  template <typename Buffer, typename Buffers>
  static Few<Buffer> few(const Buffers& buffers) {
    Few<Buffer> some;
    const auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto it = boost::asio::buffer_sequence_begin(buffers); it != end && some.size() < some.capacity(); ++it)
      if (const Buffer buffer = *it; buffer.size() > 0) some.push_back(buffer);
    return some;
  }
  void read_some(const Few<boost::asio::mutable_buffer>& into, Done done);
  void write_some(const Few<boost::asio::const_buffer>& from, Done done);

  boost::asio::ip::tcp::resolver resolver_;
  boost::beast::tcp_stream tcp_;
  std::optional<boost::asio::ssl::stream<boost::beast::tcp_stream&>> tls_;
  bool closed_ = false;
};

}  // namespace np::livekit
