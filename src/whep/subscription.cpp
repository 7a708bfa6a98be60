#include "whep/subscription.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <mutex>
#include <thread>
#include <utility>

#include "base/abandoned_thread.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "base/loop_gate.hpp"
#include "base/own_addresses.hpp"
#include "base/worker_thread.hpp"
#include "net/http_client.hpp"
#include "webrtc/closings.hpp"
#include "webrtc/offers.hpp"
#include "whep/answer.hpp"
#include "whep/messages.hpp"
#include "whep/session.hpp"

namespace np::whep {
namespace {

namespace urls = boost::urls;

// A closing takes some hundredths of a second; a server that is slow to hear the goodbye is not waited for.
constexpr Duration kPatience = std::chrono::milliseconds(300);
constexpr Duration kGoodbyeLimit = std::chrono::seconds(2);

struct Reply {
  std::string sdp;
  std::string resource;
};

Error refusal(int status, const Subscription::Options& options) {
  using enum ErrorKind;
  const std::string& shown = options.shown;
  const auto url = urls::parse_uri(options.url);
  if (status == 401 && url && url->has_userinfo())
    return Error(kPermission, np::format(messages::kWhepPasswordRefused, shown));
  if (status == 401) return Error(kPermission, np::format(messages::kWhepPasswordWanted, shown));
  if (status == 403) return Error(kPermission, np::format(messages::kWhepForbidden, shown));
  if (status == 404 || status == 409 || status == 410)
    return Error(kUnavailable, np::format(messages::kWhepNotThere, shown));
  if (status == 429 || status >= 500) return Error(kUnavailable, np::format(messages::kWhepBusy, shown, status));
  return Error(kInvalid, np::format(messages::kWhepNoWhep, shown, status));
}

// Blocks; throws Error.
Reply ask(HttpClient& http, const Subscription::Options& options, const std::string& offer) {
  HttpRequest request{.method = "POST",
                      .url = http_address(options.url),
                      .headers = {{"Content-Type", "application/sdp"}, {"Accept", "application/sdp"}},
                      .body = offer};
  request.first_byte_limit = request.silence_limit = request.total_limit = options.answer_limit;
  request.body_limit = webrtc::Offers::kMaxBytes;
  HttpHead head;
  std::string body;
  http.exchange(
      request,
      [&](const HttpHead& h) {
        head = h;
        return true;
      },
      [&](std::string_view piece) {
        body += piece;
        return true;
      });
  if (head.status < 200 || head.status >= 300) throw refusal(head.status, options);
  return {.sdp = std::move(body), .resource = resource_of(request.url, std::string(head.header("location")))};
}

void say_goodbye(const std::string& resource) try {
  HttpRequest request{.method = "DELETE", .url = resource};
  request.connect_limit = request.total_limit = kGoodbyeLimit;
  HttpClient().exchange(request, [](const HttpHead&) { return false; }, [](std::string_view) { return false; });
} catch (const Error& e) {
  log::debug("WHEP: {}", e.message());
}

webrtc::PeerSetup setup_for(const std::string& shown) {
  webrtc::PeerSetup setup{.addresses = own_addresses(),
                          .words = {.broken = np::format(messages::kWhepBroken, shown),
                                    .gone = np::format(messages::kWhepGone, shown),
                                    .nothing_gets_through = np::format(messages::kWhepBarred, shown),
                                    .nonsense = np::format(messages::kWhepNonsense, shown),
                                    .not_agreed = np::format(messages::kWhepNotAgreed, shown)}};
  setup.addresses.emplace_back("127.0.0.1");  // the server may be on this machine
  return setup;
}

// The viewer, for GStreamer's threads: they may still be at it while their pipeline is closed in the background.
struct Outlet {
  std::mutex mutex;
  std::shared_ptr<webrtc::Viewer> viewer;
  bool hears = false;
};

}  // namespace

struct Subscription::Impl {
  LoopGate gate;
  const Options options;
  const std::shared_ptr<webrtc::Closings> closings = std::make_shared<webrtc::Closings>();
  const std::shared_ptr<Outlet> outlet = std::make_shared<Outlet>();
  Loop& loop;
  std::shared_ptr<Session> session;  // the loop's, like the next one
  std::string resource;
  HttpClient http;  // the worker's
  WorkerThread worker{"whep", 1};

  Impl(Loop& l, Options o) : gate(l), options(std::move(o)), loop(l) {}

