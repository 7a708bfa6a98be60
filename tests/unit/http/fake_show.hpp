// A show and a house that do what they are told, for tests of the HTTP side. I/O thread.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/loop.hpp"
#include "base/manual_loop.hpp"
#include "cameras/cameras.hpp"
#include "channel/show.hpp"
#include "http/api/house.hpp"
#include "http/api/models_house.hpp"
#include "library/library.hpp"
#include "library/named_sources.hpp"
#include "record/record.hpp"
#include "unit/video/make_picture.hpp"

namespace np::test {

inline constexpr char kNothingWaitedFor[] = "Nothing is waited for.";
inline constexpr char kNoFile[] = "That is no file.";
inline constexpr char kNoRoom[] = "There is no room.";
inline constexpr char kNoOffer[] = "That is no offer.";
inline constexpr char kPlaceTaken[] = "The place is taken.";
inline constexpr char kIdentityTaken[] = "That one is taken.";

class FakeShow final : public Show {
 public:
  explicit FakeShow(Loop& loop) : audio_stream(std::make_unique<AudioStream>(loop)) {}

  ShowReport report() const override { return now; }
  void start(StartRequest request, Done done) override {
    started.push_back(std::move(request));
    starting = std::move(done);
    if (!start_waits) finish_start({});
  }
  void finish_start(std::expected<void, Error> result) {
    if (result) now.source.name = started.back().source;
    std::exchange(starting, nullptr)(std::move(result));
  }
  bool may_open(const std::string& source) const override { return source != forbidden; }
  std::string meant(const std::string& source) const override { return source; }
  std::expected<void, Error> retry_source() override {
    ++retries;
    if (now.source.state == "waiting") return {};
    return std::unexpected(Error(ErrorKind::kConflict, kNothingWaitedFor));
  }
  void stop() override { ++stops; }
  std::expected<void, Error> set_playback(const PlaybackWish& wish) override {
    if (!now.playback) return std::unexpected(Error(ErrorKind::kConflict, kNoFile));
    wished.add(wish);
    now.playback->paused = wish.paused.value_or(now.playback->paused);
    if (wish.position) now.playback->position = to_seconds(*wish.position);
    return {};
  }
  void set_instruction(std::string instruction, bool forget) override {
    now.instruction = std::move(instruction);
    forgotten += forget;
  }
  MemoryReport memory() const override { return remembered; }
  void set_context(std::string context) override { remembered.context = std::move(context); }
  std::expected<void, Error> set_profile(const std::string& key) override {
    if (key != "default" && key != "sports")
      return std::unexpected(Error(ErrorKind::kInvalid, "No profile is " + key + "."));
    now.active_profile = key;
    return {};
  }
  std::expected<void, Error> set_preset(const std::string& key) override {
    if (key != "sniper") return std::unexpected(Error(ErrorKind::kInvalid, "No preset is " + key + "."));
    now.active_preset = key;
    return {};
  }

  EventLog& events() override { return log; }
  DisplayBuffer& display() override { return pictures; }
  AudioStream* audio() override { return audio_stream.get(); }
  SourceSound* source_sound() override { return hearable ? &original : nullptr; }
  Duration delay() const override { return delay_now; }
  double picture_rate() const override { return rate; }
  Duration until_shown(TimePoint captured_at) override { return captured_at - shown; }
  void viewer_came() override { ++came; }
  void viewer_left() override { ++left; }
  H264Buffer& video(VideoForm form) override { return video_pictures[form]; }
  bool has_video(VideoForm form) const override { return form == VideoForm::kSource && has_video_now; }
  void video_viewer_came(VideoForm) override { ++came; }
  void video_viewer_left(VideoForm) override { ++left; }
  void picture_now(PictureDone done) override { done(pictures.newest()); }
  FactsFeed& facts() override { return feed; }
  void facts_now(FactsDone done) override { done(feed.newest()); }

