#include "app/room_presenter.hpp"

#include <boost/json.hpp>
#include <chrono>
#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "livekit/access_token.hpp"

namespace np {
namespace {

constexpr const char* kCaptions = "lk.transcription";
constexpr std::size_t kMaxInstruction = 2000;  // characters, as for everybody else
constexpr Duration kStateEvery = std::chrono::milliseconds(200);

std::int64_t unix_ms() { return static_cast<std::int64_t>(unix_seconds(Clock::now()) * 1000); }

livekit::RoomOptions room_options(const Settings& s, bool voice) {
  return {.url = s.livekit_url,
          .key = {.key = s.livekit_api_key, .secret = s.livekit_api_secret},
          .room = s.livekit_room,
          .identity = std::string(kBotIdentity),
          .name = "NerdPudding",
          .voice = voice};
}

RoomTrack track_of(const livekit::TrackInfo& t) {
  return {.sid = t.sid,
          .source = t.source == livekit::TrackInfo::Source::kScreen ? "screen" : "camera",
          .codec = t.mime.substr(t.mime.find('/') + 1),
          .width = t.width,
          .height = t.height,
          .muted = t.muted};
}

}  // namespace

RoomPresenter::RoomPresenter(AsioLoop& loop, const Settings& settings, bool voice, SetInstruction set_instruction)
    : loop_(loop),
      bot_(loop, room_options(settings, voice),
           {.on_state = [this] { tell_room(); },
            .on_chat =
                [set_instruction = std::move(set_instruction)](const livekit::ReceivedText& said) {
                  const auto length = utf8::length(said.text);
                  if (!length || *length > kMaxInstruction)
                    return log::warn("An instruction from the LiveKit room was not taken: write text, {} characters at most.",
                                     kMaxInstruction);
                  set_instruction(std::string(trim(said.text)));
                }}) {}

RoomPresenter::~RoomPresenter() = default;

void RoomPresenter::follow(Channel& channel) {
  channel_ = &channel;
  bot_.set_sound(channel.audio());
  events_ = channel.events().read(std::nullopt, [this] { read(); });
  tell_state();
}

void RoomPresenter::leave() {
  next_state_.cancel();
  events_.reset();
  bot_.set_sound(nullptr);
  channel_ = nullptr;
}

void RoomPresenter::read() {
  while (const EventPtr event = events_->next()) {
    if (event->type == EventType::kPiece) say(event->data);
    if (event->type == EventType::kCycleEnd) end_line();
  }
  if (events_->lost()) events_ = channel_->events().read(std::nullopt, [this] { read(); });
}

// One stream of text for each line, piece by piece.
void RoomPresenter::say(const std::string& piece) {
  if (!line_) {
    segment_ = np::format("SG_{:016x}", random_());
    line_.emplace(segment_);
    bot_.send_data(line_->begin(kCaptions, unix_ms(), {{"lk.segment_id", segment_}, {"lk.transcription_final", "false"}}));
  }
  for (std::size_t at = 0; at < piece.size();) {
    const std::string_view rest = std::string_view(piece).substr(at);
    const std::size_t size = utf8::cut(rest, livekit::TextStreamWriter::kMaxPiece);
    bot_.send_data(line_->piece(rest.substr(0, size)));
    at += size;
  }
}

void RoomPresenter::end_line() {
  if (!line_) return;
  bot_.send_data(line_->end({{"lk.segment_id", segment_}, {"lk.transcription_final", "true"}}));
  line_.reset();
}

void RoomPresenter::tell_state() {
  const Commentator& commentator = channel_->commentator();
  bot_.set_attribute("lk.agent.state", commentator.speaking()   ? "speaking"
                                       : commentator.in_cycle() ? "thinking"
                                                                : "listening");
  next_state_ = loop_.after(kStateEvery, [this] { tell_state(); });
}

void RoomPresenter::tell_room() {
  if (!channel_) return;
  const livekit::RoomSnapshot now = bot_.snapshot();
  const boost::json::object o{{"room", bot_.room()},
                              {"connected", now.state == livekit::RoomSnapshot::State::kConnected},
                              {"reason", now.reason.empty() ? boost::json::value(nullptr) : boost::json::value(now.reason)},
                              {"at", unix_seconds(loop_.now())}};
  channel_->events().append(EventType::kRoom, boost::json::serialize(o));
}

RoomReport RoomPresenter::report() const {
  using State = livekit::RoomSnapshot::State;
  const livekit::RoomSnapshot now = bot_.snapshot();
  RoomReport r;
  r.enabled = true;
  r.connected = now.state == State::kConnected;
  r.room = bot_.room();
  r.state = r.connected ? "connected" : now.state == State::kConnecting ? "connecting" : "waiting";
  r.reason = now.reason;
  if (now.next_try) r.next_try_s = to_seconds(*now.next_try);
  r.track = now.watched;
  for (const livekit::ParticipantInfo& p : now.others) {
    RoomParticipant person{.identity = p.identity, .name = p.name, .tracks = {}};
    for (const livekit::TrackInfo& t : p.tracks)
      if (t.kind == livekit::TrackInfo::Kind::kVideo) person.tracks.push_back(track_of(t));
    r.participants.push_back(std::move(person));
  }
  return r;
}

}  // namespace np
