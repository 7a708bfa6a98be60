#include "livekit/room.hpp"

#include <chrono>
#include <mutex>
#include <utility>

#include "base/asio_loop.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "livekit/candidate.hpp"
#include "livekit/messages.hpp"
#include "livekit/publisher.hpp"
#include "livekit/signal_client.hpp"
#include "livekit/subscriber.hpp"
#include "webrtc/codecs.hpp"

namespace np::livekit {
namespace {

constexpr std::chrono::minutes kTokenLife{10};  // the server renews it while we are there
constexpr Duration kJoinLimit = std::chrono::seconds(10);
constexpr Duration kPingEvery = std::chrono::seconds(2);
constexpr Duration kSilenceLimit = std::chrono::seconds(7);
// When media ends, so long is waited for the server's word on why, which takes another way.
constexpr Duration kFarewell = std::chrono::milliseconds(300);
constexpr std::size_t kMaxChat = 2000 * 4;  // bytes: an instruction's characters
// Each subscription adds a section to the session, with two threads, that is never used again: a fresh session is made
// in time.
constexpr std::size_t kMaxSections = 8;
constexpr std::size_t kMaxOffers = 8;
constexpr std::size_t kMaxParticipants = 5000;
constexpr int kWidth = 1280, kHeight = 720, kFps = 30;  // enough for eyes and engine
constexpr const char* kVoiceName = "roomio_audio";      // as agents call it

std::int64_t unix_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Error why_left(const Leave& leave, const RoomOptions& options) {
  using Reason = Leave::Reason;
  switch (static_cast<Reason>(leave.reason)) {
    case Reason::kDuplicateIdentity:
      return Error(ErrorKind::kConflict, np::format(messages::kAnotherHasJoined, options.room));
    case Reason::kServerShutdown: return Error(ErrorKind::kUnavailable, "The LiveKit server shuts down.");
    case Reason::kParticipantRemoved:
      return Error(ErrorKind::kUnavailable, np::format(messages::kPutOutOfRoom, options.room));
    case Reason::kRoomDeleted:
    case Reason::kRoomClosed: return Error(ErrorKind::kUnavailable, np::format(messages::kRoomWasClosed, options.room));
    case Reason::kJoinFailure:
      return Error(ErrorKind::kUnavailable,
                   np::format("The LiveKit server does not let us into the room {}: it may be full.", options.room));
    default:
      return Error(ErrorKind::kUnavailable,
                   np::format("The LiveKit server has ended our stay in the room {}.", options.room));
  }
}

}  // namespace

// Media come on other threads, which may still be at it while their pipeline is closed in the background.
struct Room::Gate {
  std::mutex mutex;
  std::function<void(const std::string&, std::shared_ptr<GstSample>)> on_media;
};

Room::Room(AsioLoop& loop, std::shared_ptr<webrtc::Closings> closings, RoomOptions options, Listener listener)
    : loop_(loop),
      closings_(std::move(closings)),
      options_(std::move(options)),
      listener_(std::move(listener)),
      gate_(std::make_shared<Gate>()),
      heard_at_(loop.now()),
      chat_("lk.chat", kMaxChat) {
  gate_->on_media = listener_.on_media;
  join_limit_ = loop_.after(kJoinLimit, [this] {
    end(Error(ErrorKind::kTimeout,
              "The LiveKit server does not let media through: open its UDP and TCP ports, or give it "
              "a TURN server."));
  });
  const std::string token = join_token(
      options_.key, {.room = options_.room, .identity = options_.identity, .name = options_.name, .agent = true},
      std::chrono::system_clock::now(), kTokenLife);
  signal_ = std::make_unique<SignalClient>(
      loop_, options_.url, token,
      SignalClient::Listener{.on_message = alive_.guard([this](std::string_view bytes) { hear(bytes); }),
                             .on_closed = alive_.guard([this](Error error) { end(std::move(error)); })});
}

Room::~Room() {
  {
    std::lock_guard lock(gate_->mutex);
    gate_->on_media = nullptr;
  }
  // This tells the server at once. Otherwise it would have to notice that our ports are silent.
  if (connected_ && !ended_) signal_->send(leave());
  signal_.reset();
  if (publisher_) publisher_->close();
  if (subscriber_) subscriber_->close();
}

void Room::end(Error why) {
  if (std::exchange(ended_, true)) return;
  connected_ = false;
  loop_.post(alive_.guard([this, why = std::move(why)] { listener_.on_ended(why); }));
}

void Room::lose_media(const std::string& why) {
  if (std::exchange(media_lost_, true)) return;
  farewell_ = loop_.after(kFarewell, [this, why] { end(Error(ErrorKind::kUnavailable, why)); });
}

void Room::hear(std::string_view bytes) {
  if (ended_) return;
  heard_at_ = loop_.now();
  const auto response = read_response(bytes);
  if (!response) return end(Error(ErrorKind::kUnavailable, "The LiveKit server says things that make no sense."));
  try {
    std::visit(
        [this](const auto& said) {
          using T = std::decay_t<decltype(said)>;
          if constexpr (std::is_same_v<T, Joined>) joined(said);
          if constexpr (std::is_same_v<T, Description>) {
            if (said.offer) return offered(said);
            if (publisher_) publisher_->answered(said.sdp);
          }
          if constexpr (std::is_same_v<T, Candidate>) {
            const auto found = candidate_of(said.json);
            if (!found) return;
            const auto& [line, text] = *found;
            if (said.transport == Transport::kSubscriber) subscriber().add_candidate(line, text);
            if (said.transport == Transport::kPublisher && publisher_) publisher_->add_candidate(line, text);
          }
          if constexpr (std::is_same_v<T, ParticipantsChanged>) update(said.participants);
          if constexpr (std::is_same_v<T, TrackPublished>) {
            if (!publisher_ || said.cid != publisher_->voice_cid()) return;
            publisher_->offer([this](const std::string& sdp) { signal_->send(offer(sdp, 1)); });
          }
          if constexpr (std::is_same_v<T, Leave>) left(said);
          if constexpr (std::is_same_v<T, Pong>)
            round_trip_ms_ = std::max<std::int64_t>(unix_ms() - said.ping_at_ms, 0);
          if constexpr (std::is_same_v<T, SubscriptionFailed>) {
            if (said.sid == listened_) return listened_.clear();
            if (said.sid != watched_ || watched_.empty()) return;
            log::warn("A video in the room cannot be watched: {}.",
                      said.codec ? "the server has no form of it that can be decoded here" : "it is gone");
            unwatchable_.insert(said.sid);
            watched_.clear();
            listener_.on_participants();
          }
          if constexpr (std::is_same_v<T, Refused>)
            log::debug("LiveKit refused request {}: {}", said.request, said.message);
        },
        *response);
  } catch (const Error& e) {
    end(e);
  }
}

void Room::joined(const Joined& joined) {
  if (publisher_) return;
  self_sid_ = joined.self.sid;
  ice_servers_ = joined.ice_servers;
  update(joined.others);
  ping();
  publisher_ = std::make_shared<Publisher>(
      loop_, closings_, media_setup(), options_.voice,
      webrtc::PeerTransport::Listener{.on_candidate = tell_candidate(Transport::kPublisher),
                                      .on_connected =
                                          [this] {
                                            media_open_ = true;
                                            settle();
                                          },
                                      .on_failed = [this](const std::string& why) { lose_media(why); }},
      Publisher::DataListener{.on_open =
                                  [this] {
                                    data_open_ = true;
                                    settle();
                                  },
                              .on_data =
                                  [this](const std::string& packet) {
                                    if (const auto text = chat_.take(packet, loop_.now())) listener_.on_chat(*text);
                                  }});
  if (!publisher_->voice_cid().empty())
    signal_->send(add_voice(publisher_->voice_cid(), kVoiceName));
  else
    publisher_->offer([this](const std::string& sdp) { signal_->send(offer(sdp, 1)); });
}

webrtc::PeerSetup Room::media_setup() const {
  return {.relays = ice_servers_,
          .words = {.broken = messages::kLivekitMediaBroken,
                    .gone = messages::kLivekitMediaGone,
                    .nothing_gets_through = messages::kLivekitMediaBarred,
                    .nonsense = messages::kLivekitOffersNonsense,
                    .not_agreed = messages::kLivekitNotAgreed}};
}

std::function<void(unsigned, const std::string&)> Room::tell_candidate(Transport transport) {
  return [this, transport](unsigned line, const std::string& text) {
    signal_->send(candidate(transport, candidate_json(line, text)));
  };
}

void Room::settle() {
  if (ended_ || connected_ || !media_open_ || !data_open_) return;
  connected_ = true;
  join_limit_.cancel();
  listener_.on_connected();
}

Subscriber& Room::subscriber() {
  if (!subscriber_)
    subscriber_ = std::make_shared<Subscriber>(
        loop_, closings_, media_setup(),
        webrtc::PeerTransport::Listener{.on_candidate = tell_candidate(Transport::kSubscriber),
                                        .on_connected = [] {},
                                        .on_failed = [this](const std::string& why) { lose_media(why); }},
        [gate = gate_](const std::string& sid, std::shared_ptr<GstSample> sample) {
          std::lock_guard lock(gate->mutex);
          if (gate->on_media) gate->on_media(sid, std::move(sample));
        });
  return *subscriber_;
}

// webrtcbin takes one at a time.
void Room::offered(const Description& offered) {
  if (media_lost_) return;
  if (offers_.size() >= kMaxOffers) return lose_media(messages::kLivekitOffersNonsense);
  offers_.push_back(offered);
  if (offers_.size() == 1) answer_next();
}

void Room::answer_next() {
  std::map<std::string, std::string> mimes;
  for (const auto& [sid, participant] : participants_)
    for (const TrackInfo& track : participant.tracks) mimes[track.sid] = track.mime;
  subscriber().answer(offers_.front(), mimes, [this](const std::string& sdp) {
    signal_->send(answer(sdp, offers_.front().id));
    offers_.pop_front();
    if (!offers_.empty() && !media_lost_) answer_next();
  });
}

void Room::update(const std::vector<ParticipantInfo>& changed) {
  for (const ParticipantInfo& info : changed) {
    if (info.sid == self_sid_ || info.sid.empty()) continue;
    if (info.state == ParticipantInfo::State::kDisconnected) {
      participants_.erase(info.sid);
      continue;
    }
    if (participants_.size() >= kMaxParticipants && !participants_.contains(info.sid)) continue;
    participants_[info.sid] = info;
  }
  listener_.on_participants();
}

void Room::left(const Leave& leave) { end(why_left(leave, options_)); }

bool Room::can_watch(const TrackInfo& track) const {
  return webrtc::can_decode(track.mime) && !unwatchable_.contains(track.sid);
}

void Room::watch(const std::string& sid) {
  if (ended_ || sid == watched_) return;
  if (!watched_.empty()) signal_->send(subscribe(watched_, false));
  watched_ = sid;
  if (sid.empty() || session_is_full()) return;
  signal_->send(subscribe(sid, true));
  signal_->send(track_settings(sid, kWidth, kHeight, kFps));
}

void Room::listen_to(const std::string& sid) {
  if (ended_ || sid == listened_) return;
  if (!listened_.empty()) signal_->send(subscribe(listened_, false));
  listened_ = sid;
  if (!sid.empty() && !session_is_full()) signal_->send(subscribe(sid, true));
}

bool Room::session_is_full() {
  if (!subscriber_ || subscriber_->sections() < kMaxSections) return false;
  end(Error(ErrorKind::kEnded, "The room is joined anew, to begin a fresh session."));
  return true;
}

void Room::ping() {
  const TimePoint now = loop_.now();
  if (now - heard_at_ > kSilenceLimit) return end(Error(ErrorKind::kTimeout, messages::kLivekitAnswersNoMore));
  for (const std::string& message : livekit::ping(unix_ms(), round_trip_ms_)) signal_->send(message);
  next_ping_ = loop_.after(kPingEvery, [this] { ping(); });
}

void Room::send_sound(const AudioStream::Block& block) {
  if (connected_) publisher_->send_sound(block);
}

bool Room::send_data(const std::string& packet) { return connected_ && publisher_->send_data(packet); }

void Room::set_attributes(const std::map<std::string, std::string>& values) {
  if (!ended_ && publisher_) signal_->send(attributes(values, ++requests_));
}

}  // namespace np::livekit
