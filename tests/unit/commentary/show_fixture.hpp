// A show on a manual clock: an engine and a voice that do what the test says, everything else real.
#pragma once

#include <gtest/gtest.h>

#include "audio/audio_stream.hpp"
#include "base/manual_loop.hpp"
#include "commentary/commentator.hpp"
#include "engine/prompt.hpp"

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
    on_answer = nullptr;
  }
  bool takes_questions() const override { return questions; }
  void ask(Question asked, AnswerFn answer) override {
    ASSERT_FALSE(running()) << "a question beside a comment";
    ASSERT_FALSE(on_answer) << "two questions at once";
    question = std::move(asked);
    on_answer = std::move(answer);
  }
  void drop_question() override {
    if (on_answer) ++dropped;
    on_answer = nullptr;
  }
  void reset() override { ++resets; }
  void expect(const Outlook& o) override { outlook = o; }
  bool speaks_of_facts() const override { return of_facts; }

  bool running() const { return on_done != nullptr; }
  bool asked() const { return on_answer != nullptr; }
  void reply(const std::string& text) { std::exchange(on_answer, nullptr)(text); }
  void say(const std::string& text) { on_piece(text); }
  void done(bool nothing = false) {
    on_piece = nullptr;
    std::exchange(on_done, nullptr)(Answer{.engine = kind, .nothing = nothing});
  }
  void answer(const std::string& text) {
    say(text);
    if (running()) done();  // not cut short
  }
  void fail(const std::string& why) {
    on_piece = nullptr;
    std::exchange(on_done, nullptr)(std::unexpected(Error(ErrorKind::kUnavailable, why)));
  }

  std::optional<Duration> likely_latency() const override { return latency; }
  std::optional<LineKind> line_kind() const override { return line; }

  std::vector<CommentRequest> requests;
  std::string kind = "fake";
  std::optional<Duration> latency;
  std::optional<LineKind> line;
  bool of_facts = false;
  Outlook outlook;
  PieceFn on_piece;
  DoneFn on_done;
  bool questions = false;
  std::optional<Question> question;  // the last one
  AnswerFn on_answer;
  int dropped = 0;
  int cancelled = 0;
  int resets = 0;
};

struct FakeVoice final : VoiceSession {
  struct Sentence {
    std::string text;
    ChunkFn on_chunk;
    DoneFn on_done;
  };
  void speak(std::string text, ChunkFn on_chunk, DoneFn on_done) override {
    said.push_back(text);
    seats.push_back(seat);
    waiting.push_back({std::move(text), std::move(on_chunk), std::move(on_done)});
  }
  void take_seat(Seat now) override { seat = now; }
  void cancel() override {
    ++cancelled;
    waiting.clear();
  }

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
  std::vector<Seat> seats;  // of these
  Seat seat = Seat::kFirst;
  std::vector<Sentence> waiting;
  int cancelled = 0;
};

class ShowTest : public ::testing::Test {
 protected:
  void make(CommentatorSettings settings = {}, bool with_voice = true) {
    commentator.reset();
    std::optional<SpeakingParts> speaking;
    if (with_voice) speaking.emplace(voice, audio, gaps);
    commentator = std::make_unique<Commentator>(loop, window, engine, events, speaking, settings, CycleMetrics());
    commentator->set_profile("default", "PROFILE");
  }

  // A frame captured now, or some time ago, all of one grey.
  FramePtr frame(std::uint8_t grey = 100, bool discontinuity = false) {
    auto f = std::make_shared<VideoFrame>();
    f->id = ++frame_id;
    f->captured_at = loop.now() - hindsight;
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

  // The same, with nothing worth saying.
  void watch_quietly(Duration time) {
    for (const TimePoint end = loop.now() + time; loop.now() < end;) {
      watch(200ms);
      if (engine.running()) engine.done(true);
    }
  }
  // A line is said about a frame of this moment.
  void say(const std::string& line) {
    while (!engine.running()) watch(200ms);
    engine.answer(line);
  }

  // All that has happened since the last look, of one kind.
  template <typename Kind>
  std::vector<Kind> drain() {
    std::vector<Kind> all;
    while (const auto e = reader->next())
      if (const auto* one = std::get_if<Kind>(&e->what)) all.push_back(*one);
    return all;
  }
  LineEnded last_end() {
    const auto all = drain<LineEnded>();
    return all.empty() ? LineEnded{} : all.back();
  }
  // What everybody was told of lines so far, piece by piece.
  std::vector<std::string> told() {
    std::vector<std::string> pieces;
    for (const LineGrew& grew : drain<LineGrew>()) pieces.push_back(grew.piece);
    return pieces;
  }
  std::string prompt(std::size_t request) { return prompt_text(engine.requests.at(request)); }

  ManualLoop loop;
  FrameWindow window{48};
  FakeEngine engine;
  FakeVoice voice;
  AudioStream audio{loop};
  EventLog events;
  std::unique_ptr<EventLog::Reader> reader = events.read(std::nullopt, nullptr);
  const Gaps* gaps = nullptr;
  Duration hindsight{};
  std::uint64_t frame_id = 0;
  std::unique_ptr<Commentator> commentator;
};

}  // namespace np
