#include "engine/llama/llama_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include "base/format.hpp"
#include "base/manual_loop.hpp"
#include "engine/llama/llama_model.hpp"
#include "engine/stand_in_engine.hpp"
#include "unit/engine/tiny_model.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr auto kModelLimit = 20s;  // real time, for the model's thread

class LlamaEngineTest : public testing::Test {
 protected:
  void open(LlamaChannelOptions show = {.sampling = {.temperature = 0}}, LlamaOptions options = {}) {
    show.patience_s = 60;  // however slow this machine is just now
    options.device = "cpu";
    if (options.context == LlamaOptions{}.context) options.context = 1024;
    options.slices = 1;
    options.plain_math = true;  // the same text however it was read
    engine = std::make_unique<LlamaEngine>(tiny_model().model, tiny_model().projector, options, show);
    session = engine->open_session(loop);
  }
  void wait_until_ready() {
    for (const TimePoint end = Clock::now() + kModelLimit; !engine->status().ready && Clock::now() < end;)
      std::this_thread::sleep_for(1ms);
    ASSERT_TRUE(engine->status().ready) << engine->status().detail;
  }
  ~LlamaEngineTest() override { session.reset(); }

  static CommentRequest request(std::vector<FramePtr> frames, int max_pieces = 8) {
    CommentRequest r;
    r.frames = std::move(frames);
    r.profile = "Be brief.";
    r.after_frames = "Focus: all of it";
    r.max_pieces = max_pieces;
    return r;
  }
  struct Answer {
    std::string text;
    std::optional<std::expected<void, Error>> outcome;
  };
  Answer ask(CommentRequest r) {
    Answer a;
    session->comment(
        std::move(r), [&](std::string piece) { a.text += piece; },
        [&](auto outcome) { a.outcome = std::move(outcome); });
    while (!a.outcome && loop.wait_posted(kModelLimit)) {
    }
    EXPECT_TRUE(a.outcome.has_value()) << "done comes";
    return a;
  }
  FramePtr frame(std::uint64_t id) { return test_frame(id, 448, 448, Clock::now()); }

  ManualLoop loop;
  std::unique_ptr<LlamaEngine> engine;
  std::unique_ptr<EngineSession> session;
};

TEST_F(LlamaEngineTest, LoadsAndSaysSo) {
  open();
  wait_until_ready();
  const EngineStatus status = engine->status();
  EXPECT_EQ(status.kind, "llama");
  EXPECT_TRUE(status.model_loaded);
  EXPECT_THAT(status.detail, AllOf(HasSubstr("synthetic"), HasSubstr("processor")));
}

TEST_F(LlamaEngineTest, WritesTheSameForTheSame) {
  open();
  wait_until_ready();
  const auto frames = std::vector{frame(1), frame(2), frame(3)};
  const Answer first = ask(request(frames));
  ASSERT_TRUE(first.outcome->has_value()) << first.outcome->error().message();
  ask(request({frame(4)}));
  EXPECT_EQ(ask(request(frames)).text, first.text);
}

TEST_F(LlamaEngineTest, WhatWasEncodedAheadChangesNothing) {
  open();
  wait_until_ready();
  const auto frames = std::vector{frame(1), frame(2), frame(3)};
  const std::string plain = ask(request(frames)).text;

  session = engine->open_session(loop);
  session->expect({.start = Clock::now(), .frames = 3, .stride = 1});
  for (const FramePtr& f : frames) session->observe(f);
  EXPECT_EQ(ask(request(frames)).text, plain);
}

TEST_F(LlamaEngineTest, ALineThatOnlyRepeatsTheLastOneIsASkip) {
  open();
  wait_until_ready();
  CommentRequest r = request({frame(1)});
  const std::string line = ask(r).text;
  ASSERT_FALSE(line.empty());
  r.last_line = line;
  EXPECT_EQ(ask(r).text, kSkipAnswer);
  r.last_line.clear();
  EXPECT_EQ(ask(r).text, kSkipAnswer) << "the commentary has forgotten it after the skip";
  r.instruction_is_new = true;
  EXPECT_EQ(ask(r).text, line);
}

