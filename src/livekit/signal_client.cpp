#include "livekit/signal_client.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/url.hpp>
#include <deque>
#include <utility>

#include "base/asio_loop.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "livekit/connection.hpp"
#include "livekit/messages.hpp"

namespace np::livekit {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;
// Without permessage-deflate.
using WebSocket = websocket::stream<Connection, false>;

// Version 2 of the protocol, nothing subscribed unasked: docs/decisions/0007.
constexpr const char* kTarget =
    "/rtc?protocol=2&auto_subscribe=0&adaptive_stream=0&sdk=cpp&version=" NP_VERSION "&os=linux";
constexpr Duration kHandshakeLimit = std::chrono::seconds(10);
constexpr Duration kLastWords = std::chrono::seconds(1);
constexpr std::size_t kMaxMessage = 2u << 20;
constexpr std::size_t kMaxWaiting = 1u << 20;

struct Address {
  std::string host, port, path;
  std::string shown;
  bool secure = false;
};

Address address_of(const std::string& url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed || parsed->host().empty())
    throw Error(ErrorKind::kInvalid, "LIVEKIT_URL is no address: write it like ws://host:7880.");
  Address a;
  a.secure = parsed->scheme() == "wss" || parsed->scheme() == "https";
  a.host = parsed->host_address();
  a.port = parsed->has_port() ? std::string(parsed->port()) : a.secure ? "443" : "80";
  a.path = parsed->encoded_path();
  while (a.path.ends_with('/')) a.path.pop_back();
  a.shown = np::format("{}://{}:{}", a.secure ? "wss" : "ws", std::string(parsed->encoded_host()), a.port);
  return a;
}

// The server's words behind a refused upgrade are for its own developers; these are for ours.
Error refusal(const std::string& shown, int status, std::string body) {
  // It repeats the whole token, which belongs in no log.
  if (const auto said = body.rfind("error: "); said != std::string::npos) body.erase(0, said);
  const bool clock = body.contains("is expired") || body.contains("not valid yet") || body.contains("before issued");
  std::ranges::transform(body, body.begin(), [](unsigned char c) { return c < ' ' ? ' ' : static_cast<char>(c); });
  log::debug("LiveKit answered {}: {}", status,
             status == 401 && !body.starts_with("error: ") ? "" : body.substr(0, 200));
  if (status == 401 || status == 403)
    return Error(ErrorKind::kPermission, clock ? np::format(messages::kLivekitTokenOutdated, shown)
                                               : np::format(messages::kLivekitRefusesKey, shown));
  if (status < 400 || (status == 404 && !body.contains("room")))
    return Error(ErrorKind::kNotFound, np::format(messages::kLivekitIsWebServer, shown));
  if (status == 404) return Error(ErrorKind::kNotFound, messages::kLivekitMakesNoRoom);
  return Error(ErrorKind::kUnavailable,
               np::format("The LiveKit server at {} lets nobody in at present (it answered {}).", shown, status));
}

Error connection_error(const std::string& shown, const error_code& ec) {
  if (ec == asio::error::host_not_found || ec == asio::error::host_not_found_try_again)
    return Error(ErrorKind::kNotFound, np::format(messages::kLivekitNameNotKnown, shown));
  if (ec == asio::error::connection_refused)
    return Error(ErrorKind::kRefused, np::format(messages::kNoLivekitAnswers, shown));
  if (ec == beast::error::timeout || ec == asio::error::timed_out)
    return Error(ErrorKind::kTimeout, np::format("The LiveKit server at {} does not answer in time.", shown));
  if (ec == asio::error::host_unreachable || ec == asio::error::network_unreachable)
    return Error(ErrorKind::kUnavailable, np::format("There is no way to the LiveKit server at {}.", shown));
  if (ec.category() == asio::error::get_ssl_category())
    return Error(ErrorKind::kPermission,
                 np::format("The certificate of the LiveKit server at {} is not trusted here: install the authority's "
                            "certificate, or name its file in SSL_CERT_FILE.",
                            shown));
  if (ec == websocket::error::bad_http_version || ec == beast::http::error::bad_version ||
      ec.category() == make_error_code(beast::http::error::bad_method).category())
    return Error(ErrorKind::kNotFound,
                 np::format("What answers at {} is no LiveKit server: check LIVEKIT_URL.", shown));
  return Error(ErrorKind::kUnavailable, np::format("The connection to the LiveKit server at {} is gone.", shown));
}

}  // namespace

