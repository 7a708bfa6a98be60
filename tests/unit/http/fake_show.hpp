// A show and a house that do what they are told, for tests of the HTTP side. I/O thread.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/loop.hpp"
#include "channel/show.hpp"
#include "http/house.hpp"
#include "unit/video/make_picture.hpp"

namespace np::test {

inline constexpr char kNothingWaitedFor[] = "Nothing is waited for.";
inline constexpr char kNoRoom[] = "There is no room.";
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
  std::expected<void, Error> retry_source() override {
    ++retries;
    if (now.source.state == "waiting") return {};
    return std::unexpected(Error(ErrorKind::kConflict, kNothingWaitedFor));
  }
  void stop() override { ++stops; }
  void set_instruction(std::string instruction) override { now.instruction = std::move(instruction); }
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
  Duration delay() const override { return delay_now; }
  double picture_rate() const override { return rate; }
  Duration until_shown(TimePoint captured_at) override { return captured_at - shown; }
  void viewer_came() override { ++came; }
  void viewer_left() override { ++left; }
  void picture_now(PictureDone done) override { done(pictures.newest()); }
  FactsFeed& facts() override { return feed; }
  void facts_now(FactsDone done) override { done(feed.newest()); }

  ShowReport now{.capture_running = true,
                 .capture_healthy = true,
                 .active_profile = "default",
                 .engine = {.kind = "watcher", .name = "Watcher", .ready = true},
                 .voice = {.enabled = true, .ready = true, .name = "slt"}};
  bool start_waits = false;
  Done starting;
  std::vector<StartRequest> started;
  int stops = 0;
  int retries = 0;
  int came = 0;
  int left = 0;
  Duration delay_now{};
  double rate = 25;
  TimePoint shown = TimePoint::max() - std::chrono::hours(1000);  // what the picture shows
  EventLog log;
  DisplayBuffer pictures;
  FactsFeed feed;
  std::unique_ptr<AudioStream> audio_stream;
};

class FakeHouse final : public House {
 public:
  HouseReport report() const override { return now; }
  std::vector<ProfileChoice> profiles() const override {
    return {{"default", "General", "Describe what happens."}, {"sports", "Sports", "Comment \"the\" match."}};
  }
  std::vector<PresetChoice> presets() const override { return {{"sniper", "Sniper", "Quick."}}; }
  VoicesReport voices() const override { return voices_now; }
  std::expected<void, Error> choose_voice(const std::string* key, const double* speed) override {
    if (key && *key == "nobody") return std::unexpected(Error(ErrorKind::kInvalid, "There is no voice \"nobody\"."));
    if (key) voices_now.active = *key;
    if (speed) voices_now.speed = *speed;
    return {};
  }
  std::expected<RoomTicket, Error> room_ticket(const std::string& identity, const std::string& name) override {
    if (!now.room.enabled) return std::unexpected(Error(ErrorKind::kNotFound, kNoRoom));
    if (identity == "bot") return std::unexpected(Error(ErrorKind::kInvalid, kIdentityTaken));
    room_name = name;
    return RoomTicket{"ws://room", "a.b.c", "yard", identity, "bot"};
  }

  HouseReport now{.version = "1.2.3"};
  VoicesReport voices_now{.active = "clara", .choices = {{"clara", "Clara", "A voice.", "Hello."}}};
  std::string room_name;  // of the last ticket
};

}  // namespace np::test
