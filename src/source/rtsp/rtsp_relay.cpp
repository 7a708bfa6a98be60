#include "source/rtsp/rtsp_relay.hpp"

#include <poll.h>
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <charconv>
#include <deque>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "base/format.hpp"
#include "base/text.hpp"
#include "source/address.hpp"
#include "source/loopback_port.hpp"
#include "source/messages.hpp"
#include "source/reasons.hpp"
#include "source/rtsp/rtsp_exchange.hpp"
#include "source/rtsp/rtsp_line.hpp"
#include "source/rtsp/rtsp_login.hpp"
#include "source/rtsp/rtsp_message.hpp"
#include "source/rtsp/rtsp_transport.hpp"

namespace np {
namespace {

// Who opens the relay's port comes at once.
constexpr Duration kClientLimit = std::chrono::seconds(20);
constexpr Duration kReconnectLimit = std::chrono::seconds(2);
constexpr std::size_t kMaxToClient = 1u << 20;    // bytes under way; the camera waits meanwhile
constexpr std::size_t kMaxToCamera = 128u << 10;  // bytes; of a camera that takes nothing the rest is dropped
constexpr std::size_t kMaxNoise = 64u << 10;      // bytes in a row
constexpr std::size_t kMaxMedia = 32;             // that a camera may offer
constexpr int kMaxRedirects = 8;
constexpr int kMaxReconnects = 3;

std::string random_path() {
  std::random_device random;
  return np::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

}  // namespace

struct RtspRelay::Impl {
  struct Pending {
    RtspMessage request;
    std::string client_number;  // its CSeq
    unsigned number = 0;        // the camera's
    int logins = 0;
  };

  const SourceSpec spec;
  std::string address;  // what is open, without user and password
  std::optional<RtspLogin> login;
  std::string user, password;
  bool local = true;  // the camera is at an address of this machine or its link, or nobody has looked yet
  GObjectPtr<GCancellable> cancellable{g_cancellable_new()};
  std::thread thread;
  mutable std::mutex mutex;  // guards what follows
  std::optional<Error> why;
  std::optional<RtspLine> camera;
  bool reset = false;

  // The thread's own, once it runs.
  std::optional<LoopbackPort> port;
  std::optional<RtspLine> client;
  std::string prefix;  // of the client's addresses
  std::string from_camera, to_camera, from_client, to_client;
  std::deque<Pending> pending;
  unsigned number = 0;
  std::size_t noise = 0;
  int redirects = 0;
  int reconnects = 0;
  bool known = false;  // the client is ours
  bool playing = false;
  bool renewed = false;  // the camera's connection

  explicit Impl(SourceSpec s) : spec(std::move(s)) { take_address(spec.text); }

  // Throws Error where it is none.
  void take_address(const std::string& text) {
    const std::string escaped = escaped_address(text);
    const auto parsed = boost::urls::parse_uri(escaped);
    if (!parsed || (parsed->scheme() != "rtsp" && parsed->scheme() != "rtsps"))
      throw Error(ErrorKind::kUnsupported, np::format(messages::kRtspRedirect, spec.shown));
    boost::urls::url url(*parsed);
    if (url.has_userinfo() || !login) {
      user = url.user();
      password = url.password();
    }
    login.emplace(user, password);
    url.remove_userinfo().remove_fragment();
    address = std::string(url.buffer());
  }

  void open(Duration limit) {
    RtspLine line = RtspLine::open(address, spec.shown, limit, local, cancellable.get());
    std::lock_guard lock(mutex);
    camera.emplace(std::move(line));
    if (reset) camera->reset_on_close();
  }

  void greet(Duration limit) {
    const TimePoint deadline = Clock::now() + limit;
    open(limit);
    local = camera->is_local();
    const std::string request = np::format(
        "OPTIONS {} RTSP/1.0\r\nCSeq: {}\r\nUser-Agent: nerdpudding/" NP_VERSION "\r\n\r\n", address, ++number);
    const auto answer = rtsp_exchange(*camera, request, deadline, cancellable.get(), spec.shown, from_camera);
    if (!answer)
      throw Error(ErrorKind::kTimeout, np::format(messages::kCameraDoesNotAnswer, spec.shown, to_seconds(limit)));
    if (answer->status() == 401) (void)login->challenged(answer->all("www-authenticate"), 0);
  }

  std::string serve() {
    port.emplace(spec.shown);
    prefix = np::format("rtsp://127.0.0.1:{}/{}{}", port->number(), random_path(), address.ends_with('/') ? "/" : "");
    thread = std::thread([this] {
      pthread_setname_np(pthread_self(), "rtsp");
      run();
    });
    return prefix;
  }

