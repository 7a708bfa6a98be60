// The endless answers. Each runs until the peer is gone; then the caller sets `gone`, raises the signal and closes the
// connection. Write errors come as system_error.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "http/server/connection.hpp"
#include "http/server/core.hpp"
#include "http/server/session.hpp"
#include "http/server/signal.hpp"

namespace np::http {

// The parameter that names a page's viewer, so that words for the page wait for its picture.
inline constexpr std::string_view kViewer = "viewer";

// A player holds each H.264 picture back for this long, so that pictures appear evenly; web/video.js keeps to it.
inline constexpr Duration kPlayerHolds = std::chrono::milliseconds(150);

struct Stream {
  Core& core;
  Connection& connection;
  Signal& signal;
  const bool& gone;
};

// Stream heads, and further bytes, which the peer has to take within `limit`.
std::string stream_head(std::string_view content_type, Fields headers = {});
asio::awaitable<void> write_out(Stream& stream, Duration limit, Gather parts);

asio::awaitable<void> stream_events(Stream stream, const Request& request);
asio::awaitable<void> stream_pictures(Stream stream, const Route& route, const Request& request);
// Why there is no video of the form that ?form= requests; nothing if there is one.
std::optional<Response> no_such_video(Show& show, const Request& request);
// Runs as long as the show has such pictures.
asio::awaitable<void> stream_video(Stream stream, const Route& route, const Request& request);
// The range of ?from= and ?to=; nothing if they are invalid.
struct MomentRange {
  TimePoint from;
  TimePoint to;
};
std::optional<MomentRange> replay_range(const Request& request, TimePoint now);
// Why the range of ?from= and ?to= cannot be replayed; nothing if it can.
std::optional<Response> no_such_replay(Core& core, const Request& request);
// Ends with the range, too.
asio::awaitable<void> stream_replay(Stream stream, const Route& route, const Request& request);
// The same for stream_video()'s pictures.
std::optional<Response> no_such_video_replay(Core& core, const Request& request);
asio::awaitable<void> stream_video_replay(Stream stream, const Route& route, const Request& request);
// Why there is no stream of the sound that ?what= requests; nothing if there is one.
std::optional<Response> no_such_sound(Show& show, const Request& request);
asio::awaitable<void> stream_sound(Stream stream, const Route& route, const Request& request);
// Reads from the connection itself; ends when the peer is gone.
asio::awaitable<void> run_live(Core& core, Connection& connection, Signal& signal, const Request& request,
                               BeastRequest raw);

}  // namespace np::http
