#include "whip/endpoint.hpp"

#include <gst/gst.h>
#include <sys/random.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "base/abandoned_thread.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "base/own_addresses.hpp"
#include "whip/fragment.hpp"
#include "whip/messages.hpp"
#include "whip/session.hpp"

namespace np::whip {
namespace {

// ICE and DTLS take some tenths of a second where the network lets them, and media come at once.
constexpr Duration kConnectLimit = std::chrono::seconds(10);
// Whoever has sent nothing for so long may be gone, and makes way for another; and is gone after so long.
constexpr Duration kSilent = SenderPace::kMost;
constexpr Duration kGone = std::chrono::seconds(30);
constexpr Duration kLookAtNewcomerEvery = std::chrono::milliseconds(50);
constexpr Duration kLookEvery = std::chrono::seconds(1);
constexpr Duration kPatience = std::chrono::seconds(2);
constexpr int kSmallest = 16;

std::string random_digits() {
  std::uint64_t number = 0;
  if (getrandom(&number, sizeof number, 0) != sizeof number)
    throw Error(ErrorKind::kUnavailable, "This system gives no random numbers: try again.");
  return np::format("{}", number);
}

bool is_too_small(GstSample* sample, int& width, int& height) {
  const GstStructure* fields = gst_caps_get_structure(gst_sample_get_caps(sample), 0);
  return gst_structure_get_int(fields, "width", &width) && gst_structure_get_int(fields, "height", &height) &&
         std::min(width, height) < kSmallest;
}

webrtc::PeerSetup setup_of(const Endpoint::Options& options) {
  webrtc::PeerSetup setup{.relays = options.ice_servers,
                          .addresses = own_addresses(),
                          .words = {.broken = messages::kPublisherBroken,
                                    .gone = messages::kPublisherGone,
                                    .nothing_gets_through = messages::kPublisherBarred,
                                    .nonsense = messages::kOfferIsNonsense,
                                    .not_agreed = messages::kOfferNotAgreed}};
  // A publisher on this machine needs only this address, and without a network there is no other.
  setup.addresses.emplace_back("127.0.0.1");
  constexpr std::string_view kStun = "stun:";
  for (const webrtc::IceServer& server : options.ice_servers)
    for (const std::string& url : server.urls)
      if (url.starts_with(kStun)) setup.stun = url.substr(kStun.size());
  return setup;
}

}  // namespace

// What of a session comes on other threads, which may still be at it while its pipeline is closed in the background.
struct Endpoint::Outlet {
  std::mutex mutex;
  std::uint64_t session = 0;  // whose media are let through
  TimePoint media_at;
  SenderPace pace;
  bool flows = false;  // something has come
  std::vector<std::shared_ptr<webrtc::Viewer>> viewers;
  std::vector<std::shared_ptr<webrtc::Viewer>> hearers;
};

Endpoint::Endpoint(Loop& loop, Options options)
    : loop_(loop),
      options_(std::move(options)),
      closings_(std::make_shared<webrtc::Closings>()),
      outlet_(std::make_shared<Outlet>()) {}

Endpoint::~Endpoint() {
  {
    std::lock_guard lock(outlet_->mutex);
    outlet_->session = 0;
  }
  if (session_) std::exchange(session_, nullptr)->end();
  if (!closings_->wait(kPatience)) abandon_thread();
}

void Endpoint::refuse(const Done& done, Error why) {
  loop_.post([done, why = std::move(why)] { done(std::unexpected(why)); });
}

void Endpoint::publish(const std::string& sdp, const std::string& instead, const std::string& sender, Done done) {
  try {
    Newcomer newcomer{.offer = read_offer(sdp), .sender = sender, .done = std::move(done), .since = loop_.now()};
    if (!session_ || instead == publication_.id || makes_way_for(sender)) return let_in(std::move(newcomer));
    if (newcomer_ || now_.state != EndpointSnapshot::State::kLive) return turn_away(newcomer);
    newcomer_ = std::make_unique<Newcomer>(std::move(newcomer));
    look_at_newcomer();
  } catch (const Error& e) {
    refuse(done, e);
  }
}

// Who was killed and is back comes sooner than its old self counts as silent, so a newcomer waits until something of
// the old one arrives.
void Endpoint::look_at_newcomer() {
  if (!newcomer_) return;
  TimePoint media_at;
  {
    std::lock_guard lock(outlet_->mutex);
    media_at = outlet_->media_at;
  }
  if (!session_ || makes_way_for(newcomer_->sender)) return let_in(std::move(*std::exchange(newcomer_, nullptr)));
  if (media_at > newcomer_->since) return turn_away(*std::exchange(newcomer_, nullptr));
  next_look_at_newcomer_ = loop_.after(kLookAtNewcomerEvery, [this] { look_at_newcomer(); });
}

void Endpoint::turn_away(const Newcomer& newcomer) {
  refuse(newcomer.done, Error(ErrorKind::kConflict, messages::kSomebodyPublishes));
}

void Endpoint::let_in(Newcomer newcomer) try {
  Publication fresh{.id = random_digits(), .etag = random_digits()};
  leave(messages::kNewPublisher);
  sender_ = std::move(newcomer.sender);
  begin(std::move(newcomer.offer), std::move(fresh), newcomer.done);
} catch (const Error& e) {
  refuse(newcomer.done, e);
}

void Endpoint::begin(Offer offer, Publication fresh, const Done& done) {
  const std::string codec = offer.video().substr(offer.video().find('/') + 1);
  const std::uint64_t number = ++sessions_;
  const auto let_through = [outlet = outlet_, number](auto hand_out) {
    return [outlet, number, hand_out](std::shared_ptr<GstSample> sample) {
      std::lock_guard lock(outlet->mutex);
      if (outlet->session != number) return;
      outlet->media_at = Clock::now();
      outlet->pace.heard(outlet->media_at);
      outlet->flows = true;
      hand_out(*outlet, sample);
    };
  };
  session_ = std::make_shared<Session>(
      loop_, closings_, setup_of(options_), std::move(offer),
      Session::Events{
          .on_connected = [this] { connected(); },
          // A session must not be destroyed inside its own callback.
          .on_failed = [this, number](const std::string& why) { drop_soon(number, why); },
          .on_picture = let_through([this, number](Outlet& outlet, const std::shared_ptr<GstSample>& sample) {
            int width = 0, height = 0;
            if (is_too_small(sample.get(), width, height)) {
              outlet.session = 0;
              return drop_soon(number, np::format(messages::kPublishedTooSmall, width, height));
            }
            for (const auto& viewer : outlet.viewers) viewer->on_picture(sample);
          }),
          .on_sound = let_through([](Outlet& outlet, const std::shared_ptr<GstSample>& sample) {
            for (const auto& viewer : outlet.hearers) viewer->on_sound(sample);
          }),
          .on_too_large =
              [this, outlet = outlet_, number](int width, int height) {
                std::lock_guard lock(outlet->mutex);
                if (outlet->session == number)
                  drop_soon(number, np::format(messages::kPublishedTooLarge, width, height));
              }});
  {
    std::lock_guard lock(outlet_->mutex);
    outlet_->session = number;
    outlet_->media_at = loop_.now();
    outlet_->pace = {};
    outlet_->flows = false;
  }
  publication_ = std::move(fresh);
  done_ = done;
  begun_at_ = loop_.now();
  now_ = {.state = EndpointSnapshot::State::kConnecting, .codec = codec};
  look_after();
  session_->answer([this](const std::string& answer) {
    publication_.answer = answer;
    if (const auto told = std::exchange(done_, nullptr)) told(publication_);
    tell_viewers();
  });
}

void Endpoint::connected() {
  if (now_.state == EndpointSnapshot::State::kLive) return;
  log::info(messages::kPublishingStarts, now_.codec);
  now_.state = EndpointSnapshot::State::kLive;
}

// The session alone: viewers hear of what comes next.
void Endpoint::leave(const std::string& why) {
  if (!session_) return;
  {
    std::lock_guard lock(outlet_->mutex);
    outlet_->session = 0;
  }
  std::exchange(session_, nullptr)->end();
  next_look_.cancel();
  publication_ = {};
  if (const auto told = std::exchange(done_, nullptr)) refuse(told, Error(ErrorKind::kUnavailable, why));
}

void Endpoint::drop_soon(std::uint64_t session, const std::string& why) {
  loop_.post(alive_.guard([this, session, why] {
    if (session_ && session == sessions_) drop(why);
  }));
}

void Endpoint::drop(const std::string& why) {
  leave(why);
  log::debug("WHIP: {}", why);
  now_ = {.reason = why};
  tell_viewers();
}

bool Endpoint::end(const std::string& id) {
  if (!session_ || id != publication_.id) return false;
  leave(messages::kPublisherLeft);
  now_ = {};
  tell_viewers();
  return true;
}

std::expected<void, Error> Endpoint::add_candidates(const std::string& id, const std::string& etag,
                                                    const std::string& text) {
  const auto refusal = [](ErrorKind kind, const char* sentence) { return std::unexpected(Error(kind, sentence)); };
  if (!session_ || id != publication_.id) return refusal(ErrorKind::kNotFound, messages::kNoSuchPublication);
  if (etag != "*" && etag != publication_.etag) return refusal(ErrorKind::kConflict, messages::kEtagIsOld);
  const auto fragment = read_fragment(text, session_->offer().mids);
  if (!fragment) return refusal(ErrorKind::kInvalid, messages::kFragmentIsNonsense);
  if (!fragment->user.empty() && fragment->user != session_->offer().user)
    return refusal(ErrorKind::kUnsupported, messages::kNoIceRestart);
  for (const auto& [line, candidate] : fragment->candidates) session_->add_candidate(line, candidate);
  return {};
}

EndpointSnapshot Endpoint::snapshot() const { return now_; }

// It is sooner taken for gone by one who seems to be the same, started again.
bool Endpoint::makes_way_for(const std::string& sender) const {
  if (now_.state != EndpointSnapshot::State::kLive) return false;
  std::lock_guard lock(outlet_->mutex);
  const Duration silence = loop_.now() - outlet_->media_at;
  return silence > kSilent || (sender == sender_ && outlet_->pace.is_silent(loop_.now()));
}

void Endpoint::look_after() {
  next_look_ = loop_.after(kLookEvery, [this] { look_after(); });
  if (now_.state == EndpointSnapshot::State::kConnecting && loop_.now() - begun_at_ > kConnectLimit)
    return drop(messages::kPublisherBarred);
  bool flows = false;
  Duration quiet{};
  {
    std::lock_guard lock(outlet_->mutex);
    flows = outlet_->flows;
    quiet = loop_.now() - outlet_->media_at;
  }
  if (now_.state != EndpointSnapshot::State::kLive) return;
  if (!flows && quiet > kConnectLimit) return drop(messages::kPublisherSilent);
  if (quiet > kGone) drop(messages::kPublisherGone);
}

void Endpoint::tell(webrtc::Viewer& viewer) const {
  if (session_ && publication_.answer.empty()) return;  // it is told soon
  if (!session_) {
    const std::string& why = now_.reason;
    return viewer.on_none(Error(ErrorKind::kUnavailable, why.empty() ? messages::kNobodyPublishes : why));
  }
  viewer.on_track(now_.codec);
  if (viewer.on_hearable) viewer.on_hearable(session_->offer().has_sound());
}

void Endpoint::tell_viewers() {
  std::vector<std::shared_ptr<webrtc::Viewer>> viewers;
  {
    std::lock_guard lock(outlet_->mutex);
    viewers = outlet_->viewers;
  }
  for (const auto& viewer : viewers) tell(*viewer);
}

void Endpoint::add(const std::shared_ptr<webrtc::Viewer>& viewer) {
  {
    std::lock_guard lock(outlet_->mutex);
    outlet_->viewers.push_back(viewer);
  }
  loop_.post(alive_.guard([this, viewer] { tell(*viewer); }));
}

void Endpoint::remove(const std::shared_ptr<webrtc::Viewer>& viewer) {
  std::lock_guard lock(outlet_->mutex);
  std::erase(outlet_->viewers, viewer);
  std::erase(outlet_->hearers, viewer);
}

void Endpoint::want_sound(const std::shared_ptr<webrtc::Viewer>& viewer, bool wanted) {
  std::lock_guard lock(outlet_->mutex);
  std::erase(outlet_->hearers, viewer);
  if (wanted) outlet_->hearers.push_back(viewer);
}

std::string Endpoint::does_not_answer() const { return messages::kNobodyPublishes; }
std::string Endpoint::does_not_arrive() const { return messages::kPublisherSilent; }

}  // namespace np::whip