  ~Impl() {
    gate.close();
    http.cancel();
    worker.clear();
    if (session) std::exchange(session, nullptr)->end();
    if (!resource.empty()) {
      closings->begin();
      std::thread([resource = resource, closings = closings] {
        say_goodbye(resource);
        closings->end();
      }).detach();
    }
    if (!closings->wait(kPatience)) abandon_thread();
  }

  std::shared_ptr<webrtc::Viewer> viewer() {
    std::lock_guard lock(outlet->mutex);
    return outlet->viewer;
  }

  void begin() try {
    session = std::make_shared<Session>(
        loop, closings, setup_for(options.shown),
        Session::Events{.on_failed = [this](const std::string& why) { fail(Error(ErrorKind::kUnavailable, why)); },
                        .on_picture =
                            [outlet = outlet](std::shared_ptr<GstSample> sample) {
                              std::lock_guard lock(outlet->mutex);
                              if (outlet->viewer) outlet->viewer->on_picture(std::move(sample));
                            },
                        .on_sound =
                            [outlet = outlet](std::shared_ptr<GstSample> sample) {
                              std::lock_guard lock(outlet->mutex);
                              if (outlet->viewer && outlet->hears) outlet->viewer->on_sound(std::move(sample));
                            },
                        .on_too_large =
                            [this](int width, int height) {
                              gate.post([this, width, height] {
                                fail(Error(ErrorKind::kUnsupported,
                                           np::format(messages::kWhepTooLarge, options.shown, width, height)));
                              });
                            }});
    session->offer([this](const std::string& offer) {
      if (!worker.post([this, offer] { exchange(offer); })) fail(Error(ErrorKind::kInternal, does_not_answer()));
    });
  } catch (const Error& e) {
    fail(e);
  }

  void exchange(const std::string& offer) {
    try {
      gate.post([this, reply = ask(http, options, offer)]() mutable { take(std::move(reply)); });
    } catch (const Error& e) {
      gate.post([this, e] { fail(e); });
    }
  }

  void take(Reply reply) try {
    resource = std::move(reply.resource);
    const Answer answer = read_answer(reply.sdp, options.shown);
    session->accept(answer);
    const auto told = viewer();
    if (!told) return;
    told->on_track(answer.video().substr(std::string_view("video/").size()));
    if (told->on_hearable) told->on_hearable(answer.has_sound());
  } catch (const Error& e) {
    fail(e);
  }

  void fail(const Error& why) {
    if (const auto told = viewer()) told->on_none(why);
  }

  std::string does_not_answer() const { return np::format(messages::kWhepNoAnswer, options.shown); }
};

Subscription::Subscription(Loop& loop, Options options) : impl_(std::make_unique<Impl>(loop, std::move(options))) {}
Subscription::~Subscription() = default;

void Subscription::add(const std::shared_ptr<webrtc::Viewer>& viewer) {
  {
    std::lock_guard lock(impl_->outlet->mutex);
    impl_->outlet->viewer = viewer;
  }
  impl_->gate.post([impl = impl_.get()] { impl->begin(); });
}

void Subscription::remove(const std::shared_ptr<webrtc::Viewer>&) {
  std::lock_guard lock(impl_->outlet->mutex);
  impl_->outlet->viewer.reset();
}

void Subscription::want_sound(const std::shared_ptr<webrtc::Viewer>&, bool wanted) {
  std::lock_guard lock(impl_->outlet->mutex);
  impl_->outlet->hears = wanted;
}

std::string Subscription::does_not_answer() const { return impl_->does_not_answer(); }
std::string Subscription::does_not_arrive() const { return np::format(messages::kWhepSilent, impl_->options.shown); }

std::string http_address(const std::string& url) {
  for (const auto& [scheme, web] : {std::pair("wheps://", "https://"), std::pair("whep://", "http://")})
    if (url.size() > std::string_view(scheme).size() &&
        urls::grammar::ci_is_equal(std::string_view(url).substr(0, std::string_view(scheme).size()), scheme))
      return web + url.substr(std::string_view(scheme).size());
  return url;
}

std::string resource_of(const std::string& asked, const std::string& location) {
  const auto base = urls::parse_uri(asked);
  const auto reference = urls::parse_uri_reference(location);
  if (location.empty() || !base || !reference) return {};
  urls::url resource;
  if (!urls::resolve(*base, *reference, resource)) return {};
  if (resource.scheme() != base->scheme() || resource.encoded_host_and_port() != base->encoded_host_and_port())
    return {};
  if (base->has_userinfo()) resource.set_encoded_userinfo(base->encoded_userinfo());
  resource.remove_fragment();
  return std::string(resource.buffer());
}

}  // namespace np::whep
