// The endless answers. Each runs until the peer is gone; the caller sees to that: `gone` becomes true, the signal is
// raised and the connection is closed. Write errors come as system_error.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "http/connection.hpp"
#include "http/core.hpp"
#include "http/session.hpp"
#include "http/signal.hpp"

namespace np::http {

// The parameter by which a page names itself, so that its words wait for its picture.
inline constexpr std::string_view kViewer = "viewer";

struct Stream {
  Core& core;
  Connection& connection;
  Signal& signal;
  const bool& gone;
};

asio::awaitable<void> stream_events(Stream stream, const Request& request);
asio::awaitable<void> stream_pictures(Stream stream, const Route& route, const Request& request);
asio::awaitable<void> stream_sound(Stream stream, const Route& route);
// Reads from the connection itself; ends when the peer is gone.
asio::awaitable<void> run_live(Core& core, Connection& connection, Signal& signal, const Request& request,
                               BeastRequest raw);

}  // namespace np::http
