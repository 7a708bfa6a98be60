#include "rtmp/server.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/descriptor.hpp"
#include "base/error.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "rtmp/listening_socket.hpp"
#include "rtmp/messages.hpp"
#include "rtmp/session.hpp"

namespace np::rtmp {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kMostConnections = 16;
constexpr std::size_t kReadAtOnce = 64u << 10;   // bytes
constexpr std::size_t kMostOutput = 64u << 10;   // bytes that the other one does not take
constexpr Duration kToPublish = seconds(10);     // from the connection on
constexpr Duration kWrongKeyCosts = seconds(1);  // so that nobody tries many
constexpr Duration kToReadWhy = seconds(1);
constexpr Duration kSilent = seconds(2);  // a publisher that may be gone, and makes way for another;
constexpr Duration kGone = seconds(30);   // and is gone after so long
constexpr Duration kPortFreeWithin = seconds(1);
constexpr Duration kLookForRoomEvery = milliseconds(20);
constexpr Duration kPauseWithoutDescriptors = milliseconds(200);
constexpr Duration kLogAtMostEvery = seconds(1);

struct Connection {
  Connection(int descriptor, std::string address) : socket(descriptor), peer(std::move(address)) {}

  const Descriptor socket;
  const std::string peer;
  std::optional<Session> session;
  std::string output;
  TimePoint since = Clock::now();
  TimePoint heard_at;              // of a publisher: when something came that can be shown or heard
  std::shared_ptr<Stream> stream;  // while it publishes
  std::string refusal;
  std::optional<TimePoint> refuse_at;
  std::optional<TimePoint> over_at;  // it has been told everything, and is closed by then
  bool over = false;
};

}  // namespace

