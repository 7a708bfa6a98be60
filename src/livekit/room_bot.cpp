#include "livekit/room_bot.hpp"

#include <algorithm>
#include <utility>

#include "base/abandoned_thread.hpp"
#include "base/asio_loop.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "livekit/messages.hpp"
#include "webrtc/closings.hpp"

namespace np::livekit {
namespace {

constexpr Duration kFirstDelay = std::chrono::milliseconds(250);
constexpr Duration kLongestDelay = std::chrono::seconds(1);
// For failures that will not pass by themselves, such as wrong keys.
constexpr Duration kLongDelay = std::chrono::seconds(20);
// A participant that comes back sends away the other one of the same name; they leave each other in peace for this
// long.
constexpr Duration kTruce = std::chrono::minutes(10);
constexpr Duration kHealthy = std::chrono::seconds(20);
// A viewer that comes back soon, such as a reopened source, finds the track still there.
constexpr Duration kLinger = std::chrono::seconds(5);
// A video that stands still for so long, or does not begin, is worth a fresh session; another one only once so many
// pictures have come, as its publisher may be the cause.
constexpr Duration kMaxQuiet = std::chrono::seconds(4);
constexpr Duration kServerQuiet = std::chrono::seconds(3);  // then it is the server that stands still
constexpr int kFlowing = 50;
constexpr Duration kLookEvery = std::chrono::seconds(1);
constexpr Duration kPatience = std::chrono::seconds(2);

void count_connected(bool connected) {
  metrics::gauge("np_livekit_connected", "1 while the commentator is in the LiveKit room.").set(connected ? 1 : 0);
}

std::string shown_name(const ParticipantInfo& p) { return p.name.empty() ? p.identity : p.name; }

}  // namespace

RoomBot::RoomBot(AsioLoop& loop, RoomOptions options, Listener listener)
    : loop_(loop),
      options_(std::move(options)),
      listener_(std::move(listener)),
      closings_(std::make_shared<webrtc::Closings>()),
      delay_(kFirstDelay) {
  loop_.post(alive_.guard([this] {
    join();
    look_after_pictures();
  }));
}

RoomBot::~RoomBot() {
  hearing_.reset();
  room_.reset();
  if (!closings_->wait(kPatience)) abandon_thread();
}

void RoomBot::join() {
  state_ = State::kConnecting;
  try {
    room_ = std::make_unique<Room>(
        loop_, closings_, options_,
        Room::Listener{.on_connected =
                           [this] {
                             state_ = State::kConnected;
                             reason_.clear();
                             count_connected(true);
                             connected_at_ = loop_.now();
                             log::info(messages::kInLivekitRoom, options_.room);
                             if (!attributes_.empty()) room_->set_attributes(attributes_);
                             listen();
                             choose();
                             listener_.on_state();
                           },
                       .on_participants =
                           [this] {
                             if (!room_) return;  // the room is still being made
                             listen();
                             choose();
                           },
                       .on_chat = listener_.on_chat,
                       .on_ended = [this](const Error& why) { ended(why); },
                       .on_media = [this](const std::string& sid,
                                          std::shared_ptr<GstSample> sample) { show(sid, std::move(sample)); }});
  } catch (const Error& e) {
    ended(e);
  }
}

void RoomBot::ended(const Error& why) {
  const bool anew = why.kind() == ErrorKind::kEnded;
  const bool was_connected = state_ == State::kConnected;
  mute();
  room_.reset();
  live_since_.clear();
  count_connected(false);
  if (anew) return join();
  metrics::counter("np_livekit_rejoins_total", "Times that the room was lost or could not be joined.").add();
  if (was_connected && loop_.now() - connected_at_ > kHealthy) delay_ = kFirstDelay;
  const bool persistent = why.kind() == ErrorKind::kPermission || why.kind() == ErrorKind::kInvalid ||
                          why.kind() == ErrorKind::kUnsupported;
  const bool another = reason_ != why.message();
  if (another) log::warn("{}", why.message());
  reason_ = why.message();
  state_ = State::kWaiting;
  const Duration wait = jitter_(why.kind() == ErrorKind::kConflict ? kTruce : persistent ? kLongDelay : delay_);
  delay_ = std::min(2 * delay_, kLongestDelay);
  next_try_at_ = loop_.now() + wait;
  next_try_ = loop_.after(wait, [this] { join(); });
  choose();
  if (was_connected || another) listener_.on_state();
}

RoomSnapshot RoomBot::snapshot() const {
  RoomSnapshot s;
  s.state = state_;
  s.reason = reason_;
  if (state_ == State::kWaiting) s.next_try = std::max(next_try_at_ - loop_.now(), Duration::zero());
  if (!room_) return s;
  for (const auto& [sid, participant] : room_->participants())
    if (!participant.agent) s.others.push_back(participant);
  std::ranges::sort(s.others, {}, [](const ParticipantInfo& p) { return std::pair(p.joined_at, p.sid); });
  s.watched = room_->watched();
  return s;
}

bool RoomBot::alone() const { return room_->participants().empty(); }

void RoomBot::add(const std::shared_ptr<Viewer>& viewer) {
  std::lock_guard lock(viewers_mutex_);
  viewers_.push_back(viewer);
  loop_.post(alive_.guard([this] {
    {
      std::lock_guard all(viewers_mutex_);
      shown_.clear();  // tells everybody again
    }
    choose();
  }));
}

void RoomBot::remove(const std::shared_ptr<Viewer>& viewer) {
  std::lock_guard lock(viewers_mutex_);
  std::erase(viewers_, viewer);
  std::erase(hearers_, viewer);
  loop_.post(alive_.guard([this] { choose(); }));
}

void RoomBot::want_sound(const std::shared_ptr<Viewer>& viewer, bool wanted) {
  std::lock_guard lock(viewers_mutex_);
  const bool did = std::erase(hearers_, viewer) > 0;
  if (wanted) hearers_.push_back(viewer);
  if (did != wanted) loop_.post(alive_.guard([this] { choose(); }));
}

std::string RoomBot::does_not_answer() const { return np::format(messages::kRoomDoesNotAnswer, options_.room); }
std::string RoomBot::does_not_arrive() const { return np::format(messages::kVideoDoesNotArrive, options_.room); }

void RoomBot::choose_sound(const ParticipantInfo* participant, const TrackInfo* video) {
  using Source = TrackInfo::Source;
  std::string sid;
  bool hearable = false;
  if (participant && video)
    for (const TrackInfo& t : participant->tracks)
      if (t.kind == TrackInfo::Kind::kAudio &&
          (t.source == Source::kScreenAudio) == (video->source == Source::kScreen)) {
        sid = t.sid;
        hearable = !t.muted;
      }
  std::vector<std::shared_ptr<Viewer>> viewers;
  {
    std::lock_guard lock(viewers_mutex_);
    viewers = viewers_;
    // Sound that plays continues, because a new start costs a part of the session.
    if (!hearers_.empty() || sid != heard_) heard_ = hearers_.empty() ? "" : sid;
    room_->listen_to(heard_);
  }
  for (const auto& viewer : viewers)
    if (viewer->on_hearable) viewer->on_hearable(hearable);
}

void RoomBot::choose() {
  const bool in = room_ && room_->connected();
  std::string identity;
  std::vector<std::shared_ptr<Viewer>> viewers;
  {
    std::lock_guard lock(viewers_mutex_);
    viewers = viewers_;
    if (!viewers.empty()) identity = viewers.back()->publisher;
  }
  const TrackInfo* best = nullptr;
  const ParticipantInfo* best_of = nullptr;
  std::uint64_t best_since = 0;
  std::string why = reason_.empty() ? np::format("The LiveKit room {} is being joined.", options_.room) : reason_;
  if (in) {
    std::map<std::string, std::uint64_t> live;
    std::vector<const ParticipantInfo*> people;
    for (const auto& [sid, p] : room_->participants())
      if (!p.agent) people.push_back(&p);
    std::ranges::sort(people, {}, [](const ParticipantInfo* p) { return std::pair(p->joined_at, p->sid); });
    why = identity.empty() ? np::format(messages::kNobodyShowsVideo, options_.room)
                           : np::format("{} is not in the LiveKit room {}.", identity, options_.room);
    for (const ParticipantInfo* p : people) {
      if (!identity.empty() && p->identity != identity) continue;
      if (!identity.empty()) why = np::format("{} shows no video.", shown_name(*p));
      for (const TrackInfo& t : p->tracks) {
        if (t.kind != TrackInfo::Kind::kVideo) continue;
        if (t.muted) {
          why = np::format(messages::kVideoIsPaused, shown_name(*p));
          continue;
        }
        if (!room_->can_watch(t)) {
          why = np::format(messages::kVideoNotDecoded, shown_name(*p), t.mime.substr(t.mime.find('/') + 1));
          continue;
        }
        const auto since = live_since_.contains(t.sid) ? live_since_[t.sid] : ++lives_;
        live[t.sid] = since;
        if (since < best_since) continue;
        best = &t;
        best_of = p;
        best_since = since;
      }
    }
    // The videos of other people keep their place as long as they are live.
    for (const ParticipantInfo* p : people)
      for (const TrackInfo& t : p->tracks)
        if (!t.muted && live_since_.contains(t.sid)) live[t.sid] = live_since_[t.sid];
    live_since_ = std::move(live);
  }
  if (viewers.empty()) {
    if (in && !room_->watched().empty())
      linger_ = loop_.after(kLinger, [this] {
        std::lock_guard lock(viewers_mutex_);
        if (viewers_.empty() && room_) {
          room_->watch("");
          room_->listen_to("");
        }
        heard_.clear();
        shown_.clear();
        awaited_.clear();
      });
    return;
  }
  linger_.cancel();
  const std::string sid = best ? best->sid : "";
  if (in) {
    room_->watch(sid);
    choose_sound(best_of, best);
  }
  {
    std::lock_guard lock(viewers_mutex_);
    if (!sid.empty() && shown_ == sid) return;
    shown_ = sid;
    if (!sid.empty() && awaited_ != sid) {
      awaited_ = sid;
      pictured_at_ = loop_.now();
      pictures_ = kFlowing;
    }
  }
  for (const auto& viewer : viewers)
    best ? viewer->on_track(best->mime.substr(best->mime.find('/') + 1))
         : viewer->on_none(Error(ErrorKind::kUnavailable, why));
}

void RoomBot::show(const std::string& sid, std::shared_ptr<GstSample> sample) {
  std::lock_guard lock(viewers_mutex_);
  if (sid == heard_)
    for (const auto& viewer : hearers_) viewer->on_sound(sample);
  if (sid != shown_) return;
  pictured_at_ = Clock::now();
  pictures_ = std::min(pictures_ + 1, kFlowing);
  for (const auto& viewer : viewers_) viewer->on_picture(sample);
}

void RoomBot::look_after_pictures() {
  next_look_ = loop_.after(kLookEvery, [this] { look_after_pictures(); });
  if (!room_ || !room_->connected() || loop_.now() - room_->heard_at() > kServerQuiet) return;
  {
    std::lock_guard lock(viewers_mutex_);
    if (viewers_.empty() || shown_.empty() || pictures_ < kFlowing || loop_.now() - pictured_at_ < kMaxQuiet) return;
    pictures_ = 0;
  }
  log::info(messages::kRoomJoinedAnew, options_.room);
  ended(Error(ErrorKind::kEnded, ""));
}

void RoomBot::set_sound(AudioStream* sound, std::function<Mixer()> open_mixer) {
  mute();
  sound_ = sound;
  open_mixer_ = std::move(open_mixer);
  listen();
}

void RoomBot::mute() {
  hearing_.reset();
  mixer_ = nullptr;
}

void RoomBot::listen() {
  if (!room_ || !room_->connected() || alone() || !sound_) return mute();
  if (hearing_) return;
  if (open_mixer_) mixer_ = open_mixer_();
  hearing_ = sound_->listen([this] {
    while (const auto block = hearing_->next()) {
      if (!mixer_) {
        room_->send_sound(*block);
        continue;
      }
      AudioStream::Block mixed = *block;
      mixer_(mixed);
      room_->send_sound(mixed);
    }
  });
}

bool RoomBot::send_data(const std::string& packet) {
  return room_ && room_->connected() && !alone() && room_->send_data(packet);
}

void RoomBot::set_attribute(const std::string& name, const std::string& value) {
  if (std::exchange(attributes_[name], value) == value) return;
  if (room_ && room_->connected()) room_->set_attributes({{name, value}});
}

}  // namespace np::livekit
