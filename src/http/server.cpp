#include "http/server.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <list>

#include "base/format.hpp"
#include "base/log.hpp"
#include "http/connection.hpp"
#include "http/core.hpp"
#include "http/messages.hpp"
#include "http/session.hpp"
#include "http/tls.hpp"

namespace np {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr Duration kSweep = std::chrono::milliseconds(250);
// Connections beyond the limit that are told so; what comes on top of them is just closed.
constexpr std::size_t kMaxRefusing = 16;

bool is_everywhere(const std::string& host) { return host == "0.0.0.0" || host == "::"; }

// Under which address others reach a server that listens everywhere.
std::string reachable_address() {
  ifaddrs* all = nullptr;
  std::string found = "127.0.0.1";
  if (getifaddrs(&all) != 0) return found;
  for (const ifaddrs* i = all; i; i = i->ifa_next) {
    if (!i->ifa_addr || i->ifa_addr->sa_family != AF_INET || (i->ifa_flags & IFF_LOOPBACK) || !(i->ifa_flags & IFF_UP))
      continue;
    std::array<char, INET_ADDRSTRLEN> text{};
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(i->ifa_addr)->sin_addr, text.data(), text.size());
    found = text.data();
    break;
  }
  freeifaddrs(all);
  return found;
}

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
        core(loop, house, show, options),
        pause(acceptor.get_executor()) {
    accepting = true;
    asio::co_spawn(loop.io(), accept(), [this](std::exception_ptr) { accepting = false; });
    sweep();
  }

  // Everything ends by itself once its socket is closed; the loop is run until it has.
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
        if (ec != asio::error::connection_aborted) {
          log::warn("A connection could not be accepted: {}.", ec.message());
          co_await pause.wait(Clock::now() + std::chrono::milliseconds(200));
        }
        continue;
      }
      const auto limit = core.limits.max_connections;
      if (sessions.size() >= limit + kMaxRefusing) continue;
      socket.set_option(tcp::no_delay(true), ec);
      const bool refusing = sessions.size() >= limit;
      const auto session =
          sessions.emplace(sessions.end(), core, http::make_connection(std::move(socket), tls.get()), refusing);
      asio::co_spawn(loop.io(), session->run(), [this, session](std::exception_ptr) { sessions.erase(session); });
    }
  }

  // One timer for all the time-outs; and what slow viewers missed is said once in a while.
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

std::string HttpServer::url() const {
  const auto& options = impl_->options;
  std::string host = is_everywhere(options.host) ? reachable_address() : options.host;
  if (host.find(':') != host.npos) host = '[' + host + ']';
  auto url = np::format("{}://{}:{}", impl_->tls ? "https" : "http", host, impl_->port);
  if (!options.token.empty()) url += "/?token=" + http::percent_encoded(options.token);
  return url;
}

}  // namespace np