  void run() {
    try {
      while (!known) accept();
      while (pass_on()) {
      }
    } catch (const Cancelled&) {
    } catch (const Error& e) {
      note(e);
    } catch (const std::exception& e) {
      note(Error(ErrorKind::kInternal, np::format("{} cannot be played: {}.", spec.shown, e.what())));
    }
    client.reset();
    port.reset();
    std::lock_guard lock(mutex);
    camera.reset();
  }

  void note(const Error& error) {
    std::lock_guard lock(mutex);
    if (!why) why = error;
  }

  // Another program on this machine may connect first. The path tells which client is ours.
  void accept() {
    std::vector<pollfd> ends{{port->descriptor(), POLLIN, 0}};
    const TimePoint deadline = Clock::now() + kClientLimit;
    if (!poll_until(ends, deadline, cancellable.get())) throw Cancelled{};
    auto connection = port->accept();
    if (!connection) return;
    client.emplace(std::move(connection));
    from_client.clear();
    while (first_rtsp_unit(from_client).kind == RtspUnit::Kind::kIncomplete) {
      ends = {{client->descriptor(), POLLIN, 0}};
      if (!poll_until(ends, deadline, cancellable.get()) || !client->read(from_client)) return client.reset();
    }
    known = RtspMessage::parse(from_client).address().starts_with(prefix);
    if (!known) return client.reset();
    port.reset();
    take_from_client();
  }

  // False: it is over.
  bool pass_on() {
    std::vector<pollfd> ends;
    ends.push_back({client->descriptor(), 0, 0});
    if (to_camera.size() < kMaxToCamera) ends[0].events |= POLLIN;
    if (!to_client.empty()) ends[0].events |= POLLOUT;
    ends.push_back({camera->descriptor(), 0, 0});
    if (to_client.size() < kMaxToClient) ends[1].events |= POLLIN;
    if (!to_camera.empty()) ends[1].events |= POLLOUT;
    poll_until(ends, std::nullopt, cancellable.get());
    if (ends[0].revents & (POLLIN | POLLHUP | POLLERR)) {
      if (!client->read(from_client)) return false;
      take_from_client();
    }
    bool there = true;
    if (ends[1].revents & (POLLIN | POLLHUP | POLLERR)) {
      // poll() does not report what TLS has decrypted already.
      for (std::size_t before = SIZE_MAX; there && from_camera.size() != before && from_camera.size() < kMaxToClient;) {
        before = from_camera.size();
        there = camera->read(from_camera);
      }
      renewed = false;
      take_from_camera();
      there |= renewed;
    }
    there = camera->write(to_camera) && there;
    if (!client->write(to_client)) return false;
    return there || come_back();
  }

  // Some cameras close the connection after each answer, or after a refusal.
  bool come_back() {
    if (playing || reconnects++ >= kMaxReconnects) {
      client->write(to_client);
      return false;
    }
    reconnect();
    return true;
  }

  void reconnect() {
    from_camera.clear();
    to_camera.clear();
    open(kReconnectLimit);
    renewed = true;
    for (Pending& waiting : pending) send(waiting);
  }

  void take_from_client() {
    for (;;) {
      const RtspUnit unit = first_rtsp_unit(from_client);
      switch (unit.kind) {
        case RtspUnit::Kind::kIncomplete: return;
        case RtspUnit::Kind::kTooLong: throw Cancelled{};
        case RtspUnit::Kind::kMedia: to_camera += from_client.substr(0, unit.size); [[fallthrough]];
        case RtspUnit::Kind::kNoise: from_client.erase(0, unit.size); break;
        case RtspUnit::Kind::kText: {
          auto message = take_rtsp_message(from_client, unit.size, spec.shown);
          if (!message) return;
          if (message->is_answer())
            to_camera += message->text();
          else
            ask(std::move(*message));
        }
      }
    }
  }

  void ask(RtspMessage request) {
    if (const std::string to = request.address(); to.starts_with(prefix))
      request.set_address(address + to.substr(prefix.size()));
    Pending waiting{.request = std::move(request), .client_number = {}, .number = 0, .logins = 0};
    waiting.client_number = waiting.request.header("cseq");
    pending.push_back(std::move(waiting));
    send(pending.back());
  }

  void send(Pending& waiting) {
    RtspMessage& request = waiting.request;
    waiting.number = ++number;
    request.set("CSeq", std::to_string(number));
    if (const auto proof = login->authorization(request.method(), request.address()); !proof.empty()) {
      request.set("Authorization", proof);
      ++waiting.logins;
    }
    to_camera += request.text();
  }

