#include "app/app.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <string_view>
#include <utility>

#include "app/messages.hpp"
#include "app/parts.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "base/utf8.hpp"
#include "config/access.hpp"
#include "config/ice_servers.hpp"
#include "config/mask.hpp"
#include "config/presets.hpp"
#include "config/shown_settings.hpp"
#include "http/messages.hpp"
#include "livekit/access_token.hpp"
#include "net/api_server.hpp"
#include "source/published_source.hpp"

namespace np {
namespace {

constexpr std::size_t kMostShown = 60;  // characters of a text

// It is needed to join only: LiveKit gives those who are in the room new ones.
constexpr std::chrono::minutes kTicketLife(10);

const std::string& public_room_url(const Settings& s) {
  return s.livekit_public_url.empty() ? s.livekit_url : s.livekit_public_url;
}

// Applies the state of the last run, unless the user has said otherwise; reports every oddity here, once.
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
  const ApiToken token = api_token(s);
  o.token = token.text;
  o.token_is_made = token.made;
  if (token.made) log::info("{}", token.kept ? messages::kTokenIsKept : messages::kTokenIsNotKept);
  o.watch_token = s.watch_token;
  o.publish = s.publish;
  o.embed_origins = s.embed_origins;
  std::ranges::replace(o.embed_origins, ',', ' ');
  o.allowed_hosts = s.allowed_hosts;
  o.tls_cert = s.tls_cert;
  o.tls_key = s.tls_key;
  o.tls_self_signed = s.tls == "self-signed";
  o.certificate_dir = s.state_dir;
  o.web_dir = s.web_dir;
  if (s.livekit_enabled) o.room_url = public_room_url(s);
  return o;
}

LibraryOptions library_options(const Settings& s) {
  return {.state_dir = s.state_dir,
          .uploads = {.folder = s.upload_dir, .most_mb = s.upload_mb, .days = s.upload_days},
          .folders = s.media_dirs,
          .sample = s.sample};
}

SourceSupervisor::Make source_maker(RoomPresenter* room, whip::Endpoint& publishing) {
  return [bot = room ? &room->bot() : nullptr, &publishing](Loop& loop, const SourceSpec& spec,
                                                            const SourceOptions& options,
                                                            FrameSink& sink) -> std::unique_ptr<Source> {
    if (spec.kind == "livekit") return std::make_unique<PublishedSource>(loop, bot, spec, options, sink);
    if (spec.kind == "webcam") return std::make_unique<PublishedSource>(loop, &publishing, spec, options, sink);
    return make_source(loop, spec, options, sink);
  };
}

std::vector<webrtc::IceServer> ice_servers(const Settings& s) {
  std::vector<webrtc::IceServer> servers;
  for (const IceServerText& server : read_ice_servers(s.ice_servers).value_or(std::vector<IceServerText>()))
    servers.push_back({.urls = {server.url}, .username = server.username, .credential = server.credential});
  return servers;
}

// As a Link header names it (RFC 9725).
std::string link_to(const IceServerText& server) {
  const std::string place = np::format("<{}>; rel=\"ice-server\"", server.url);
  if (server.username.empty()) return place;
  return np::format("{}; username=\"{}\"; credential=\"{}\"; credential-type=\"password\"", place, server.username,
                    server.credential);
}

std::optional<std::string> source_of(const NamedSources::Named* one) {
  return one ? std::optional(one->source) : std::nullopt;
}

std::optional<std::string> name_of(const NamedSources::Named* one) {
  return one ? std::optional(one->name) : std::nullopt;
}

const char* name_of(whip::EndpointSnapshot::State state) {
  using State = whip::EndpointSnapshot::State;
  return state == State::kLive ? "live" : state == State::kConnecting ? "connecting" : "none";
}

}  // namespace

