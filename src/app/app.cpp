#include "app/app.hpp"

#include <boost/json.hpp>
#include <chrono>
#include <utility>

#include "app/parts.hpp"
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
  o.token = access_token(s);
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

Channel::Options channel_options(const Settings& s, const Engine& engine, RoomPresenter* room) {
  return {.commentator = commentator_settings(s),
          .source = source_options(s, engine),
          .recovery = {.delay = from_seconds(s.reconnect_delay),
                       .max_delay = from_seconds(s.max_reconnect_delay),
                       .stall_timeout = from_seconds(s.stall_timeout)},
          .make_source = source_maker(room),
          .window_size = static_cast<std::size_t>(s.window_size)};
}

}  // namespace

App::App(Loaded loaded)
    : state_file_(loaded.settings.state_dir),
      loaded_(settled(std::move(loaded), state_file_, state_, profiles_)),
      profile_(loaded_.settings.profile),
      engine_(make_engine(loaded_.settings)),
      voice_(make_voice(loop_, loaded_.settings)),
      room_(loaded_.settings.livekit_enabled
                ? std::make_unique<RoomPresenter>(loop_, loaded_.settings, voice_ != nullptr,
                                             [this](std::string text) { set_instruction(std::move(text)); })
                : nullptr),
      main_(loop_, *engine_, voice_.get(), channel_options(loaded_.settings, *engine_, room_.get())),
      server_(loop_, *this, server_options(loaded_.settings)) {
  main_.set_profile(profiles_.get(profile_).prompt);
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
    if (!s.instruction.empty()) set_instruction(s.instruction);
    if (!s.source.empty()) start(s.source, true, [](std::expected<void, Error>) {});  // the supervisor tells how it went
  });
  loop_.run();
}

StatusReport App::status() const {
  const Commentator& commentator = main_.commentator();
  const SourceSnapshot source = main_.source().snapshot();
  const EngineStatus engine = engine_->status();
  StatusReport r;
  r.version = NP_VERSION;
  r.uptime_s = to_seconds(loop_.now() - started_at_);
  r.model_loaded = engine.model_loaded;
  r.capture_running = main_.source().running();
  r.capture_healthy = source.state == SourceState::kLive;
  r.active = commentator.active();
  r.instruction = commentator.instruction();
  r.cycle_count = commentator.cycle_count();
  r.frames_buffered = main_.frames_buffered();
  r.tts_enabled = voice_ != nullptr;
  r.active_profile = profile_;
  r.active_preset = active_scene_preset(loaded_.settings);
  r.target_delay = to_seconds(commentator.delay());
  r.source = {.name = source.name,
              .state = to_string(source.state),
              .reason = source.reason,
              .since = source.name.empty() ? 0 : unix_seconds(source.since),
              .next_try_s = source.next_try ? std::optional(to_seconds(*source.next_try)) : std::nullopt,
              .kind = source.info.kind,
              .codec = source.info.codec,
              .width = source.info.width,
              .height = source.info.height,
              .fps = source.info.fps,
              .pictures_per_s = source.pictures_per_s,
              .restarts = source.restarts};
  if (source.picture_age) r.source.picture_age_s = to_seconds(*source.picture_age);
  r.engine = {.kind = engine.kind,
              .name = engine.name,
              .ready = engine.ready,
              .detail = engine.detail,
              .awaited = engine.awaited,
              .heeds = engine.heeds,
              .heeded = engine_->heeded(commentator.instruction())};
  r.voice.enabled = r.voice.ready = voice_ != nullptr;
  r.voice.name = voice_ ? voice_->name() : "";
  r.voice.speaking = commentator.speaking();
  if (room_) r.room = room_->report();
  return r;
}

void App::start(std::string source, bool wait, Done done) {
  main_.start(source, wait, [this, source, done = std::move(done)](std::expected<void, Error> result) {
    if (result) {
      state_.source = source;
      keep_state();
    }
    done(std::move(result));
  });
}

std::expected<void, Error> App::retry_source() {
  if (main_.retry_source()) return {};
  return std::unexpected(Error(ErrorKind::kConflict, "No source is waited for: there is nothing to try."));
}

void App::stop() {
  main_.stop();
  state_.source.reset();
  tell_settings();
}

void App::set_instruction(std::string instruction) {
  main_.set_instruction(std::move(instruction));
  tell_settings();
}

std::vector<ProfileChoice> App::profiles() const {
  std::vector<ProfileChoice> choices;
  for (const Profile& p : profiles_.list) choices.push_back({p.key, p.label, p.suggestion});
  return choices;
}

std::expected<void, Error> App::set_profile(const std::string& key) try {
  const Profile& profile = profiles_.get(key);
  profile_ = key;
  main_.set_profile(profile.prompt);
  tell_settings();
  return {};
} catch (const Error& e) {
  return std::unexpected(e);
}

std::vector<PresetChoice> App::presets() const {
  std::vector<PresetChoice> choices;
  for (const Preset& p : scene_presets()) choices.push_back({p.key, p.label, p.description});
  return choices;
}

std::expected<void, Error> App::set_preset(const std::string& key) try {
  apply_preset(loaded_, key);
  const Settings& s = loaded_.settings;
  main_.set_pacing(commentator_settings(s), static_cast<std::size_t>(s.window_size), s.capture_fps);
  tell_settings();
  return {};
} catch (const Error& e) {
  return std::unexpected(e);
}

std::expected<RoomTicket, Error> App::room_ticket(const std::string& identity, const std::string& name) {
  const Settings& s = loaded_.settings;
  if (!s.livekit_enabled)
    return std::unexpected(
        Error(ErrorKind::kNotFound, "LiveKit is off: set LIVEKIT_ENABLED=true to send the show to a LiveKit room."));
  if (identity == kBotIdentity)
    return std::unexpected(Error(
        ErrorKind::kInvalid, "The field \"identity\" is the commentator's own: take another one, or leave it out."));
  const RoomGrant grant{
      .room = s.livekit_room, .identity = identity, .name = name, .sources = {"camera", "screen_share"}};
  return RoomTicket{.url = public_room_url(s),
                    .token = access_token({s.livekit_api_key, s.livekit_api_secret}, grant,
                                          std::chrono::system_clock::now(), kTicketLife),
                    .room = s.livekit_room,
                    .identity = identity};
}

double App::picture_rate() const {
  const double fps = main_.source().snapshot().info.fps;
  return fps > 0 ? fps : loaded_.settings.mjpeg_fps;
}

void App::tell_settings() {
  boost::json::object o;
  o["instruction"] = main_.commentator().instruction();
  o["profile"] = profile_;
  o["preset"] = active_scene_preset(loaded_.settings);
  main_.events().append(EventType::kSettings, boost::json::serialize(o));
  keep_state();
}

void App::keep_state() {
  state_.instruction = main_.commentator().instruction();
  state_.profile = profile_;
  state_.preset = loaded_.settings.preset;
  state_file_.save(state_);
}

}  // namespace np
