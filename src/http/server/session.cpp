#include "http/server/session.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/none.hpp>
#include <exception>
#include <optional>

#include "base/format.hpp"
#include "base/log.hpp"
#include "http/api/whip.hpp"
#include "http/messages.hpp"
#include "http/streams/export_stream.hpp"
#include "http/streams/streams.hpp"
#include "http/streams/upload_stream.hpp"

namespace np::http {
namespace {

namespace beast = boost::beast;
using Parser = beast::http::request_parser<beast::http::string_body>;

// The bytes that the kernel takes for a peer that does not read.
constexpr int kSendBuffer = 256 << 10;

Request request_of(const BeastRequest& raw) {
  Request request;
  request.method = raw.method_string();
  for (const auto& field : raw) request.headers.emplace_back(field.name_string(), field.value());
  request.body = raw.body();
  return request;
}

Response refusal(const ErrorCode& ec, const ServerLimits& limits) {
  using Error = beast::http::error;
  if (ec == Error::body_limit) return failure(413, np::format(messages::kBodyTooLarge, limits.max_body >> 10));
  if (ec == Error::header_limit || ec == Error::buffer_overflow)
    return failure(431, np::format("The headers are larger than {} KiB.", limits.max_header >> 10));
  return failure(400, "This is no valid HTTP/1.1 request.");
}

// Whether the peer did something wrong, as opposed to being gone.
bool is_protocol_error(const ErrorCode& ec) {
  return ec.category() == make_error_code(beast::http::error::bad_method).category() &&
         ec != beast::http::error::end_of_stream && ec != beast::http::error::partial_message;
}

constexpr std::string_view kHealth = "/healthz";

void count(std::string_view route, int status) {
  metrics::counter("np_http_requests_total", "Requests by route and status",
                   {{"route", route.empty() ? "other" : std::string(route)}, {"status", std::to_string(status)}})
      .add();
}

// Reads and forgets, until the peer is gone.
asio::awaitable<void> drain(Connection& connection) {
  std::array<char, 1024> scratch;
  for (;;) co_await connection.async_read_some(asio::buffer(scratch), asio::use_awaitable);
}

}  // namespace

Session::Session(Core& core, std::unique_ptr<Connection> connection, bool refusing)
    : core_(core),
      connection_(std::move(connection)),
      refusing_(refusing),
      client_(connection_->client()),
      since_(core.loop.now()),
      buffer_(core.limits.max_header + core.limits.max_body),
      signal_(connection_->get_executor()) {
  connection_->set_send_buffer(kSendBuffer);
}

std::optional<Occupant> Session::occupant() const {
  if (refusing_ || closed_) return std::nullopt;
  return Occupant{client_, stranger_, idle_, since_};
}

void Session::close() {
  closed_ = true;
  connection_->close();
  signal_.notify();
}

void Session::check_time(TimePoint now) {
  if (now >= connection_->expires_at()) close();
}

asio::awaitable<void> Session::run() {
  try {
    connection_->expires_after(core_.limits.request_time);
    co_await connection_->handshake();
    while (!closed_ && co_await serve_one()) {
    }
  } catch (const boost::system::system_error&) {
    // The peer is gone.
  } catch (const std::exception& e) {
    log::error("An HTTP session ended: {}", e.what());
  }
  connection_->close();
}

asio::awaitable<bool> Session::serve_one() {
  idle_ = true;
  since_ = core_.loop.now();
  if (buffer_.size() == 0) {
    connection_->expires_after(stranger_ ? std::min(core_.limits.idle_time, core_.limits.request_time)
                                         : core_.limits.idle_time);
    buffer_.commit(co_await connection_->async_read_some(buffer_.prepare(4096), asio::use_awaitable));
  }
  if (!stranger_) connection_->expires_after(core_.limits.request_time);

  Parser parser;
  parser.header_limit(core_.limits.max_header);
  // An upload's body may be large, and is not read here.
  parser.body_limit(boost::none);
  ErrorCode ec;
  co_await beast::http::async_read_header(*connection_, buffer_, parser, asio::redirect_error(asio::use_awaitable, ec));
  std::optional<std::uint64_t> length;  // of the body; nothing: it is chunked
  if (!ec && !parser.chunked()) length = parser.content_length().value_or(0);
  const bool uploads = !ec && is_upload(parser.get().method_string(), parser.get().target());
  if (!ec && !uploads && length.value_or(0) > core_.limits.max_body) ec = beast::http::error::body_limit;
  if (!ec && !uploads) {
    parser.body_limit(core_.limits.max_body);
    if (beast::iequals(parser.get()[beast::http::field::expect], "100-continue"))
      co_await connection_->write({"HTTP/1.1 100 Continue\r\n\r\n"});
    if (!parser.is_done())
      co_await beast::http::async_read(*connection_, buffer_, parser, asio::redirect_error(asio::use_awaitable, ec));
  }
  if (ec) {
    if (!is_protocol_error(ec)) throw boost::system::system_error(ec);
    const auto response = refusal(ec, core_.limits);
    count("", response.status);
    co_await send({}, response, false);
    co_return false;
  }

  idle_ = false;
  bool keep_alive = parser.get().keep_alive() && parser.get().version() == 11 && !refusing_;
  auto request = request_of(parser.get());
  request.client = client_;
  const std::string_view target = parser.get().target();
  if (!parse_target(target, request)) {
    count("", 400);
    co_return co_await send(request, failure(400, "The address is malformed."), keep_alive && !uploads);
  }
  if (parser.get().version() == 11 && request.header("Host").empty()) {
    count("", 400);
    co_return co_await send(request, failure(400, "The Host header is missing."), keep_alive && !uploads);
  }

  if (const auto coding = request.header("Transfer-Encoding"); !coding.empty() && !beast::iequals(coding, "chunked")) {
    count("", 501);
    co_return co_await send(request, failure(501, "A body may be sent whole or chunked, and in no other way."), false);
  }

  auto verdict = core_.access.check(request);
  request.role = verdict.role;
  const bool steers = core_.access.asks_for_token() && verdict.role == Role::kController;
  if (refusing_ && !steers && request.path != kHealth) {
    count("", 503);
    co_return co_await send(request, failure(503, messages::kTooManyConnections), false);
  }
  if (verdict.guessed) co_await let_wait(core_.guesses.wrong(client_, core_.loop.now()));
  if (verdict.role != Role::kNobody) stranger_ = false;
  const auto match = find_route(request.method, request.path);
  const auto route_name = match.route ? match.route->path : std::string_view{};
  std::optional<Response> response = std::move(verdict.answer);
  if (!response && !match.route) {
    if (match.allow.empty()) {
      response = failure(404, messages::kNoSuchAddress);
    } else {
      response = request.method == "OPTIONS"
                     ? Response{.status = 204}
                     : failure(405, "This address knows other methods only: " + match.allow + ".");
      response->headers.emplace_back("Allow", match.allow);
      if (request.path == kWhipPath) response->headers.emplace_back("Accept-Post", "application/sdp");
    }
  }
  if (!response && is_stream(match.route->endpoint)) {
    if (core_.audience.streams >= core_.limits.max_streams) {
      response = failure(503, "Too many streams are open: close some of the pages and try again.");
    } else if (match.route->endpoint == Endpoint::kSound && (response = no_such_sound(core_.show, request))) {
      // The response says why.
    } else if (match.route->endpoint == Endpoint::kExport && (response = no_such_export(request))) {
    } else if (match.route->endpoint == Endpoint::kReplay && (response = no_such_replay(core_, request))) {
    } else if (match.route->endpoint == Endpoint::kVideoReplay && (response = no_such_video_replay(core_, request))) {
    } else if (match.route->endpoint == Endpoint::kVideo && (response = no_such_video(core_.show, request))) {
    } else if (match.route->endpoint == Endpoint::kLive && !beast::websocket::is_upgrade(parser.get())) {
      response = failure(426, "This address is a WebSocket: connect with ws:// or wss://.");
      response->headers.emplace_back("Upgrade", "websocket");
    } else if (request.method == "HEAD") {
      response = Response{.content_type = std::string(match.route->content_type)};
    } else {
      count(route_name, match.route->endpoint == Endpoint::kLive ? 101 : 200);
      co_await stream(*match.route, request, parser.release());
      co_return false;
    }
  }
  if (uploads) {
    Received received;
    if (response)
      received.response = std::move(*response);
    else
      received = co_await receive_upload(core_, *connection_, signal_, request, buffer_, length);
    response = std::move(received.response);
    keep_alive = keep_alive && received.whole;
  }
  if (!response) response = co_await ask(*match.route, request);
  response = core_.pages.dressed(std::move(*response), request, verdict.guessed);
  response->headers.append_range(verdict.headers);
  count(route_name, response->status);
  log::debug("{} {} {}", request.method, request.path, response->status);
  co_return co_await send(request, *response, keep_alive);
}

asio::awaitable<void> Session::let_wait(TimePoint until) {
  if (until <= core_.loop.now()) co_return;
  connection_->never_expires();
  while (!closed_ && core_.loop.now() < until) co_await signal_.wait(until);
}

Assets::Reply Session::for_frames(Assets::Reply reply, bool takes_styles) const {
  return [reply = std::move(reply), embedders = core_.embedders, takes_styles](Response response) {
    response.frame_ancestors = embedders;
    response.takes_styles = takes_styles;
    reply(std::move(response));
  };
}

asio::awaitable<Response> Session::ask(const Route& route, const Request& request) {
  std::optional<Response> answer;
  auto reply = lifetime_.guard([this, &answer](Response response) {
    answer = std::move(response);
    signal_.notify();
  });
  try {
    switch (route.endpoint) {
      case Endpoint::kPage: core_.assets.answer("", request, reply); break;
      case Endpoint::kFile: core_.assets.answer(std::string_view(request.path).substr(1), request, reply); break;
      case Endpoint::kOverlay: core_.assets.answer("overlay.html", request, for_frames(reply, true)); break;
      case Endpoint::kEmbed: core_.assets.answer("embed.html", request, for_frames(reply)); break;
      case Endpoint::kSignInPage: reply(core_.pages.sign_in(request)); break;
      case Endpoint::kShare: reply(core_.share.answer(request)); break;
      case Endpoint::kCode: reply(core_.share.code(request)); break;
      default: core_.api.answer(route.endpoint, request, reply);
    }
  } catch (const std::exception& e) {
    log::error("{} {}: {}", request.method, request.path, e.what());
    answer = failure(500, "Something went wrong inside the server; its log says more.");
  }
  connection_->never_expires();  // the show promises to answer
  while (!answer && !closed_) co_await signal_.wait();
  lifetime_.renew();
  if (!answer) throw boost::system::system_error(asio::error::operation_aborted);
  co_return std::move(*answer);
}

asio::awaitable<bool> Session::send(const Request& request, const Response& response, bool keep_alive) {
  const bool no_body = response.status == 204 || response.status == 304;
  const auto head =
      head_text(response, no_body ? std::nullopt : std::optional(response.body.size()), !keep_alive, core_.connect_to);
  const std::string_view body = request.method == "HEAD" || no_body ? std::string_view() : response.body;
  connection_->expires_after(core_.limits.write_time);
  co_await connection_->write({head, body});
  core_.bytes_sent.add(static_cast<double>(head.size() + body.size()));
  if (!keep_alive) co_await connection_->finish();
  co_return keep_alive;
}

asio::awaitable<void> Session::stream(const Route& route, const Request& request, BeastRequest raw) {
  const Counted counted(core_.audience.streams);
  if (route.endpoint == Endpoint::kLive) {
    co_await run_live(core_, *connection_, signal_, request, std::move(raw));
    co_return;
  }
  // Notices a client that vanishes while there is nothing to write.
  bool gone = false;
  asio::co_spawn(connection_->get_executor(), drain(*connection_), [this, &gone](std::exception_ptr) {
    gone = true;
    close();
  });
  const Stream stream{core_, *connection_, signal_, gone};
  const bool chunked = raw.version() == 11;
  std::exception_ptr failed;
  try {
    switch (route.endpoint) {
      case Endpoint::kEvents: co_await stream_events(stream, request); break;
      case Endpoint::kExport: co_await stream_export(stream, request, chunked); break;
      case Endpoint::kMjpeg: co_await stream_pictures(stream, route, request); break;
      case Endpoint::kVideo: co_await stream_video(stream, route, request); break;
      case Endpoint::kReplay: co_await stream_replay(stream, route, request); break;
      case Endpoint::kVideoReplay: co_await stream_video_replay(stream, route, request); break;
      default: co_await stream_sound(stream, route, request); break;
    }
  } catch (...) {
    failed = std::current_exception();
  }
  close();
  while (!gone) co_await signal_.wait();
  if (failed) std::rethrow_exception(failed);
}

}  // namespace np::http
