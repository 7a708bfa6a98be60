#include "engine/watcher/watcher_engine.hpp"

#include <gmock/gmock.h>

#include "base/manual_loop.hpp"
#include "unit/engine/watcher_play.hpp"

namespace np {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

class WatcherEngineTest : public testing::Test {
 protected:
  WatcherEngineTest() : session(engine.open_session(loop)) {
    play.put(Kind::kPerson, 0.3, Colour::kRed);
    play.put(Kind::kDog, 0.7);
  }

  // So many pictures, which are perceived as they come.
  void see(int pictures, EngineSession& by) {
    for (int i = 0; i < pictures; ++i) by.perceive(play.next());
  }
  void see(int pictures) { see(pictures, *session); }
  CommentRequest request(std::string instruction = "", bool is_new = false) {
    auto frame = std::make_shared<VideoFrame>();
    frame->id = play.facts().frame_id;
    CommentRequest r;
    r.frames = {frame};
    r.instruction = std::move(instruction);
    r.instruction_is_new = is_new;
    return r;
  }
  void ask(CommentRequest r, EngineSession& by) {
    pieces.clear();
    done = 0;
    by.comment(
        std::move(r), [&](std::string piece) { pieces.push_back(std::move(piece)); },
        [&](std::expected<Answer, Error> outcome) {
          EXPECT_EQ(outcome.value().engine, "watcher");
          EXPECT_EQ(outcome->nothing, pieces.empty());
          ++done;
        });
  }
  void ask(CommentRequest r) { ask(std::move(r), *session); }
  std::string heard() {
    loop.run_posted();
    std::string line;
    for (const std::string& piece : pieces) line += piece;
    return line;
  }

  ManualLoop loop;
  WatcherEngine engine;
  watcher::Play play;
  std::vector<std::string> pieces;
  int done = 0;
  std::unique_ptr<EngineSession> session;
};

TEST_F(WatcherEngineTest, SaysWhatItIs) {
  const EngineStatus status = engine.status();
  EXPECT_EQ(status.kind, "watcher");
  EXPECT_TRUE(status.ready);
  EXPECT_FALSE(status.model_loaded) << "nobody may take it for the model";
  EXPECT_THAT(status.detail, HasSubstr("No model"));
  EXPECT_THAT(status.heeds, testing::IsSupersetOf({"people", "animals", "vehicles", "light", "cuts", "counts"}));
  EXPECT_THAT(engine.heeded("only the light"), ElementsAre("light"));
  EXPECT_THAT(engine.heeded("who is there, and does the light change?"), ElementsAre("people", "light"));
  EXPECT_THAT(engine.heeded("Tell me what happens."), IsEmpty());
  EXPECT_GE(engine.frame_limit().max_width, 384);
}

TEST_F(WatcherEngineTest, WritesALineInPiecesAndEndsOnce) {
  see(20);
  ask(request("", true));
  EXPECT_EQ(done, 0) << "never inside the call";
  EXPECT_THAT(heard(), EndsWith("."));
  EXPECT_GT(pieces.size(), 2u);
  EXPECT_EQ(done, 1);
  ask(request());
  EXPECT_EQ(heard(), "");
  EXPECT_EQ(done, 1);
}

TEST_F(WatcherEngineTest, WaitsForTheFactsOfTheNewestFrame) {
  see(20);
  CommentRequest r = request("", true);
  const FactsPtr last = play.next();
  auto frame = std::make_shared<VideoFrame>();
  frame->id = last->frame_id;
  r.frames = {frame};
  ask(std::move(r));
  EXPECT_EQ(heard(), "");
  EXPECT_EQ(done, 0);
  session->perceive(last);
  EXPECT_EQ(done, 0) << "posted, not called";
  EXPECT_THAT(heard(), EndsWith("."));
  EXPECT_EQ(done, 1);
  loop.advance(std::chrono::seconds(2));
  EXPECT_EQ(done, 1);
}

TEST_F(WatcherEngineTest, AnswersFromWhatIsKnownWhereNoFactsCome) {
  see(20);
  CommentRequest r = request("", true);
  auto frame = std::make_shared<VideoFrame>();
  frame->id = 1000;
  r.frames = {frame};
  ask(std::move(r));
  loop.advance(std::chrono::milliseconds(900));
  EXPECT_EQ(done, 0);
  loop.advance(std::chrono::milliseconds(200));
  EXPECT_EQ(done, 1);
  EXPECT_THAT(heard(), EndsWith("."));
}

TEST_F(WatcherEngineTest, WithoutAnyFactsThereIsNothingToSay) {
  ask(request("", true));
  loop.advance(std::chrono::seconds(2));
  EXPECT_EQ(done, 1);
  EXPECT_EQ(heard(), "");
}

TEST_F(WatcherEngineTest, KeepsToTheNumberOfPieces) {
  see(20);
  CommentRequest r = request("", true);
  r.max_pieces = 2;
  ask(std::move(r));
  heard();
  EXPECT_LE(pieces.size(), 2u);
  EXPECT_GE(pieces.size(), 1u);
}

TEST_F(WatcherEngineTest, ACancelledCommentIsNeverHeardOf) {
  see(20);
  session->comment(request("", true), [](std::string) { FAIL(); }, [](std::expected<Answer, Error>) { FAIL(); });
  session->cancel();
  loop.advance(std::chrono::seconds(2));
  CommentRequest late = request("", true);
  auto frame = std::make_shared<VideoFrame>();
  frame->id = 1000;
  late.frames = {frame};
  session->comment(late, [](std::string) { FAIL(); }, [](std::expected<Answer, Error>) { FAIL(); });
  session->cancel();
  see(1);
  loop.advance(std::chrono::seconds(2));
}

TEST_F(WatcherEngineTest, AnotherCommentCancelsTheOneBefore) {
  see(20);
  session->comment(request("", true), [](std::string) { FAIL(); }, [](std::expected<Answer, Error>) { FAIL(); });
  ask(request("", true));
  heard();
  EXPECT_EQ(done, 1);
}

TEST_F(WatcherEngineTest, CancellingInAPieceEndsIt) {
  see(20);
  int heard_pieces = 0;
  session->comment(
      request("", true),
      [&](std::string) {
        ++heard_pieces;
        session->cancel();
      },
      [](std::expected<Answer, Error>) { FAIL(); });
  loop.advance(std::chrono::seconds(2));
  EXPECT_EQ(heard_pieces, 1);
}

TEST_F(WatcherEngineTest, NothingComesAfterItsEnd) {
  see(20);
  session->comment(request("", true), [](std::string) { FAIL(); }, [](std::expected<Answer, Error>) { FAIL(); });
  session.reset();
  loop.advance(std::chrono::seconds(2));
}

TEST_F(WatcherEngineTest, ResetForgetsTheScene) {
  see(20);
  ask(request("", true));
  EXPECT_THAT(heard(), HasSubstr("dog"));
  session->reset();
  watcher::Play other;
  other.put(Kind::kCat, 0.5);
  for (int i = 0; i < 12; ++i) session->perceive(other.next());
  play = other;
  ask(request());
  EXPECT_THAT(heard(), HasSubstr("cat")) << "another source begins with an opening line, without being asked anew";
}

TEST_F(WatcherEngineTest, SessionsAreApart) {
  const auto other = engine.open_session(loop);
  see(20);
  ask(request("", true), *other);
  loop.advance(std::chrono::seconds(2));
  EXPECT_EQ(heard(), "");
  ask(request("", true));
  EXPECT_THAT(heard(), HasSubstr("dog"));
}

}  // namespace
}  // namespace np
