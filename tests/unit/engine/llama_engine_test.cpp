#include "engine/llama/llama_engine.hpp"

#include <gguf.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <limits>
#include <random>
#include <thread>

#include "base/abandoned_thread.hpp"
#include "base/format.hpp"
#include "base/manual_loop.hpp"
#include "engine/llama/llama_model.hpp"
#include "engine/messages.hpp"
#include "engine/stand_in_engine.hpp"
#include "messages.hpp"
#include "unit/engine/tiny_model.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using test::says;
using testing::_;
using testing::HasSubstr;

constexpr auto kModelLimit = 120s;  // real time, for the model's thread

const LlamaChannelOptions kEndless{.sampling = {.temperature = 0, .endless = true}};

// The model's thread works on its own time.
template <typename F>
bool becomes_true(F condition) {
  const TimePoint end = Clock::now() + kModelLimit;
  while (!condition() && Clock::now() < end) std::this_thread::yield();
  return condition();
}

class LlamaEngineTest : public testing::Test {
 protected:
  void open(LlamaChannelOptions channel = {.sampling = {.temperature = 0}}, LlamaOptions options = {},
            const ModelFiles& files = tiny_model()) {
    channel.patience_s = 60;  // however slow this machine is just now
    options.device = "cpu";
    options.threads = 1;  // several wait for each other, for long where other programs compute
    if (options.context == LlamaOptions{}.context) options.context = 1024;
    options.slices = 1;
    options.plain_math = true;  // the same text however it was read
    engine = std::make_unique<LlamaEngine>(files.model, files.projector, options, channel);
    session = engine->open_session(loop);
  }
  void wait_until_ready() {
    ASSERT_TRUE(becomes_true([this] { return engine->status().ready; })) << engine->status().detail;
  }
  ~LlamaEngineTest() override { session.reset(); }

  static CommentRequest request(std::vector<FramePtr> frames, int max_pieces = 8) {
    CommentRequest r;
    r.frames = std::move(frames);
    r.profile = "Be brief.";
    r.instruction = "all of it";
    r.max_pieces = max_pieces;
    return r;
  }
  struct Reply {
    std::string text;
    std::optional<std::expected<Answer, Error>> outcome;

    std::string error() const { return outcome && !*outcome ? outcome->error().message() : ""; }
  };
  Reply ask(EngineSession& asked, CommentRequest r) {
    Reply a;
    asked.comment(
        std::move(r), [&](std::string piece) { a.text += piece; },
        [&](auto outcome) { a.outcome = std::move(outcome); });
    while (!a.outcome && loop.wait_posted(kModelLimit)) {
    }
    EXPECT_TRUE(a.outcome.has_value()) << "done comes";
    return a;
  }
  Reply ask(CommentRequest r) { return ask(*session, std::move(r)); }
  // A line that this does not wait for.
  void begin(CommentRequest r) {
    pieces = 0;
    ended = false;
    session->comment(
        std::move(r), [this](std::string) { ++pieces; }, [this](std::expected<Answer, Error>) { ended = true; });
  }
  void wait_for_pieces(int count) {
    while (pieces < count) ASSERT_TRUE(loop.wait_posted(kModelLimit));
  }
  FramePtr frame(std::uint64_t id) { return test_frame(id, 448, 448, Clock::now()); }

  ManualLoop loop;
  int pieces = 0;  // of the line begun
  bool ended = false;
  std::unique_ptr<LlamaEngine> engine;
  std::unique_ptr<EngineSession> session;
};

TEST_F(LlamaEngineTest, LoadsAndSaysSo) {
  open();
  wait_until_ready();
  const EngineStatus status = engine->status();
  EXPECT_EQ(status.kind, "llama");
  EXPECT_TRUE(status.model_loaded);
  EXPECT_THAT(status.detail, AllOf(HasSubstr("synthetic"), says(messages::kOnTheProcessor)));
}

