// A show on a manual clock: an engine and a voice that do what the test says, everything else real.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "audio/audio_stream.hpp"
#include "base/manual_loop.hpp"
#include "commentary/commentator.hpp"

namespace np {

using namespace std::chrono_literals;

struct FakeEngine final : EngineSession {
  void observe(FramePtr) override {}
  void comment(CommentRequest r, PieceFn piece, DoneFn done) override {
    ASSERT_FALSE(running()) << "two cycles at once";
    requests.push_back(std::move(r));
    on_piece = std::move(piece);
    on_done = std::move(done);
  }
  void cancel() override {
    if (running()) ++cancelled;
    on_piece = nullptr;
    on_done = nullptr;
  }
  void reset() override { ++resets; }
  void expect(const Outlook& o) override { outlook = o; }

  bool running() const { return on_done != nullptr; }
  void say(const std::string& text) { on_piece(text); }
  void done() {
    on_piece = nullptr;
    std::exchange(on_done, nullptr)({});
  }
  void answer(const std::string& text) {
    say(text);
    done();
  }
  void fail(const std::string& why) {
    on_piece = nullptr;
    std::exchange(on_done, nullptr)(std::unexpected(Error(ErrorKind::kUnavailable, why)));
  }

  std::vector<CommentRequest> requests;
  Outlook outlook;
  PieceFn on_piece;
  DoneFn on_done;
  int cancelled = 0;
  int resets = 0;
};

struct FakeVoice final : Synthesizer {
  struct Sentence {
    std::string text;
    ChunkFn on_chunk;
    DoneFn on_done;
  };
  void speak(std::string text, ChunkFn on_chunk, DoneFn on_done) override {
    said.push_back(text);
    waiting.push_back({std::move(text), std::move(on_chunk), std::move(on_done)});
  }
  void cancel() override {
    ++cancelled;
    waiting.clear();
  }
  std::string name() const override { return "fake"; }

  // The oldest sentence becomes `length` of sound.
  void synthesize(Duration length) {
    auto sentence = std::move(waiting.front());
    waiting.erase(waiting.begin());
    auto chunk = std::make_shared<PcmChunk>();
    chunk->samples.assign(static_cast<std::size_t>(to_seconds(length) * kSampleRate), 1000);
    sentence.on_chunk(chunk);
    sentence.on_done({});
  }

  std::vector<std::string> said;
  std::vector<Sentence> waiting;
  int cancelled = 0;
};

class ShowTest : public ::testing::Test {
 protected:
  void make(CommentatorSettings settings = {}, bool with_voice = true) {
    commentator.reset();
    commentator = std::make_unique<Commentator>(loop, window, engine, events, with_voice ? &voice : nullptr,
                                                with_voice ? &audio : nullptr, settings);
    commentator->set_profile("PROFILE");
  }

  // A frame captured now, all of one grey.
  FramePtr frame(std::uint8_t grey = 100, bool discontinuity = false) {
    auto f = std::make_shared<VideoFrame>();
    f->id = ++frame_id;
    f->captured_at = loop.now();
    f->width = 64;
    f->height = 64;
    f->discontinuity = discontinuity;
    f->rgb.assign(64 * 64 * 3, grey);
    window.push(f);
    commentator->on_frame();
    return f;
  }

  // Moves the clock in steps of 200 ms with a frame at each.
  void watch(Duration time, std::uint8_t grey = 100) {
    for (const TimePoint end = loop.now() + time; loop.now() < end;) {
      loop.advance(200ms);
      frame(grey);
    }
  }

  std::vector<EventPtr> drain() {
    std::vector<EventPtr> all;
    while (auto e = reader->next()) all.push_back(e);
    return all;
  }
  boost::json::object last_end() {
    boost::json::object found;
    for (const auto& e : drain())
      if (e->type == EventType::kCycleEnd) found = boost::json::parse(e->data).as_object();
    return found;
  }

  ManualLoop loop;
  FrameWindow window{48};
  FakeEngine engine;
  FakeVoice voice;
  AudioStream audio{loop};
  EventLog events;
  std::unique_ptr<EventLog::Reader> reader = events.read(std::nullopt, nullptr);
  std::uint64_t frame_id = 0;
  std::unique_ptr<Commentator> commentator;
};

}  // namespace np
