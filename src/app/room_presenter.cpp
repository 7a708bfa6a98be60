#include "app/room_presenter.hpp"

#include <utility>
#include <vector>

#include "audio/limiter.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "channel/source_listener.hpp"
#include "livekit/access_token.hpp"

namespace np {
namespace {

constexpr std::size_t kMostListed = 50;
constexpr std::size_t kMaxInstruction = 2000;  // characters, as for everybody else

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
      source_sound_(settings.livekit_source_sound && settings.source_sound != "off" && voice),
      bot_(loop, room_options(settings, voice),
           {.on_state = [this] { tell_room(); },
            .on_chat =
                [set_instruction = std::move(set_instruction)](const livekit::ReceivedText& said) {
                  const auto length = utf8::length(said.text);
                  if (!length || *length > kMaxInstruction)
                    return log::warn(
                        "An instruction from the LiveKit room was not taken: write text, {} characters at most.",
                        kMaxInstruction);
                  set_instruction(std::string(trim(utf8::without_controls(said.text))));
                }}) {}

RoomPresenter::~RoomPresenter() = default;

livekit::RoomBot::Mixer RoomPresenter::source_mixer() {
  return [this, listener = std::make_shared<SourceListener>(loop_, *show_, true)](AudioStream::Block& block) {
    const auto original = listener->take(loop_.now());
    for (std::size_t i = 0; i < block.samples.size(); ++i)
      block.samples[i] = limited(static_cast<float>(block.samples[i] + original[i]) / 32768.0F);
    block.silent = false;
  };
}

void RoomPresenter::follow(Show& show) {
  show_ = &show;
  bot_.set_sound(show.audio(), source_sound_ && show.source_sound() ? [this] { return source_mixer(); }
                                                                    : std::function<livekit::RoomBot::Mixer()>{});
  captions_ = std::make_unique<RoomCaptions>(
      loop_, show,
      RoomCaptions::Room{
          .send = [this](const std::string& packet) { bot_.send_data(packet); },
          .show = [this](Activity activity) { bot_.set_attribute("lk.agent.state", to_string(activity)); }});
}

void RoomPresenter::leave() {
  captions_.reset();
  bot_.set_sound(nullptr);
  show_ = nullptr;
}

void RoomPresenter::tell_room() {
  if (!show_) return;
  const livekit::RoomSnapshot now = bot_.snapshot();
  show_->events().append(loop_.now(), RoomChanged{.room = bot_.room(),
                                                  .connected = now.state == livekit::RoomSnapshot::State::kConnected,
                                                  .reason = now.reason,
                                                  .at = loop_.now()});
}

RoomReport RoomPresenter::report() const {
  using State = livekit::RoomSnapshot::State;
  const livekit::RoomSnapshot now = bot_.snapshot();
  RoomReport r;
  r.enabled = true;
  r.connected = now.state == State::kConnected;
  r.room = bot_.room();
  r.source_sound = source_sound_;
  r.state = r.connected ? "connected" : now.state == State::kConnecting ? "connecting" : "waiting";
  r.reason = now.reason;
  if (now.next_try) r.next_try_s = to_seconds(*now.next_try);
  r.track = now.watched;
  r.people = now.others.size();
  // Each page gets this every two seconds: everybody who shows something, and only as many others as anybody would
  // read.
  std::vector<RoomParticipant> quiet;
  for (const livekit::ParticipantInfo& p : now.others) {
    RoomParticipant person{.identity = p.identity, .name = p.name, .tracks = {}};
    for (const livekit::TrackInfo& t : p.tracks)
      if (t.kind == livekit::TrackInfo::Kind::kVideo) person.tracks.push_back(track_of(t));
    auto& list = person.tracks.empty() ? quiet : r.participants;
    if (list.size() < kMostListed) list.push_back(std::move(person));
  }
  for (RoomParticipant& person : quiet)
    if (r.participants.size() < kMostListed) r.participants.push_back(std::move(person));
  return r;
}

}  // namespace np