  void take_from_camera() {
    std::size_t media = 0;  // bytes at the front that are passed on as they are
    const auto pass_media = [&] {
      to_client += std::string_view(from_camera).substr(0, media);
      from_camera.erase(0, std::exchange(media, 0));
    };
    for (;;) {
      const RtspUnit unit = first_rtsp_unit(std::string_view(from_camera).substr(media));
      if (unit.kind == RtspUnit::Kind::kMedia) {
        media += unit.size;
        noise = 0;
        continue;
      }
      pass_media();
      if (unit.kind == RtspUnit::Kind::kIncomplete) return;
      if (unit.kind == RtspUnit::Kind::kTooLong)
        throw Error(ErrorKind::kInvalid, np::format(messages::kRtspWithoutEnd, spec.shown));
      if (unit.kind == RtspUnit::Kind::kNoise) {
        from_camera.erase(0, unit.size);
        if ((noise += unit.size) > kMaxNoise)
          throw Error(ErrorKind::kInvalid, np::format(messages::kRtspNonsense, spec.shown, "no RTSP"));
        continue;
      }
      auto message = take_rtsp_message(from_camera, unit.size, spec.shown);
      if (!message) return;
      if (message->is_answer())
        take_answer(std::move(*message));
      else if (message->first_line.contains("RTSP/"))
        to_client += message->text();  // a request of the camera's
      else
        throw Error(ErrorKind::kUnsupported, np::format(messages::kIsNoRtsp, spec.shown));
    }
  }

  void take_answer(RtspMessage answer) {
    unsigned told = 0;
    const std::string_view text = answer.header("cseq");
    std::from_chars(text.data(), text.data() + text.size(), told);
    auto asked = std::ranges::find(pending, told, &Pending::number);
    // Some cameras leave the number out of a refusal.
    if (asked == pending.end() && text.empty()) asked = pending.begin();
    if (asked == pending.end() || answer.status() < 200) return;
    if (answer.status() == 401 && log_in(answer, *asked)) return send(*asked);
    if (answer.is_redirect() && !answer.header("location").empty()) return follow(answer, *asked);
    if (answer.status() == 200) check(answer, asked->request.method());
    answer.set("CSeq", asked->client_number);
    pending.erase(asked);
    to_client += answer.text();
  }

  bool log_in(const RtspMessage& answer, const Pending& asked) {
    switch (login->challenged(answer.all("www-authenticate"), asked.logins)) {
      case RtspLogin::Verdict::kTry: return true;
      case RtspLogin::Verdict::kRefused: note(password_refused(spec.shown)); break;
      case RtspLogin::Verdict::kWanted: note(password_wanted(spec.shown, "rtsp")); break;
      case RtspLogin::Verdict::kNotSupported: note(login_not_supported(spec.shown, login->method())); break;
    }
    return false;
  }

  void follow(const RtspMessage& answer, Pending& asked) {
    if (++redirects > kMaxRedirects) throw Error(ErrorKind::kInvalid, np::format(messages::kRtspInCircles, spec.shown));
    const std::string before = address;
    const auto host = [](const std::string& of) { return std::string(boost::urls::parse_uri(of)->encoded_host()); };
    const std::string host_before = host(before);
    take_address(std::string(answer.header("location")));
    if (host(address) != host_before && !has_credentials(answer.header("location"))) {
      user.clear();
      password.clear();
      login.emplace(user, password);
    }
    if (const std::string to = asked.request.address(); to.starts_with(before))
      asked.request.set_address(address + to.substr(before.size()));
    asked.request.remove("Authorization");
    asked.logins = 0;
    reconnect();
  }

  std::string transport_taken(std::string_view offered) const {
    const RtspTransportTaken taken = take_rtsp_transport(offered, camera->peer());
    if (!taken.nonsense.empty())
      throw Error(ErrorKind::kInvalid, np::format(messages::kRtspNonsense, spec.shown, taken.nonsense));
    return taken.text;
  }

  void check(RtspMessage& answer, const std::string& method) {
    if (method == "DESCRIBE" && media_in_description(answer.body) > kMaxMedia)
      throw Error(ErrorKind::kInvalid, np::format(messages::kRtspTooMuch, spec.shown));
    if (method == "SETUP") answer.set("Transport", transport_taken(answer.header("transport")));
    if (method == "PLAY") playing = true;
  }
};

RtspRelay::RtspRelay(SourceSpec spec) : impl_(std::make_unique<Impl>(std::move(spec))) {}

RtspRelay::~RtspRelay() {
  cancel();
  if (impl_->thread.joinable()) impl_->thread.join();
}

void RtspRelay::connect(Duration limit) {
  try {
    impl_->greet(limit);
  } catch (const Cancelled&) {
    throw Error(ErrorKind::kUnavailable, np::format(messages::kCameraClosed, impl_->spec.shown));
  }
}

std::string RtspRelay::serve() { return impl_->serve(); }

std::optional<Error> RtspRelay::failure() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->why;
}

void RtspRelay::cancel() { g_cancellable_cancel(impl_->cancellable.get()); }

void RtspRelay::reset_on_close() {
  std::lock_guard lock(impl_->mutex);
  impl_->reset = true;
  if (impl_->camera) impl_->camera->reset_on_close();
}

}  // namespace np