App::App(Loaded loaded)
    : state_file_(loaded.settings.state_dir),
      loaded_(settled(std::move(loaded), state_file_, state_, profiles_)),
      detector_(detector_file(loaded_.settings.detector_model)),
      hearing_(hears(loaded_.settings)
                   ? std::optional<SpeechDetector>(std::in_place, hearing_file(loaded_.settings.hearing_model))
                   : std::nullopt),
      engine_(make_engine(loaded_.settings)),
      voice_(loaded_.settings.enable_tts ? make_voices(loop_, loaded_.settings) : nullptr),
      room_(loaded_.settings.livekit_enabled
                ? std::make_unique<RoomPresenter>(loop_, loaded_.settings, voice_ != nullptr,
                                                  [this](std::string text) { main_.set_instruction(std::move(text)); })
                : nullptr),
      publishing_(loop_, {.ice_servers = ice_servers(loaded_.settings)}),
      cameras_(loop_),
      record_(loop_, {.folder = loaded_.settings.state_dir,
                      .keep_days = loaded_.settings.keep_days,
                      .keep_mb = loaded_.settings.keep_mb}),
      named_(loop_, loaded_.settings.state_dir, [this] { main_.names_changed(); }),
      main_(loop_, *engine_, voice_.get(), profiles_,
            {.loaded = loaded_,
             .state = state_,
             .detector = &detector_,
             .hearing = hearing_ ? &*hearing_ : nullptr,
             .make_source = source_maker(room_.get(), publishing_),
             .keep = [this](const State& state) { keep(state); },
             .mark_opening = [this](bool opening) { state_file_.mark_opening(opening); },
             .source_called = [this](const std::string& name) { return source_of(named_.find(name)); },
             .name_of = [this](const std::string& source) { return name_of(named_.named(source)); }}),
      recorder_(main_.events(), record_),
      last_pictures_(loop_, main_, named_),
      library_(loop_, library_options(loaded_.settings),
               [this](const std::string& path) {
                 return state_.source == path && main_.report().source.state != "stopped";
               }),
      eyes_(loop_, *engine_, loaded_.settings, [this](const EyesChoice& eyes) { keep_eyes(eyes); }),
      models_(loop_, eyes_, loaded_),
      server_(loop_, *this, main_, server_options(loaded_.settings)) {
  if (room_) room_->follow(main_);
  if (!voice_) return;
  samples_.emplace(loop_, *voice_);
  follow_profile(loaded_.settings.profile);
  (void)voice_->choices();  // asks a server for its voices, so that the page can list them
}

App::~App() {
  if (room_) room_->leave();
}

Greeting App::greeting() const {
  const Settings& s = loaded_.settings;
  const EngineStatus engine = engine_->status();
  const bool failed = !engine.starting && !engine.awaited.empty();
  Greeting out{.addresses = server_.urls()};
  out.source = s.source.empty() ? messages::kGreetNoSource : mask_credentials(s.source);
  if (!s.engine_url.empty())
    out.engine = np::format(messages::kGreetServer, ApiServer(s.engine_url.front(), "").shown);
  else if (const std::string model = std::filesystem::path(s.model_path).filename().string(); !s.model_path.empty())
    out.engine = failed ? np::format(messages::kGreetNoModel, model) : np::format(messages::kGreetModel, model);
  else
    out.engine = messages::kGreetWatcher;
  out.voice = voice_ ? voice_->chosen() : "off";
  return out;
}

void App::run() {
  const Settings& s = loaded_.settings;
  loop_.post([this, &s] {
    if (!s.instruction.empty()) main_.set_instruction(s.instruction);
    // The source may have ended the program, and would do so after every restart.
    if (state_file_.take_opening_mark() && loaded_.origin("SOURCE") == Origin::kState) {
      log::warn("{}", messages::kSourceLeft);
      return main_.leave_source(s.source, messages::kSourceLeft);
    }
    // The supervisor reports how it went.
    const bool kept = loaded_.origin("SOURCE") == Origin::kState;
    if (kept && !main_.may_open(s.source))
      log::warn("{}", messages::kSourceNotAllowedAnyMore);
    else if (!s.source.empty())
      main_.start({.source = s.source, .wait = true}, [](std::expected<void, Error>) {});
  });
  loop_.run();
}

HouseReport App::report() const {
  const whip::EndpointSnapshot publisher = publishing_.snapshot();
  return {.version = NP_VERSION,
          .uptime_s = to_seconds(loop_.now() - started_at_),
          .room = room_ ? room_->report() : RoomReport{},
          .publisher = {.state = name_of(publisher.state), .codec = publisher.codec, .reason = publisher.reason},
          .record = record_.report()};
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
  all.model_path = state_.model_path;
  all.mmproj_path = state_.mmproj_path;
  all.engine_url = state_.engine_url;
  all.engine_model = state_.engine_model;
  all.engine_api_key = state_.engine_api_key;
  state_ = std::move(all);
  state_file_.save(state_);
  if (state_.profile) follow_profile(*state_.profile);
}

