#include "http/server/server.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <list>
#include <utility>
#include <vector>

#include "base/format.hpp"
#include "base/log.hpp"
#include "http/messages.hpp"
#include "http/server/connection.hpp"
#include "http/server/core.hpp"
#include "http/server/session.hpp"
#include "http/server/tls.hpp"

namespace np {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr Duration kSweep = std::chrono::milliseconds(250);
// Connections beyond the limit that are told so; what comes on top of them is just closed.
constexpr std::ptrdiff_t kMaxRefusing = 16;

[[noreturn]] void fail_to_listen(const ServerOptions& options, const error_code& ec) {
  const auto where = np::format("Port {} on {}", options.port, options.host);
  if (ec == asio::error::address_in_use) throw Error(ErrorKind::kConflict, np::format(messages::kPortInUse, where));
  if (ec == asio::error::access_denied)
    throw Error(ErrorKind::kPermission,
                where + " is not for normal users: choose a port above 1023 with --port or SERVER_PORT.");
  throw Error(ErrorKind::kInvalid,
              np::format("{} cannot be listened on ({}): check --host or SERVER_HOST.", where, ec.message()));
}

tcp::acceptor listen(asio::io_context& io, const ServerOptions& options) {
  error_code ec;
  tcp::resolver resolver(io);
  const auto found = resolver.resolve(options.host, std::to_string(options.port), tcp::resolver::passive, ec);
  if (ec || found.empty()) throw Error(ErrorKind::kInvalid, np::format(messages::kNoSuchServerHost, options.host));
  const tcp::endpoint endpoint = found.begin()->endpoint();
  tcp::acceptor acceptor(io);
  acceptor.open(endpoint.protocol(), ec);
  if (!ec) acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec) acceptor.bind(endpoint, ec);
  if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
  if (ec) fail_to_listen(options, ec);
  return acceptor;
}

}  // namespace

struct HttpServer::Impl {
  Impl(AsioLoop& l, House& house, Show& show, ServerOptions o)
      : loop(l),
        options(std::move(o)),
        tls(http::make_tls(options)),
        acceptor(listen(loop.io(), options)),
        port(acceptor.local_endpoint().port()),
        core(loop, house, show, options, port),
        pause(acceptor.get_executor()) {
    accepting = true;
    asio::co_spawn(loop.io(), accept(), [this](std::exception_ptr) { accepting = false; });
    sweep();
  }

  // Each connection ends once its socket is closed. The loop runs until all have ended.
  ~Impl() {
    closing = true;
    error_code ignored;
    acceptor.close(ignored);
    pause.notify();
    for (auto& session : sessions) session.close();
    auto& io = loop.io();
    while (accepting || !sessions.empty()) {
      if (io.stopped()) io.restart();
      io.run_one();
    }
    io.stop();
  }

  asio::awaitable<void> accept() {
    while (!closing) {
      error_code ec;
      tcp::socket socket(loop.io());
      co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, ec));
      if (closing) break;
      if (ec) {
        if (ec != asio::error::connection_aborted) co_await wait_for_descriptors(ec);
        continue;
      }
      if (std::exchange(out_of_descriptors, false)) log::info("Connections are accepted again.");
      socket.set_option(tcp::no_delay(true), ec);
      auto connection = http::make_connection(std::move(socket), tls.get());
      const bool refusing = !make_room(connection->client());
      if (refusing && std::ranges::count_if(sessions, &http::Session::is_refusing) >= kMaxRefusing) continue;
      const auto session = sessions.emplace(sessions.end(), core, std::move(connection), refusing);
      asio::co_spawn(loop.io(), session->run(), [this, session](std::exception_ptr) { sessions.erase(session); });
    }
  }

  // False: there is none.
  bool make_room(const std::string& client) {
    occupants.clear();
    sitting.clear();
    for (auto& session : sessions)
      if (const auto occupant = session.occupant()) {
        occupants.push_back(*occupant);
        sitting.push_back(&session);
      }
    const auto admission = http::admit(occupants, client, core.access.asks_for_token(), core.limits, loop.now());
    if (admission.goes) sitting[*admission.goes]->close();
    return admission.place;
  }

  asio::awaitable<void> wait_for_descriptors(const error_code& ec) {
    if (!std::exchange(out_of_descriptors, true))
      log::warn("Connections cannot be accepted for the moment: {}.", ec.message());
    co_await pause.wait(Clock::now() + std::chrono::milliseconds(200));
  }

  // One timer serves all time-outs, and reports now and then what slow viewers missed.
  void sweep() {
    const auto now = loop.now();
    for (auto& session : sessions) session.check_time(now);
    if (now >= tell_losses_at) {
      tell_losses_at = now + std::chrono::seconds(1);
      const double missed = core.pictures_missed.value() + core.sound_missed.value();
      if (missed > told_missed) log::warn("Slow clients missed {} pictures or blocks of sound.", missed - told_missed);
      told_missed = missed;
    }
    sweeper = loop.after(kSweep, [this] { sweep(); });
  }

  AsioLoop& loop;
  const ServerOptions options;
  const std::unique_ptr<asio::ssl::context> tls;
  tcp::acceptor acceptor;
  const int port;
  http::Core core;
  http::Signal pause;
  std::list<http::Session> sessions;
  std::vector<http::Occupant> occupants;  // of make_room
  std::vector<http::Session*> sitting;
  bool out_of_descriptors = false;
  bool accepting = false;
  bool closing = false;
  TimePoint tell_losses_at;
  double told_missed = core.pictures_missed.value() + core.sound_missed.value();
  Timer sweeper;
};

HttpServer::HttpServer(AsioLoop& loop, House& house, Show& show, ServerOptions options)
    : impl_(std::make_unique<Impl>(loop, house, show, std::move(options))) {}
HttpServer::~HttpServer() = default;

int HttpServer::port() const { return impl_->port; }

std::string HttpServer::url() const { return urls().front(); }

std::vector<std::string> HttpServer::urls() const {
  const auto& options = impl_->options;
  auto urls = http::own_urls(options, impl_->port);
  // A token that somebody has set is not shown: they know it.
  if (!options.token.empty())
    for (auto& url : urls) url += "/?token=" + (options.token_is_made ? http::percent_encoded(options.token) : "…");
  return urls;
}

}  // namespace np