TEST_F(LlamaEngineTest, OldestFramesGoWhereThePromptIsTooLong) {
  open({.sampling = {.temperature = 0}, .max_input = 300});
  wait_until_ready();
  const auto all = std::vector{frame(1), frame(2), frame(3), frame(4), frame(5)};
  const Answer answer = ask(request(all));
  ASSERT_TRUE(answer.outcome->has_value()) << answer.outcome->error().message();
  const Answer few = ask(request({all[3], all[4]}));
  EXPECT_EQ(answer.text.empty(), few.text.empty());
  CommentRequest long_one = request({all[4]});
  long_one.after_frames = std::string(2000, 'x');
  const Answer refused = ask(long_one);
  ASSERT_FALSE(refused.outcome->has_value());
  EXPECT_THAT(refused.outcome->error().message(), HasSubstr("MAX_INP_LENGTH"));
}

TEST_F(LlamaEngineTest, CancelledNothingComesAndTheNextIsRight) {
  open();
  wait_until_ready();
  const auto frames = std::vector{frame(1), frame(2)};
  const std::string plain = ask(request(frames)).text;
  for (int i = 0; i < 200; ++i) {
    session->comment(
        request({frame(10 + i), frame(11 + i)}, 500), [](std::string) { FAIL() << "a piece of a cancelled line"; },
        [](std::expected<void, Error>) { FAIL() << "the end of a cancelled line"; });
    std::this_thread::sleep_for(std::chrono::microseconds(137 * (i % 40)));
    session->cancel();
    loop.run_posted();
    if (i % 50 == 49) session->reset();
  }
  EXPECT_EQ(ask(request(frames)).text, plain);
}

// NP_CYCLES=10000 for the long run.
TEST_F(LlamaEngineTest, RandomCancelsLeakNothing) {
  const char* wanted = std::getenv("NP_CYCLES");
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  const int cycles = wanted ? std::atoi(wanted) : 50;  // leaks are found by the sanitizer itself
#else
  const int cycles = wanted ? std::atoi(wanted) : 150;
#endif
  const auto resident_mb = [] {
    std::ifstream in("/proc/self/statm");
    long pages = 0, resident = 0;
    in >> pages >> resident;
    return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / (1 << 20);
  };
  open();
  wait_until_ready();
  std::minstd_rand random(3);
  std::vector<FramePtr> window;
  [[maybe_unused]] double before = 0;
  for (int i = 0; i < cycles; ++i) {
    if (i == cycles / 2) before = resident_mb();
    window.push_back(frame(1 + i));
    if (window.size() > 4) window.erase(window.begin());
    session->expect({.start = Clock::now(), .frames = 4, .stride = 1});
    session->observe(window.back());
    if (random() % 2) {
      EXPECT_TRUE(ask(request(window)).outcome->has_value());
    } else {
      session->comment(request(window, 100), [](std::string) {}, [](std::expected<void, Error>) {});
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 12000));
      random() % 8 ? session->cancel() : session->reset();
      loop.run_posted();
    }
  }
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  const double after = resident_mb();
  EXPECT_LT(after - before, 8);
  if (wanted) std::cout << cycles << " cycles: " << before << " MB halfway, " << after << " MB at the end\n";
#endif
}

TEST_F(LlamaEngineTest, GoesAtOnceWhateverItIsDoing) {
  open();
  wait_until_ready();
  session->comment(request({frame(1)}, 900), [](std::string) {}, [](std::expected<void, Error>) {});
  std::this_thread::sleep_for(20ms);
  const TimePoint began = Clock::now();
  session.reset();
  engine.reset();
  EXPECT_LT(Clock::now() - began, 2s);
}

TEST_F(LlamaEngineTest, GoesWhileItLoads) {
  open();
  session.reset();
  engine.reset();
}

TEST_F(LlamaEngineTest, SaysWhyItCannotLoadAndTheWatcherComments) {
  const auto text = std::filesystem::temp_directory_path() / np::format("nerdpudding-no-model-{}.gguf", getpid());
  std::ofstream(text) << "hello";
  auto wanted = std::make_unique<LlamaEngine>(text, tiny_model().projector, LlamaOptions{}, LlamaChannelOptions{});
  for (const TimePoint end = Clock::now() + kModelLimit; wanted->status().detail.contains("loading") && Clock::now() < end;)
    std::this_thread::sleep_for(1ms);
  std::filesystem::remove(text);
  EXPECT_FALSE(wanted->status().ready);
  EXPECT_THAT(wanted->status().detail, AllOf(HasSubstr("not a GGUF file"), testing::Not(HasSubstr("/"))));
}