TEST_F(LlamaEngineTest, WritesTheSameForTheSame) {
  open();
  wait_until_ready();
  const auto frames = std::vector{frame(1), frame(2), frame(3)};
  const Reply first = ask(request(frames));
  ASSERT_EQ(first.error(), "");
  EXPECT_EQ(first.outcome->value().engine, "llama");
  EXPECT_FALSE(first.outcome->value().nothing);
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

TEST_F(LlamaEngineTest, WhatIsRememberedAndReadAheadChangesNothing) {
  open();
  wait_until_ready();
  const auto frames = std::vector{frame(1), frame(2), frame(3)};
  CommentRequest remembering = request(frames);
  remembering.context = "The dog is called Rex.";
  remembering.remembered = "A dog ran in.";
  const std::string plain = ask(request(frames)).text;
  const std::string with_memory = ask(remembering).text;
  EXPECT_NE(with_memory, plain) << "it is read";
  EXPECT_EQ(ask(request(frames)).text, plain) << "and no more where there is none";

  session = engine->open_session(loop);
  ask(remembering);
  session->expect({.start = Clock::now(), .frames = 3, .stride = 1, .remembered = remembering.remembered});
  for (const FramePtr& f : frames) session->observe(f);
  EXPECT_EQ(ask(remembering).text, with_memory);
}

TEST_F(LlamaEngineTest, WhatIsRememberedGoesBeforeFramesDo) {
  open({.sampling = {.temperature = 0}, .max_input = 300});
  wait_until_ready();
  const auto frames = std::vector{frame(1), frame(2)};
  CommentRequest remembering = request(frames);
  remembering.remembered = std::string(2000, 'x');
  const Reply answer = ask(remembering);
  ASSERT_EQ(answer.error(), "");
  EXPECT_EQ(answer.text, ask(request(frames)).text);
}

TEST_F(LlamaEngineTest, OtherWordsComeWithMoreTemperature) {
  open();
  wait_until_ready();
  CommentRequest warm = request({frame(1)}, 60);
  const std::string plain = ask(warm).text;
  warm.warmth = 2;
  EXPECT_NE(ask(warm).text, plain);
  warm.warmth = 0;
  EXPECT_EQ(ask(warm).text, plain);
}

TEST_F(LlamaEngineTest, AQuestionIsAnsweredAndChangesNothing) {
  open();
  wait_until_ready();
  const auto frames = std::vector{frame(1), frame(2)};
  std::optional<std::expected<std::string, Error>> answer;
  const auto on_answer = [&](std::expected<std::string, Error> a) { answer = std::move(a); };
  const auto wait = [&] {
    while (!answer && loop.wait_posted(kModelLimit)) {
    }
    return std::exchange(answer, std::nullopt).value();
  };
  ASSERT_TRUE(session->takes_questions());
  const Question question{.profile = "Be brief.", .context = {}, .text = "Sum up.", .max_pieces = 20};
  session->ask(question, on_answer);
  EXPECT_FALSE(wait().has_value()) << "before there was a line";
  const std::string plain = ask(request(frames)).text;
  session->ask(question, on_answer);
  const auto first = wait();
  ASSERT_TRUE(first.has_value()) << first.error().message();
  EXPECT_EQ(ask(request(frames)).text, plain);
  session->ask(question, on_answer);
  EXPECT_EQ(wait().value(), *first) << "it is asked behind the same frames";
}

TEST_F(LlamaEngineTest, ACommentEndsAQuestion) {
  open(kEndless);
  wait_until_ready();
  const auto frames = std::vector{frame(1), frame(2)};
  const std::string plain = ask(request(frames)).text;
  for (int i = 0; i < 20; ++i) {
    session->ask({.profile = {}, .context = {}, .text = "Sum up.", .max_pieces = 900},
                 [](const std::expected<std::string, Error>&) { ADD_FAILURE() << "nobody waits for it"; });
    if (i % 2) session->drop_question();
    EXPECT_EQ(ask(request(frames)).text, plain);
  }
}

TEST_F(LlamaEngineTest, OldestFramesGoWhereThePromptIsTooLong) {
  open({.sampling = {.temperature = 0}, .max_input = 300});
  wait_until_ready();
  const auto all = std::vector{frame(1), frame(2), frame(3), frame(4), frame(5)};
  const Reply answer = ask(request(all));
  ASSERT_EQ(answer.error(), "");
  const Reply few = ask(request({all[3], all[4]}));
  EXPECT_EQ(answer.text.empty(), few.text.empty());
  CommentRequest long_one = request({all[4]});
  long_one.instruction = std::string(2000, 'x');
  EXPECT_THAT(ask(long_one).error(), messages::kPromptDoesNotFit);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kCancels = 40;
#else
constexpr int kCancels = 200;
#endif

TEST_F(LlamaEngineTest, CancelledNothingComesAndTheNextIsRight) {
  open(kEndless);
  wait_until_ready();
  const auto frames = std::vector{frame(1), frame(2)};
  const std::string plain = ask(request(frames)).text;
  for (int i = 0; i < kCancels; ++i) {
    // Cancelled at once, or after so many pieces.
    begin(request({frame(10 + i % 3), frame(11 + i % 3)}, 500));
    wait_for_pieces(i % 8 == 0 ? 1 + i / 8 % 4 : 0);
    session->cancel();
    const int heard = pieces;
    loop.run_posted();
    EXPECT_EQ(pieces, heard);
    EXPECT_FALSE(ended);
    if (i % 20 == 19) session->reset();
  }
  EXPECT_EQ(ask(request(frames)).text, plain);
}

class LlamaCaches : public LlamaEngineTest, public testing::WithParamInterface<std::string> {};
INSTANTIATE_TEST_SUITE_P(Kinds, LlamaCaches, testing::ValuesIn(kTinyCaches),
                         [](const auto& kind) { return std::to_string(kind.index); });

// NP_CYCLES=10000 for the long run.
TEST_P(LlamaCaches, RandomCancelsLeakNothing) {
  const char* wanted = std::getenv("NP_CYCLES");
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  const int cycles = wanted ? std::atoi(wanted) : 20;  // leaks are found by the sanitizer itself
#else
  const int cycles = wanted ? std::atoi(wanted) : 40;
#endif
  const auto resident_mb = [] {
    std::ifstream in("/proc/self/statm");
    long pages = 0, resident = 0;
    in >> pages >> resident;
    return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / (1 << 20);
  };
  open(kEndless, {}, tiny_model(GetParam()));
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
      begin(request(window, 100));
      wait_for_pieces(random() % 4 == 0 ? 1 : 0);
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

TEST_F(LlamaEngineTest, GoesInTheMiddleOfALine) {
  thread_abandoned() = false;
  open(kEndless);
  wait_until_ready();
  begin(request({frame(1)}, 500));
  wait_for_pieces(1);
  const int heard = pieces;
  session.reset();
  engine.reset();
  loop.run_posted();
  EXPECT_EQ(pieces, heard);
  EXPECT_FALSE(ended);
  EXPECT_FALSE(thread_abandoned()) << "the model's thread has ended by itself";
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
  ASSERT_TRUE(becomes_true([&] { return !wanted->status().starting; }));
  std::filesystem::remove(text);
  EXPECT_FALSE(wanted->status().ready);
  EXPECT_THAT(wanted->status().detail, AllOf(says(messages::kNoGguf), testing::Not(HasSubstr("/"))));
}

TEST_F(LlamaEngineTest, AChannelWithoutMemorySaysSoAndTheOthersGoOn) {
  std::atomic<std::uint64_t> free = std::numeric_limits<std::uint64_t>::max();
  open({.sampling = {.temperature = 0}}, {.free_memory = [&] { return free.load(); }});
  wait_until_ready();
  const auto frames = std::vector{frame(1), frame(2)};
  const std::string plain = ask(request(frames)).text;
  const auto second = engine->open_session(loop);
  free = 1 << 20;
  for (int i = 0; i < 6; ++i) {
    second->expect({.start = Clock::now(), .frames = 2, .stride = 1});
    second->observe(frame(10 + i));
    EXPECT_THAT(ask(*second, request({frame(10 + i)})).error(), says(messages::kContextNeedsMemory, _, 0.0));
  }
  EXPECT_TRUE(engine->status().ready) << engine->status().detail;
  EXPECT_EQ(ask(request(frames)).text, plain);
  free = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(ask(*second, request(frames)).text, plain) << "it is tried again";
}

// The tiny model, that computes no numbers once it has read a `~`.
class BadTilde {
 public:
  BadTilde() {
    std::filesystem::copy_file(tiny_model().model, path_, std::filesystem::copy_options::overwrite_existing);
    const std::unique_ptr<gguf_context, decltype(&gguf_free)> gguf(
        gguf_init_from_file(path_.c_str(), {.no_alloc = true, .ctx = nullptr}), gguf_free);
    const auto tokens = gguf_find_key(gguf.get(), "tokenizer.ggml.tokens");
    std::size_t tilde = 0;
    while (std::string_view(gguf_get_arr_str(gguf.get(), tokens, tilde)) != "~") ++tilde;
    const auto embeddings = gguf_find_tensor(gguf.get(), "token_embd.weight");
    const std::vector<float> row(synthetic_shape("tiny")->width, std::numeric_limits<float>::quiet_NaN());
    const std::size_t bytes = row.size() * sizeof(float);
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(gguf_get_data_offset(gguf.get()) +
                                           gguf_get_tensor_offset(gguf.get(), embeddings) + tilde * bytes));
    file.write(reinterpret_cast<const char*>(row.data()), static_cast<std::streamsize>(bytes));
  }
  ~BadTilde() { std::filesystem::remove(path_); }
  std::string path() const { return path_; }

 private:
  const std::filesystem::path path_ = tiny_model().model.parent_path() / "bad-tilde.gguf";
};

TEST_F(LlamaEngineTest, OnlyADeviceThatDoesNothingWellIsLostAndThenForAll) {
  const BadTilde model;
  open({.sampling = {.temperature = 0}}, {}, {.model = model.path(), .projector = tiny_model().projector});
  wait_until_ready();
  const auto second = engine->open_session(loop);
  CommentRequest bad = request({frame(1)});
  bad.instruction = "~";
  const CommentRequest good = request({frame(2)}, 1);  // one token, which is not read again: it might be that one
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 3; ++i) EXPECT_THAT(ask(*second, bad).error(), messages::kComputesNoNumbers);
    EXPECT_EQ(ask(good).error(), "") << "the other channel goes on";
  }
  for (int i = 0; i < 4; ++i) EXPECT_THAT(ask(*second, bad).error(), messages::kComputesNoNumbers);
  ASSERT_TRUE(becomes_true([this] { return !engine->status().ready; }));
  EXPECT_EQ(engine->status().detail, messages::kDeviceHasFailed);
  EXPECT_EQ(ask(good).error(), messages::kDeviceHasFailed);
}

