#include "app/app.hpp"

#include <chrono>
#include <utility>

#include "app/messages.hpp"
#include "app/parts.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "config/access.hpp"
#include "config/presets.hpp"
#include "livekit/access_token.hpp"
#include "source/livekit_source.hpp"

namespace np {
namespace {

// It is needed to join only: LiveKit gives those who are in the room new ones.
constexpr std::chrono::minutes kTicketLife(10);

const std::string& public_room_url(const Settings& s) {
  return s.livekit_public_url.empty() ? s.livekit_url : s.livekit_public_url;
}

// What was kept of the last run, where the user has not said otherwise; everything odd is told here, once.
Loaded settled(Loaded loaded, const StateFile& file, State& state, Profiles& profiles) {
  state = file.load(loaded.warnings);
  restore_state(loaded, state);
  profiles = load_profiles(loaded.settings);
  loaded.warnings.insert(loaded.warnings.end(), profiles.warnings.begin(), profiles.warnings.end());
  settle_profile(loaded, profiles);
  for (const std::string& warning : loaded.warnings) log::warn("{}", warning);
  return loaded;
}

ServerOptions server_options(const Settings& s) {
  ServerOptions o;
  o.host = s.server_host;
  o.port = s.server_port;
  o.token = api_token(s);
  o.allowed_hosts = s.allowed_hosts;
  o.tls_cert = s.tls_cert;
  o.tls_key = s.tls_key;
  o.tls_self_signed = s.tls == "self-signed";
  o.web_dir = s.web_dir;
  if (s.livekit_enabled) o.room_url = public_room_url(s);
  return o;
}

SourceSupervisor::Make source_maker(RoomPresenter* room) {
  if (!room) return make_source;
  return [bot = &room->bot()](Loop& loop, const SourceSpec& spec, const SourceOptions& options,
                              FrameSink& sink) -> std::unique_ptr<Source> {
    if (spec.kind == "livekit") return std::make_unique<LivekitSource>(loop, bot, spec, options, sink);
    return make_source(loop, spec, options, sink);
  };
}

}  // namespace

App::App(Loaded loaded)
    : state_file_(loaded.settings.state_dir),
      loaded_(settled(std::move(loaded), state_file_, state_, profiles_)),
      detector_(detector_file(loaded_.settings.detector_model)),
      engine_(make_engine(loaded_.settings)),
      voice_(loaded_.settings.enable_tts ? make_voices(loop_, loaded_.settings) : nullptr),
      room_(loaded_.settings.livekit_enabled
                ? std::make_unique<RoomPresenter>(loop_, loaded_.settings, voice_ != nullptr,
                                                  [this](std::string text) { main_.set_instruction(std::move(text)); })
                : nullptr),
      main_(loop_, *engine_, voice_.get(), profiles_,
            {.loaded = loaded_,
             .state = state_,
             .detector = &detector_,
             .make_source = source_maker(room_.get()),
             .keep = [this](const State& state) { keep(state); }}),
      server_(loop_, *this, main_, server_options(loaded_.settings)) {
  if (room_) room_->follow(main_);
}

App::~App() {
  if (room_) room_->leave();
}

void App::run() {
  log::info("NerdPudding {} is ready: {}", NP_VERSION, server_.url());
  const Settings& s = loaded_.settings;
  // A model tells of itself when it is loaded, a server when it answers.
  if (s.model_path.empty() && s.engine_url.empty()) log::info("{}", engine_->status().detail);
  loop_.post([this, &s] {
    if (!s.instruction.empty()) main_.set_instruction(s.instruction);
    // The supervisor tells how it went.
    if (!s.source.empty()) main_.start({.source = s.source, .wait = true}, [](std::expected<void, Error>) {});
  });
  loop_.run();
}

HouseReport App::report() const {
  return {.version = NP_VERSION,
          .uptime_s = to_seconds(loop_.now() - started_at_),
          .room = room_ ? room_->report() : RoomReport{}};
}

std::vector<ProfileChoice> App::profiles() const {
  std::vector<ProfileChoice> choices;
  for (const Profile& p : profiles_.list) choices.push_back({p.key, p.label, p.suggestion});
  return choices;
}

std::vector<PresetChoice> App::presets() const {
  std::vector<PresetChoice> choices;
  for (const Preset& p : scene_presets()) choices.push_back({p.key, p.label, p.description});
  return choices;
}

void App::keep(const State& of_the_show) {
  State all = of_the_show;
  all.voice = state_.voice;
  all.voice_speed = state_.voice_speed;
  state_ = std::move(all);
  state_file_.save(state_);
}

VoicesReport App::voices() const {
  VoicesReport report;
  if (!voice_) return report;
  report.active = voice_->chosen();
  report.speed = voice_->speed();
  for (const VoiceChoice& v : voice_->choices())
    report.choices.push_back({std::string(v.key), std::string(v.label), std::string(v.description), std::string(v.sample)});
  return report;
}

std::expected<void, Error> App::choose_voice(const std::string* key, const double* speed) {
  if (!voice_) return std::unexpected(Error(ErrorKind::kConflict, "The voice is off: start with ENABLE_TTS=true to hear it."));
  const std::string before(voice_->chosen());
  if (key) {
    if (auto done = voice_->choose(*key); !done) return done;
  }
  if (speed) {
    if (auto done = voice_->set_speed(*speed); !done) {
      (void)voice_->choose(before);
      return done;
    }
  }
  if (key) state_.voice = *key;
  if (speed) state_.voice_speed = np::format("{}", *speed);
  state_file_.save(state_);
  return {};
}

std::expected<RoomTicket, Error> App::room_ticket(const std::string& identity, const std::string& name) {
  const Settings& s = loaded_.settings;
  if (!s.livekit_enabled) return std::unexpected(Error(ErrorKind::kNotFound, messages::kLivekitIsOff));
  if (identity == kBotIdentity)
    return std::unexpected(Error(
        ErrorKind::kInvalid, "The field \"identity\" is the commentator's own: take another one, or leave it out."));
  const RoomGrant grant{
      .room = s.livekit_room, .identity = identity, .name = name, .sources = {"camera", "screen_share"}};
  return RoomTicket{.url = public_room_url(s),
                    .token = join_token({s.livekit_api_key, s.livekit_api_secret}, grant,
                                          std::chrono::system_clock::now(), kTicketLife),
                    .room = s.livekit_room,
                    .identity = identity,
                    .commentator = std::string(kBotIdentity)};
}

}  // namespace np