void App::keep_eyes(const EyesChoice& eyes) {
  state_.model_path = eyes.model_path;
  state_.mmproj_path = eyes.mmproj_path;
  state_.engine_url.emplace();
  for (const std::string& url : eyes.urls) *state_.engine_url += (state_.engine_url->empty() ? "" : ",") + url;
  state_.engine_model = eyes.model;
  state_.engine_api_key = eyes.key;
  state_file_.save(state_);
}

void App::follow_profile(const std::string& key) {
  const Profile* const profile = profiles_.find(key);
  if (voice_ && profile) voice_->set_usual_speed(profile->speed);
}

VoicesReport App::voices() const {
  VoicesReport report;
  if (!voice_) return report;
  report.active = voice_->chosen();
  if (loaded_.settings.booth) report.second = voice_->chosen(Seat::kSecond);
  report.speed = voice_->speed();
  report.usual_speed = voice_->usual_speed();
  for (const VoiceChoice& v : voice_->choices()) report.choices.push_back({v.key, v.label, v.description, v.sample});
  return report;
}

std::vector<SettingReport> App::settings() const {
  // People change some settings while the program runs, so these come from the show.
  const ShowReport show = main_.report();
  std::map<std::string_view, std::string> live{
      {"SOURCE", show.source.name},      {"LOOP", main_.loaded().settings.loop ? "true" : "false"},
      {"INSTRUCTION", show.instruction}, {"PROFILE", show.active_profile},
      {"PRESET", show.active_preset},    {"CONTEXT", utf8::one_line(main_.memory().context, kMostShown)}};
  const EyesReport eyes = models_.now();
  live["MODEL_PATH"] = eyes.kind == "file" ? eyes.name : "";
  live["ENGINE_URL"] = eyes.url;
  live["ENGINE_MODEL"] = eyes.model;
  if (voice_) {
    live["VOICE"] = voice_->chosen();
    live["VOICE_SPEED"] = np::format("{}", voice_->speed());
  }
  std::vector<SettingReport> all;
  for (const ShownSetting& s : shown_settings(main_.loaded())) {
    const auto now = live.find(s.name);
    all.push_back({.name = s.name,
                   .group = std::string(s.group),
                   .value = now == live.end() ? s.value : now->second,
                   .from = std::string(s.from),
                   .live = now != live.end()});
  }
  return all;
}

std::expected<void, Error> App::choose_voice(const VoiceWish& wish) {
  if (!voice_) return std::unexpected(Error(ErrorKind::kConflict, messages::kVoiceIsOff));
  const std::string before = voice_->chosen();
  if (wish.voice) {
    if (auto done = voice_->choose(*wish.voice); !done) return done;
  }
  if (wish.speed) {
    if (auto done = voice_->set_speed(*wish.speed); !done) {
      (void)voice_->choose(before);
      return done;
    }
  }
  if (wish.voice) state_.voice = *wish.voice;
  if (wish.speed) state_.voice_speed = *wish.speed ? std::optional(np::format("{}", **wish.speed)) : std::nullopt;
  state_file_.save(state_);
  return {};
}

void App::voice_sample(const std::string& key, SampleDone done) {
  if (!samples_) return done(std::unexpected(Error(ErrorKind::kConflict, messages::kVoiceIsOff)));
  samples_->speak(key, std::move(done));
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

void App::publish(const std::string& offer, const std::string& instead, const std::string& sender, PublishDone done) {
  const auto answer = [this, done = std::move(done)](std::expected<whip::Publication, Error> published) {
    if (!published) return done(std::unexpected(published.error()));
    PublicationTicket ticket{.id = published->id, .etag = published->etag, .sdp = published->answer};
    for (const IceServerText& server : *read_ice_servers(loaded_.settings.ice_servers))
      ticket.ice_servers.push_back(link_to(server));
    done(std::move(ticket));
  };
  publishing_.publish(offer, instead, sender, answer);
}

std::expected<void, Error> App::publish_more(const std::string& id, const std::string& etag,
                                             const std::string& fragment) {
  return publishing_.add_candidates(id, etag, fragment);
}

bool App::end_publishing(const std::string& id) { return publishing_.end(id); }

}  // namespace np