TEST_F(LlamaEngineTest, TellsThePaceOfThoseThatHaveOne) {
  open();
  wait_until_ready();
  ask(request({frame(1)}));
  const auto idle = engine->open_session(loop);
  EXPECT_THAT(engine->status().detail, says(messages::kFramePace));
}

TEST_F(LlamaEngineTest, TellsHowLongALineIsLikelyToTakeAsSoonAsAFrameWasEncoded) {
  open(kEndless);
  wait_until_ready();
  EXPECT_EQ(session->likely_latency(), std::nullopt);
  session->expect({.start = Clock::now(), .frames = 2, .stride = 1});
  for (const std::uint64_t id : {1, 2}) session->observe(test_frame(id, 448, 448, Clock::now() + 1h * id));
  ASSERT_TRUE(becomes_true([this] { return session->likely_latency().has_value(); }));
  const auto guessed = session->likely_latency();
  ask(request({frame(3)}));
  EXPECT_NE(session->likely_latency(), guessed) << "it has been measured";
  EXPECT_EQ(engine->open_session(loop)->likely_latency(), session->likely_latency()) << "it knows of the other's";
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
        loop.post(alive.guard([this, piece, done] {
          piece(word);
          done(Answer{.engine = word});
        }));
      }
      Lifetime alive;
      void cancel() override {}
      void reset() override { word += " anew"; }
      std::optional<Duration> likely_latency() const override { return std::chrono::seconds(word.size()); }
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
    LlamaModel model({.files = tiny_model(), .device = "cpu", .context = 2'000'000'000},
                     [&](double) { return begun = true; });
    FAIL() << "it was loaded";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kUnavailable);
    EXPECT_THAT(e.message(), says(messages::kModelNeedsMemory));
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
        {.frames = {test_frame(1)}}, [&](std::string piece) { text += piece; }, [](std::expected<Answer, Error>) {});
    loop.run_posted();
    return text;
  };
  EXPECT_EQ(line(), "watcher");
  EXPECT_EQ(session->likely_latency(), 7s);
  EXPECT_EQ(engine.status().kind, "watcher");
  EXPECT_THAT(engine.status().detail, says(messages::kMeanwhileTheEyes, "model."));
  EXPECT_TRUE(engine.status().ready);
  ready = true;
  EXPECT_EQ(session->likely_latency(), 5s) << "before it is asked, too";
  EXPECT_EQ(line(), "model");
  EXPECT_EQ(engine.status().kind, "model");
  EXPECT_EQ(engine.heeded("x"), std::vector<std::string>{"model"});
  EXPECT_EQ(engine.frame_limit().max_width, 500);
  ready = false;
  EXPECT_EQ(line(), "watcher") << "it goes on where it was";
  ready = true;
  EXPECT_EQ(line(), "model");
  loop.advance(61s);
  ready = false;
  EXPECT_EQ(line(), "watcher anew") << "what it knew is old";
}