  MemoryReport remembered;
  int forgotten = 0;
  ShowReport now{.capture_running = true,
                 .capture_healthy = true,
                 .active_profile = "default",
                 .engine = {.kind = "watcher", .name = "Watcher", .ready = true},
                 .voice = {.enabled = true, .ready = true, .name = "slt"}};
  bool start_waits = false;
  Done starting;
  std::vector<StartRequest> started;
  std::string forbidden = "/forbidden.mp4";
  PlaybackWish wished;
  int stops = 0;
  int retries = 0;
  int came = 0;
  int left = 0;
  Duration delay_now{};
  double rate = 25;
  TimePoint shown = TimePoint::max() - std::chrono::hours(1000);  // what the picture shows
  SourceSound original{nullptr};
  bool hearable = true;
  EventLog log;
  DisplayBuffer pictures;
  ByForm<H264Buffer> video_pictures;
  bool has_video_now = false;
  FactsFeed feed;
  std::unique_ptr<AudioStream> audio_stream;
};

class FakeModels final : public ModelsHouse {
 public:
  void report(ReportDone done) override {
    ModelsReport report{.now = {.kind = "eyes"}, .stage = "settled"};
    report.models = {{.name = "small", .quant = "Q8_0", .bytes = 400, .fits = "memory", .recommended = true}};
    if (!pulled.empty()) report.pull = ModelPullReport{.model = pulled, .state = "running", .done = 1};
    done(std::move(report));
  }
  void servers(ServersDone done) override {
    done(std::vector<ModelServerReport>{{.name = "Ollama", .url = "http://127.0.0.1:11434", .models = {"llava"}}});
  }
  bool is_known_server(const std::string& url) const override { return url == "http://127.0.0.1:11434"; }
  std::expected<void, Error> choose(const EyesWish& wish) override {
    chosen = wish;
    return {};
  }
  std::expected<void, Error> pull(const std::string& model, const std::string&) override {
    if (model != "small") return std::unexpected(Error(ErrorKind::kNotFound, kNothing));
    if (!pulled.empty()) return std::unexpected(Error(ErrorKind::kConflict, kNothing));
    pulled = model;
    return {};
  }
  std::expected<void, Error> pause_pull() override {
    if (pulled.empty()) return std::unexpected(Error(ErrorKind::kConflict, kNothing));
    return {};
  }
  std::expected<void, Error> cancel_pull(const std::string& model) override {
    if (model != "small") return std::unexpected(Error(ErrorKind::kNotFound, kNothing));
    pulled.clear();
    return {};
  }

  static constexpr char kNothing[] = "There is none.";
  EyesWish chosen;
  std::string pulled;
};

class FakeHouse final : public House {
 public:
  HouseReport report() const override { return now; }
  std::vector<ProfileChoice> profiles() const override {
    return {{"default", "General", "Describe what happens."}, {"sports", "Sports", "Comment \"the\" match."}};
  }
  std::vector<PresetChoice> presets() const override { return {{"sniper", "Sniper", "Quick."}}; }
  VoicesReport voices() const override { return voices_now; }
  Record& record() override { return *lines; }
  Library& library() override { return shelf; }
  NamedSources& named_sources() override { return names; }
  Cameras& cameras() override { return no_cameras; }
  ModelsHouse& models() override { return all_models; }
  std::vector<SettingReport> settings() const override {
    return {{"SERVER_PORT", "Address", "8199", "default", false}, {"PRESET", "The show", "owl", "state", true}};
  }
  std::expected<void, Error> choose_voice(const VoiceWish& wish) override {
    if (wish.voice == "nobody") return std::unexpected(Error(ErrorKind::kInvalid, "There is no voice \"nobody\"."));
    if (wish.voice) voices_now.active = *wish.voice;
    if (wish.speed) voices_now.speed = wish.speed->value_or(voices_now.usual_speed);
    return {};
  }
  void voice_sample(const std::string& key, SampleDone done) override {
    if (key != "clara") return done(std::unexpected(Error(ErrorKind::kUnavailable, "It loads.")));
    done("RIFF");
  }
  std::expected<RoomTicket, Error> room_ticket(const std::string& identity, const std::string& name) override {
    if (!now.room.enabled) return std::unexpected(Error(ErrorKind::kNotFound, kNoRoom));
    if (identity == "bot") return std::unexpected(Error(ErrorKind::kInvalid, kIdentityTaken));
    room_name = name;
    return RoomTicket{"ws://room", "a.b.c", "yard", identity, "bot"};
  }

  void publish(const std::string& offer, const std::string& instead, const std::string& sender,
               PublishDone done) override {
    replaced = instead;
    publisher = sender;
    if (offer.empty()) return done(std::unexpected(Error(ErrorKind::kInvalid, kNoOffer)));
    if (now.publisher.state != "none") return done(std::unexpected(Error(ErrorKind::kConflict, kPlaceTaken)));
    done(PublicationTicket{.id = "17", .etag = "5", .sdp = "v=0\r\n", .ice_servers = {"<stun:a>; rel=\"ice-server\""}});
  }
  std::expected<void, Error> publish_more(const std::string& id, const std::string& etag,
                                          const std::string& fragment) override {
    if (id != "17") return std::unexpected(Error(ErrorKind::kNotFound, kNoOffer));
    if (etag != "5") return std::unexpected(Error(ErrorKind::kConflict, kPlaceTaken));
    if (fragment.empty()) return std::unexpected(Error(ErrorKind::kInvalid, kNoOffer));
    if (fragment == "restart") return std::unexpected(Error(ErrorKind::kUnsupported, kNoOffer));
    return {};
  }
  bool end_publishing(const std::string& id) override { return id == "17"; }

  HouseReport now{.version = "1.2.3"};
  ManualLoop nowhere;
  Record nothing{nowhere, {}};  // keeps nothing
  Record* lines = &nothing;
  NamedSources names{nowhere, {}, [] {}};
  Library shelf{nowhere, {}, [](const std::string&) { return false; }};  // holds nothing
  FakeModels all_models;
  Cameras no_cameras{nowhere};  // nobody asks for them
  VoicesReport voices_now{.active = "clara", .choices = {{"clara", "Clara", "A voice.", "Hello."}}};
  std::string room_name;  // of the last ticket
  std::string replaced;   // by the last publication
  std::string publisher;  // of it: who it is
};

}  // namespace np::test
