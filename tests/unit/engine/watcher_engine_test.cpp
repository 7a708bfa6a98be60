#include "engine/watcher/watcher_engine.hpp"

#include <gmock/gmock.h>

#include <latch>
#include <thread>

#include "base/manual_loop.hpp"
#include "base/metrics.hpp"
#include "unit/perception/stage.hpp"

namespace np {
namespace {

using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kWorkerLimit = std::chrono::seconds(20);  // real time, for the worker

class WatcherEngineTest : public testing::Test {
 protected:
  WatcherEngineTest() : session(engine.open_session(loop)) {}

  void play(int frames) {
    for (int i = 0; i < frames; ++i) {
      newest = stage.next();
      session->observe(newest);
      settle(i);
    }
  }
  // The worker may be slower than this loop; a comment tells that it has caught up, so that no frame is dropped.
  void settle(int i) {
    if (i % 4 == 3) ask("only the cuts");
  }
  CommentRequest request(std::string instruction, bool is_new) {
    CommentRequest r;
    r.frames = {newest};
    r.instruction = std::move(instruction);
    r.instruction_is_new = is_new;
    return r;
  }
  std::string ask(std::string instruction = "", bool is_new = false, int max_pieces = 0) {
    if (!newest) newest = stage.next();
    CommentRequest r = request(std::move(instruction), is_new);
    r.max_pieces = max_pieces;
    pieces.clear();
    bool finished = false;
    session->comment(
        r, [&](std::string piece) { pieces.push_back(std::move(piece)); },
        [&](std::expected<Answer, Error> outcome) {
          EXPECT_EQ(outcome.value().engine, "watcher");
          EXPECT_EQ(outcome->nothing, pieces.empty());
          EXPECT_FALSE(finished) << "done comes once";
          finished = true;
        });
    while (!finished && loop.wait_posted(kWorkerLimit)) {
    }
    EXPECT_TRUE(finished);
    std::string line;
    for (const std::string& piece : pieces) line += piece;
    return line;
  }

  ManualLoop loop;
  WatcherEngine engine;
  perception::Stage stage;
  FramePtr newest;
  std::vector<std::string> pieces;
  std::unique_ptr<EngineSession> session;
};

TEST_F(WatcherEngineTest, SaysWhatItIs) {
  const EngineStatus status = engine.status();
  EXPECT_EQ(status.kind, "watcher");
  EXPECT_TRUE(status.ready);
  EXPECT_FALSE(status.model_loaded) << "nobody may take it for the model";
  EXPECT_THAT(status.detail, HasSubstr("No model"));
  EXPECT_THAT(status.heeds, ElementsAre("people", "motion", "light", "cuts"));
  EXPECT_THAT(engine.heeded("only the light"), ElementsAre("light"));
  EXPECT_THAT(engine.heeded("who is there, and does the light change?"), ElementsAre("people", "light"));
  EXPECT_THAT(engine.heeded("Tell me what happens."), IsEmpty());
  EXPECT_GE(engine.frame_limit().max_width, 384);
}

TEST_F(WatcherEngineTest, WritesALineInPiecesAndEndsOnce) {
  play(20);
  const std::string line = ask("", true);
  EXPECT_THAT(line, testing::EndsWith("."));
  EXPECT_GT(pieces.size(), 2u);
  ask();
  EXPECT_THAT(pieces, IsEmpty());
}

TEST_F(WatcherEngineTest, TellsWhatHappenedInTheFrames) {
  play(20);
  stage.light = 0.08;
  play(1);
  EXPECT_THAT(ask(), HasSubstr("dark"));
}

TEST_F(WatcherEngineTest, SeesTheFramesOfTheRequestItWasNotShown) {
  play(20);
  stage.set_yard(50);
  newest = stage.next();
  EXPECT_THAT(ask(), AnyOf(HasSubstr("cut"), HasSubstr("scene")));
  EXPECT_EQ(ask(), "") << "the same frame again is no news";
}

TEST_F(WatcherEngineTest, KeepsToTheNumberOfPieces) {
  play(20);
  ask("", true, 2);
  EXPECT_LE(pieces.size(), 2u);
  EXPECT_GE(pieces.size(), 1u);
}

TEST_F(WatcherEngineTest, ACancelledCommentIsNeverHeardOf) {
  play(8);
  session->comment(request("", true), [](std::string) { FAIL(); }, [](std::expected<Answer, Error>) { FAIL(); });
  session->cancel();
  EXPECT_THAT(ask("", true), testing::EndsWith("."));
  session->cancel();
  loop.run_posted();
}

TEST_F(WatcherEngineTest, CancellingInAPieceEndsIt) {
  play(8);
  int heard = 0;
  session->comment(
      request("", true),
      [&](std::string) {
        ++heard;
        session->cancel();
      },
      [](std::expected<Answer, Error>) { FAIL(); });
  while (heard == 0) ASSERT_TRUE(loop.wait_posted(kWorkerLimit));
  ask();
  EXPECT_EQ(heard, 1);
}

TEST_F(WatcherEngineTest, NothingComesAfterItsEnd) {
  play(8);
  session->comment(request("", true), [](std::string) { FAIL(); }, [](std::expected<Answer, Error>) { FAIL(); });
  session.reset();
  loop.run_posted();
}

TEST_F(WatcherEngineTest, ResetForgetsTheScene) {
  play(20);
  session->reset();
  stage.set_yard(60);
  newest = nullptr;
  play(8);
  EXPECT_EQ(ask(), "") << "another source is no cut";
}

TEST_F(WatcherEngineTest, AFloodOfFramesIsDroppedAndCounted) {
  auto& dropped =
      metrics::counter("np_engine_frames_dropped_total", "Frames that came faster than the engine could look at them");
  const double before = dropped.value();
  std::vector<FramePtr> frames;
  for (int i = 0; i < 60; ++i) frames.push_back(stage.next());
  for (const FramePtr& frame : frames) session->observe(frame);
  newest = frames.back();
  EXPECT_GT(dropped.value(), before);
  ask();
}

TEST_F(WatcherEngineTest, FramesComeFromAnyThread) {
  std::vector<FramePtr> frames;
  for (int i = 0; i < 40; ++i) frames.push_back(stage.next());
  newest = frames.back();
  std::latch begin(2);
  std::jthread source([&] {
    begin.arrive_and_wait();
    for (const FramePtr& frame : frames) session->observe(frame);
  });
  begin.arrive_and_wait();
  for (int i = 0; i < 10; ++i) ask("", i % 3 == 0);
}

TEST_F(WatcherEngineTest, SessionsAreApart) {
  const auto other = engine.open_session(loop);
  play(20);
  other->observe(newest);
  stage.light = 0.08;
  play(1);
  EXPECT_THAT(ask(), HasSubstr("dark"));
}

}  // namespace
}  // namespace np