struct Server::Impl {
  const Place place;
  const Events events;
  const Descriptor wake{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  std::atomic<bool> stopping{false};
  std::mutex mutex;  // guards what follows
  std::vector<std::pair<std::shared_ptr<Stream>, std::string>> turned_away;

  // The thread's own.
  std::optional<ListeningSocket> port;
  std::vector<std::unique_ptr<Connection>> connections;
  TimePoint accept_again_at;
  TimePoint logged_at;
  std::vector<char> buffer = std::vector<char>(kReadAtOnce);
  std::thread thread;  // last

  Impl(Place p, Events e) : place(std::move(p)), events(std::move(e)) {
    if (wake.get() < 0) throw std::system_error(errno, std::generic_category());
    thread = std::thread([this] {
      pthread_setname_np(pthread_self(), "rtmp");
      run();
    });
  }
  ~Impl() {
    stopping = true;
    ring();
    thread.join();
  }

  void ring() const { ::eventfd_write(wake.get(), 1); }

  void run() {
    const int error = listen();
    if (stopping) return;
    if (error != 0) return events.on_failed(error);
    events.on_listening(port->port());
    while (!stopping) turn();
  }

  // The server before this one may still be closing.
  int listen() {
    const TimePoint until = Clock::now() + kPortFreeWithin;
    for (;;) {
      port.emplace(place.host, place.port);
      if (port->error() != EADDRINUSE || Clock::now() >= until || stopping) return port->error();
      wait(kLookForRoomEvery);
    }
  }
  void wait(Duration time) const {
    pollfd end{wake.get(), POLLIN, 0};
    ::poll(&end, 1, static_cast<int>(std::chrono::ceil<milliseconds>(time).count()));
  }

  void turn() {
    std::vector<pollfd> ends{{wake.get(), POLLIN, 0}, {port->descriptor(), 0, 0}};
    TimePoint next = Clock::now() + seconds(60);
    if (Clock::now() < accept_again_at)
      next = accept_again_at;
    else if (connections.size() < kMostConnections || longest_idle())
      ends[1].events = POLLIN;
    for (const auto& one : connections) {
      const bool full = one->stream && !one->stream->has_room();
      // The player holds the stream up, not the publisher.
      if (full) one->heard_at = Clock::now();
      if (full) next = std::min(next, Clock::now() + kLookForRoomEvery);
      next = std::min(next, deadline_of(*one));
      short events = !full && !one->refuse_at ? POLLIN : 0;
      if (!one->output.empty()) events |= POLLOUT;
      ends.push_back({one->socket.get(), events, 0});
    }
    const auto left = std::chrono::ceil<milliseconds>(std::max(next - Clock::now(), Duration::zero()));
    if (::poll(ends.data(), ends.size(), static_cast<int>(left.count())) < 0) return;
    eventfd_t rings = 0;
    ::eventfd_read(wake.get(), &rings);
    send_away();
    for (std::size_t i = 2; i < ends.size(); ++i) {
      Connection& one = *connections[i - 2];
      if (ends[i].revents & (POLLIN | POLLHUP | POLLERR) && !one.over) read(one);
    }
    for (const auto& one : connections) look_after(*one);
    std::erase_if(connections, [](const auto& one) { return one->over; });
    if (ends[1].revents & POLLIN) accept();
  }

  TimePoint deadline_of(const Connection& one) const {
    if (one.over_at) return *one.over_at;
    if (one.refuse_at) return *one.refuse_at;
    return one.stream ? one.heard_at + kGone : one.since + kToPublish;
  }

  // Of the connections that neither publish nor are being closed.
  Connection* longest_idle() const {
    for (const auto& one : connections)
      if (!one->stream && !one->refuse_at && !one->over_at) return one.get();
    return nullptr;
  }

  void accept() {
    auto guest = port->accept();
    if (guest.failed) accept_again_at = Clock::now() + kPauseWithoutDescriptors;
    if (guest.descriptor < 0) return;
    if (connections.size() >= kMostConnections)
      std::erase_if(connections, [idle = longest_idle()](const auto& one) { return one.get() == idle; });
    auto& one = *connections.emplace_back(std::make_unique<Connection>(guest.descriptor, std::move(guest.peer)));
    one.session.emplace(Session::Events{.on_publish = [this, &one](const std::string& path) { publish(one, path); },
                                        .on_unit =
                                            [&one](Unit unit) {
                                              if (!one.stream) return;
                                              one.heard_at = Clock::now();
                                              one.stream->push(std::move(unit));
                                            },
                                        .on_goodbye = [this, &one] { goodbye(one); }});
  }

  void read(Connection& one) {
    const ssize_t size = ::recv(one.socket.get(), buffer.data(), buffer.size(), 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size <= 0) {
      one.over = true;
      return gone(one, {});
    }
    if (one.over_at) return;  // only so that it can read why
    try {
      one.session->feed({buffer.data(), static_cast<std::size_t>(size)});
    } catch (const Error& e) {
      const std::string why = e.message();
      // A peer that has not published is no publisher and is told nothing.
      if (one.stream)
        dismiss(one, why);
      else
        one.over = true;
      gone(one, why);
    }
  }

  void publish(Connection& one, const std::string& path) {
    if (path != place.path) {
      one.refuse_at = Clock::now() + kWrongKeyCosts;
      one.refusal = messages::kWrongStreamKey;
      return;
    }
    const auto before = std::ranges::find_if(connections, [](const auto& other) { return other->stream != nullptr; });
    if (before != connections.end()) {
      if (Clock::now() - (*before)->heard_at <= kSilent) return refuse(one, messages::kPlaceIsTaken);
      (*before)->over = true;
      gone(**before, {});
    }
    log::info(messages::kRtmpStarts, place.shown, one.peer);
    one.heard_at = Clock::now();
    one.stream = std::make_shared<Stream>();
    one.session->accept();
    events.on_publisher(one.stream);
  }

  void goodbye(Connection& one) {
    one.over_at = Clock::now() + kToReadWhy;
    gone(one, {});
  }

  void gone(Connection& one, const std::string& why) {
    if (const auto stream = std::exchange(one.stream, nullptr)) events.on_gone(stream, why);
  }

  void dismiss(Connection& one, const std::string& why) {
    one.session->refuse(why);
    one.over_at = Clock::now() + kToReadWhy;
    one.refuse_at.reset();
  }

  void refuse(Connection& one, const std::string& why) {
    dismiss(one, why);
    if (const TimePoint now = Clock::now(); now - logged_at >= kLogAtMostEvery) {
      logged_at = now;
      log::info(messages::kRtmpRefused, one.peer, place.shown, why);
    }
    events.on_refused(why);
  }

  void send_away() {
    std::unique_lock lock(mutex);
    const auto all = std::exchange(turned_away, {});
    lock.unlock();
    for (const auto& [stream, why] : all)
      for (const auto& one : connections)
        if (one->stream == stream) {
          one->stream.reset();
          dismiss(*one, why);
        }
  }

  void look_after(Connection& one) {
    const TimePoint now = Clock::now();
    if (one.refuse_at && now >= *one.refuse_at) refuse(one, std::exchange(one.refusal, {}));
    if (!one.over && now >= deadline_of(one)) {
      one.over = true;
      gone(one, messages::kPublisherFellSilent);
    }
    if (one.over) return;
    one.output += one.session->take_output();
    if (!one.output.empty()) {
      const ssize_t sent = ::send(one.socket.get(), one.output.data(), one.output.size(), MSG_NOSIGNAL);
      if (sent > 0) one.output.erase(0, static_cast<std::size_t>(sent));
    }
    if (one.output.size() > kMostOutput) {
      one.over = true;
      gone(one, {});
    }
    // Closing at once would take back what it has not read yet.
    if (one.over_at && one.output.empty()) ::shutdown(one.socket.get(), SHUT_WR);
  }
};

Server::Server(Place place, Events events) : impl_(std::make_unique<Impl>(std::move(place), std::move(events))) {}
Server::~Server() = default;

void Server::turn_away(std::shared_ptr<Stream> stream, std::string why) {
  {
    std::lock_guard lock(impl_->mutex);
    impl_->turned_away.emplace_back(std::move(stream), std::move(why));
  }
  impl_->ring();
}

}  // namespace np::rtmp