// An engine that says a fixed word, ready or not.
class WordEngine final : public Engine {
 public:
  WordEngine(std::string word, bool& ready) : word_(std::move(word)), ready_(ready) {}
  std::unique_ptr<EngineSession> open_session(Loop& loop) override {
    struct Session final : EngineSession {
      Loop& loop;
      std::string word;
      Session(Loop& l, std::string w) : loop(l), word(std::move(w)) {}
      void observe(FramePtr) override {}
      void comment(CommentRequest, PieceFn piece, DoneFn done) override {
        loop.post([this, piece, done] {
          piece(word);
          done({});
        });
      }
      void cancel() override {}
      void reset() override {}
    };
    return std::make_unique<Session>(loop, word_);
  }
  EngineStatus status() const override {
    return {.kind = word_, .name = word_, .ready = ready_, .detail = word_ + "."};
  }
  FrameLimit frame_limit() const override { return {ready_ ? 500 : 100, 300}; }
  std::vector<std::string> heeded(const std::string&) const override { return {word_}; }

 private:
  std::string word_;
  bool& ready_;
};

TEST(LlamaModel, SaysBeforeLoadingThatTheMemoryIsTooSmall) {
  bool begun = false;
  try {
    // Its context alone is more than any machine has.
    LlamaModel model({.files = tiny_model(), .device = "cpu", .context = 2'000'000'000}, [&](double) { return begun = true; });
    FAIL() << "it was loaded";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kUnavailable);
    EXPECT_THAT(e.message(), ::testing::MatchesRegex("The model needs [0-9.]+ GB and [0-9.]+ GB are free: take a "
                                                     "smaller quantisation, or a smaller MAX_INP_LENGTH.*"));
  }
  EXPECT_FALSE(begun);
}

TEST(LlamaModel, SharesADevicesMemoryOutWithTheVisionPartInMind) {
  // MiniCPM-o 4.5 in Q4_K_M; a part of its layers was once given all that was free, and the vision part found nothing.
  const auto gib = [](double x) { return static_cast<std::uint64_t>(x * (1 << 30)); };
  const ModelFacts facts{.bytes = gib(5.7), .vision_bytes = gib(1.02), .kv_bytes_per_token = 147456, .layers = 36};
  const auto fitting = [&](double free, int wanted = 36) { return layers_that_fit(facts, 4352, gib(free), wanted); };
  EXPECT_EQ(fitting(7.1), 36);
  EXPECT_EQ(fitting(6.5), 28);
  EXPECT_EQ(fitting(4), 11);
  EXPECT_EQ(fitting(2.5), 1);
  EXPECT_EQ(fitting(1), 0);
  EXPECT_EQ(fitting(4, 5), 5) << "those that somebody wants (GPU_LAYERS) fit";
  EXPECT_EQ(fitting(100, 5), 5);
  for (int layers = 1; layers < 36; ++layers)
    EXPECT_LE(device_bytes(facts, 4352, layers - 1), device_bytes(facts, 4352, layers));
}

TEST(StandInEngine, CommentsUntilTheWantedOneIsReadyAndAgainWhenItIsNot) {
  ManualLoop loop;
  bool ready = false, always = true;
  StandInEngine engine(std::make_unique<WordEngine>("model", ready), std::make_unique<WordEngine>("watcher", always));
  const auto session = engine.open_session(loop);
  const auto line = [&] {
    std::string text;
    session->comment(
        {.frames = {test_frame(1)}}, [&](std::string piece) { text += piece; }, [](std::expected<void, Error>) {});
    loop.run_posted();
    return text;
  };
  EXPECT_EQ(line(), "watcher");
  EXPECT_EQ(engine.status().kind, "watcher");
  EXPECT_THAT(engine.status().detail, AllOf(HasSubstr("model."), HasSubstr("built-in watcher")));
  EXPECT_TRUE(engine.status().ready);
  ready = true;
  EXPECT_EQ(line(), "model");
  EXPECT_EQ(engine.status().kind, "model");
  EXPECT_EQ(engine.heeded("x"), std::vector<std::string>{"model"});
  EXPECT_EQ(engine.frame_limit().max_width, 500);
  ready = false;
  EXPECT_EQ(line(), "watcher");
}

}  // namespace
}  // namespace np