struct SignalClient::Impl : std::enable_shared_from_this<Impl> {
  asio::io_context& io;
  const Address address;
  const std::string token;
  Listener listener;
  WebSocket ws;
  asio::steady_timer patience;
  std::deque<std::string> waiting;  // the first one is under way, if `open`
  std::size_t waiting_bytes = 0;
  bool open = false;
  bool over = false;

  Impl(asio::io_context& i, Address a, std::string t, Listener l)
      : io(i), address(std::move(a)), token(std::move(t)), listener(std::move(l)), ws(i), patience(i) {}

  void end(Error error) {
    if (std::exchange(over, true)) return;
    drop();
    if (const auto told = std::exchange(listener, {}); told.on_closed) told.on_closed(std::move(error));
  }

  void drop() {
    patience.cancel();
    ws.next_layer().close();
  }

  void hang_up() {
    listener = {};
    if (std::exchange(over, true)) return;
    if (!open || waiting.empty()) return drop();
    patience.expires_after(kLastWords);
    patience.async_wait([self = shared_from_this()](const error_code&) { self->drop(); });
  }

  asio::awaitable<void> run() {
    const auto self = shared_from_this();
    error_code ec;
    websocket::response_type response;
    try {
      co_await ws.next_layer().connect(address.host, address.port, address.secure);
      co_await talk(response);
    } catch (const boost::system::system_error& e) {
      ec = e.code();
    }
    if (ec == websocket::error::upgrade_declined)
      end(refusal(address.shown, response.result_int(), response.body()));
    else
      end(connection_error(address.shown, ec));
  }

  asio::awaitable<void> talk(websocket::response_type& response) {
    ws.set_option(websocket::stream_base::timeout{kHandshakeLimit, websocket::stream_base::none(), false});
    ws.set_option(websocket::stream_base::decorator([this](websocket::request_type& request) {
      request.set(beast::http::field::user_agent, "nerdpudding/" NP_VERSION);
      request.set(beast::http::field::authorization, "Bearer " + token);
    }));
    ws.read_message_max(kMaxMessage);
    ws.binary(true);
    const bool v6 = address.host.contains(':');
    const std::string host = np::format("{}{}{}:{}", v6 ? "[" : "", address.host, v6 ? "]" : "", address.port);
    co_await ws.async_handshake(response, host, address.path + kTarget, asio::use_awaitable);
    if (over) co_return;
    open = true;
    if (!waiting.empty()) write_next();
    beast::flat_buffer buffer;
    while (!over) {
      co_await ws.async_read(buffer, asio::use_awaitable);
      if (over) co_return;
      if (ws.got_binary() && listener.on_message) {
        const auto data = buffer.cdata();
        // The listener may end this client while it is called.
        const auto on_message = listener.on_message;
        on_message({static_cast<const char*>(data.data()), data.size()});
      }
      buffer.consume(buffer.size());
    }
  }

  void send(std::string message) {
    if (over) return;
    waiting_bytes += message.size();
    waiting.push_back(std::move(message));
    if (waiting_bytes > kMaxWaiting)
      return asio::post(io, [self = shared_from_this()] {
        self->end(Error(ErrorKind::kUnavailable,
                        np::format("The LiveKit server at {} does not read what it is sent.", self->address.shown)));
      });
    if (open && waiting.size() == 1) write_next();
  }

  void write_next() {
    ws.async_write(asio::buffer(waiting.front()),
                   [self = shared_from_this()](const error_code& ec, std::size_t) { self->wrote(ec); });
  }

  void wrote(const error_code& ec) {
    waiting_bytes -= waiting.front().size();
    waiting.pop_front();
    if (ec) return;  // reading has failed as well, and says so
    if (!waiting.empty())
      write_next();
    else if (over)
      drop();
  }
};

SignalClient::SignalClient(AsioLoop& loop, const std::string& url, const std::string& token, Listener listener)
    : impl_(std::make_shared<Impl>(loop.io(), address_of(url), token, std::move(listener))) {
  asio::co_spawn(loop.io(), [impl = impl_] { return impl->run(); }, asio::detached);
}
SignalClient::~SignalClient() { impl_->hang_up(); }

void SignalClient::send(std::string message) { impl_->send(std::move(message)); }

}  // namespace np::livekit