TEST(StandInEngine, GoesOverToAnotherEngineInTheMiddleOfALine) {
  ManualLoop loop;
  bool always = true;
  StandInEngine engine(std::make_unique<WordEngine>("before", always), std::make_unique<WordEngine>("watcher", always));
  const auto session = engine.open_session(loop);
  std::vector<std::string> said;
  const auto ask = [&] {
    session->comment(
        {.frames = {test_frame(1)}}, [&](std::string piece) { said.push_back(std::move(piece)); },
        [&](std::expected<Answer, Error> end) { said.push_back(end ? "end" : end.error().message()); });
  };
  ask();
  EXPECT_NE(engine.replace(nullptr), nullptr);
  EXPECT_TRUE(said.empty()) << "later, on the loop";
  loop.run_posted();
  EXPECT_THAT(said, testing::ElementsAre(messages::kOthersTakeOver));
  EXPECT_EQ(engine.status().kind, "watcher");
  EXPECT_EQ(engine.status().awaited, "");
  said.clear();
  ask();
  EXPECT_EQ(engine.replace(std::make_unique<WordEngine>("after", always)), nullptr);
  loop.run_posted();
  EXPECT_THAT(said, testing::ElementsAre("watcher", "end")) << "a line of the stand-in goes on";
  said.clear();
  ask();
  engine.replace(std::make_unique<WordEngine>("last", always));
  ask();
  loop.run_posted();
  EXPECT_THAT(said, testing::ElementsAre("last", "end")) << "what is asked anew is not ended";
  session->observe(test_frame(2));
}

}  // namespace
}  // namespace np
