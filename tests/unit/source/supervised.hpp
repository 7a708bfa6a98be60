// A supervisor whose sources are fakes that do what a test says, on a clock of the test's.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/manual_loop.hpp"
#include "messages.hpp"
#include "source/messages.hpp"
#include "source/source_supervisor.hpp"

namespace np::test {

// How many fakes are alive; they are destroyed on a thread of the supervisor's.
struct Census {
  const std::thread::id loop_thread = std::this_thread::get_id();
  std::mutex closing;  // a test that holds it keeps those that are being closed in the background
  std::mutex mutex;
  std::condition_variable changed;
  int alive = 0;
  int given_up = 0;
  int destroyed_on_loop = 0;
};

struct FakeSource final : Source {
  FakeSource(FrameSink& s, Census& c) : sink(s), census(c) {
    std::lock_guard lock(census.mutex);
    ++census.alive;
  }
  ~FakeSource() override {
    const bool on_loop = std::this_thread::get_id() == census.loop_thread;
    if (!on_loop) std::lock_guard held(census.closing);
    sink.on_picture(nullptr);  // one that was still under way
    std::lock_guard lock(census.mutex);
    --census.alive;
    census.destroyed_on_loop += on_loop;
    census.changed.notify_all();
  }
  void start(Listener l) override { listener = std::move(l); }
  void set_demand(Demand d) override { demand = d; }
  void set_frame_rate(double fps) override { frame_rate = fps; }
  Pulse pulse() const override { return beat; }
  void give_up() override { ++census.given_up; }
  std::optional<Playback> playback() const override { return plays; }
  // At once, where a real one takes its time.
  void play(const PlaybackWish& wish) override {
    wishes.push_back(wish);
    plays->paused = wish.paused.value_or(plays->paused);
    plays->loop = wish.loop.value_or(plays->loop);
    plays->position = wish.position.value_or(plays->position);
  }

  FrameSink& sink;
  Census& census;
  Listener listener;
  Demand demand;
  double frame_rate = 0;
  Pulse beat;
  std::optional<Playback> plays;  // of a file
  std::vector<PlaybackWish> wishes;
  bool knock = false;
};

struct CountingSink final : FrameSink {
  void on_frame(FramePtr) override { ++frames; }
  void on_picture(PicturePtr) override { ++pictures; }
  int frames = 0;
  int pictures = 0;
};

class SupervisorTest : public ::testing::Test {
 protected:
  SourceSupervisor::Make maker() {
    return [this](Loop&, const SourceSpec& spec, const SourceOptions& options, FrameSink& s) {
      auto made = std::make_unique<FakeSource>(s, census);
      made->knock = options.answer_timeout > Duration::zero();
      (made->knock ? knocking : source) = made.get();
      ++(made->knock ? knocks : opened);
      texts.push_back(spec.text);
      capture_fps = options.capture_fps;
      after_break = options.after_break;
      begin_at = options.begin_at;
      return made;
    };
  }
  void start(const std::string& text = "/clips/a.mp4", bool wait = false) {
    supervisor.start(text, wait, [this](const std::expected<void, Error>& result) {
      answers.push_back(result ? "ok" : result.error().message());
    });
  }
  void replace(const std::string& text, bool wait = false) {
    supervisor.replace(text, wait, [this](const std::expected<void, Error>& result) {
      answers.push_back(result ? "ok" : result.error().message());
      if (result) states.push_back("answered");
    });
  }
  void open(double fps = 25) {
    source->beat = {1, loop.now(), loop.now(), from_seconds(fps > 0 ? 1 / fps : 0)};
    const auto on_opened = source->listener.on_opened;
    on_opened({.kind = "file", .codec = "H.264", .width = 320, .height = 240, .fps = fps});
    loop.run_posted();
  }
  // What is opened is a file of a minute, which owes nobody a picture.
  void open_file(bool seekable = true) {
    source->plays = Playback{.length = std::chrono::minutes(1), .seekable = seekable};
    open();
    source->beat.expected_at = TimePoint::max();
  }
  void playback_changes(const std::function<void(Playback&)>& how) {
    how(*source->plays);
    source->listener.on_playback();
    loop.run_posted();
  }
  void end(ErrorKind kind = ErrorKind::kUnavailable, const std::string& why = "It broke.") {
    const auto on_ended = source->listener.on_ended;
    on_ended(Error(kind, why));
    loop.run_posted();
  }
  // Pictures for so long that its end comes as a surprise.
  void last() {
    for (int i = 0; i < 6; ++i) {
      loop.advance(std::chrono::milliseconds(500));
      picture();
    }
  }
  void picture() { source->beat = {source->beat.pictures + 1, loop.now(), loop.now(), source->beat.interval}; }
  void same_picture() {
    source->beat = {source->beat.pictures + 1, loop.now(), source->beat.changed_at, source->beat.interval};
  }
  // The peer answers who knocks, which becomes the source.
  void answer() {
    source = std::exchange(knocking, nullptr);
    const auto on_answered = source->listener.on_answered;
    on_answered();
  }
  // Nobody answers who knocks. Waits until that one is gone, as a test has no second between two knocks.
  void no_answer() {
    std::unique_lock lock(census.mutex);
    const int left = census.alive - 1;
    lock.unlock();
    const auto on_ended = std::exchange(knocking, nullptr)->listener.on_ended;
    on_ended(Error(ErrorKind::kRefused, "Refused."));
    loop.run_posted();
    lock.lock();
    ASSERT_TRUE(census.changed.wait_for(lock, std::chrono::seconds(10), [&] { return census.alive <= left; }));
  }
  void wait_alive(int count) {
    std::unique_lock lock(census.mutex);
    ASSERT_TRUE(census.changed.wait_for(lock, std::chrono::seconds(10), [&] { return census.alive == count; }));
  }
  // What another thread brings about by way of the loop.
  void wait_until(const std::function<bool()>& done) {
    while (!done()) ASSERT_TRUE(loop.wait_posted(std::chrono::seconds(10)));
  }
  virtual void on_new_source() {}
  std::string state() { return to_string(supervisor.snapshot().state); }

  ManualLoop loop;
  CountingSink sink;
  Census census;
  FakeSource* source = nullptr;    // the newest that is opened; gone after stop()
  FakeSource* knocking = nullptr;  // and the newest that knocks
  int opened = 0;
  int knocks = 0;
  bool after_break = false;
  Duration begin_at{};
  double capture_fps = 0;
  std::vector<std::string> texts;
  std::vector<std::string> answers;
  std::vector<std::string> states;
  int playbacks_told = 0;
  SourceSupervisor supervisor{loop,
                              sink,
                              {},
                              {},
                              [this] { states.push_back(state()); },
                              [this] { on_new_source(); },
                              maker(),
                              [this] { ++playbacks_told; }};
};

}  // namespace np::test
