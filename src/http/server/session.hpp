// One connection's conversation: requests in order, each answered before the next is read, or one that turns into a
// stream. I/O thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <optional>
#include <string>

#include "base/loop.hpp"
#include "http/server/connection.hpp"
#include "http/server/core.hpp"
#include "http/server/places.hpp"
#include "http/server/signal.hpp"

namespace np::http {

using BeastRequest = boost::beast::http::request<boost::beast::http::string_body>;

class Session {
 public:
  // `refusing`: there are too many connections, so it refuses this one unless it steers or asks whether all is well.
  Session(Core& core, std::unique_ptr<Connection> connection, bool refusing);

  // Nothing: it has no place.
  std::optional<Occupant> occupant() const;
  bool is_refusing() const { return refusing_ && !closed_; }

  // Ends, without throwing, when the peer leaves, is too slow, or close() is called.
  asio::awaitable<void> run();
  void close();
  // Closes the connection if the time for the present operation is up.
  void check_time(TimePoint now);

 private:
  asio::awaitable<bool> serve_one();
  asio::awaitable<void> let_wait(TimePoint until);
  Assets::Reply for_frames(Assets::Reply reply, bool takes_styles = false) const;
  asio::awaitable<Response> ask(const Route& route, const Request& request);
  asio::awaitable<bool> send(const Request& request, const Response& response, bool keep_alive);
  asio::awaitable<void> stream(const Route& route, const Request& request, BeastRequest raw);

  Core& core_;
  std::unique_ptr<Connection> connection_;
  const bool refusing_;
  const std::string client_;
  bool stranger_ = true;
  bool idle_ = true;
  TimePoint since_;
  boost::beast::flat_buffer buffer_;
  Signal signal_;
  bool closed_ = false;
  Lifetime lifetime_;
};

}  // namespace np::http
