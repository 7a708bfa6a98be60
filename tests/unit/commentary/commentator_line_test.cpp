// What of an engine's text is a line, and who hears of it.
#include "base/format.hpp"
#include "commentary/commentator.hpp"
#include "engine/messages.hpp"
#include "messages.hpp"
#include "show_fixture.hpp"

namespace np {
namespace {

using test::says;
using testing::HasSubstr;
using testing::Not;

class CommentatorLineTest : public ShowTest {
 protected:
  EventLog::Reader* listener_ = nullptr;
};

TEST_F(CommentatorLineTest, CarriesTheLastLineOver) {
  make({}, false);
  frame();
  commentator->set_instruction("x");
  engine.answer("A dog runs. ");
  watch(600ms);
  EXPECT_THAT(prompt(1), HasSubstr(np::format(messages::kDoNotRepeat, "A dog runs.") + "\n"));
}

TEST_F(CommentatorLineTest, KnowsItsFrameAndItsPlaceInAFile) {
  make({}, false);
  window.set_capacity(1);
  const auto show = [&](Duration place) {
    auto f = std::make_shared<VideoFrame>(
        VideoFrame{.id = ++frame_id, .captured_at = loop.now(), .width = 64, .height = 64, .media_time = place});
    f->rgb.assign(64 * 64 * 3, 100);
    window.push(std::move(f));
    commentator->on_frame();
  };
  std::vector<FramePtr> frames;  // of lines, as they were told
  const auto listener = events.read(std::nullopt, [&] {
    while (const auto event = listener_->next())
      if (const auto* end = std::get_if<LineEnded>(&event->what)) frames.push_back(end->frame.lock());
  });
  listener_ = listener.get();
  show(42s);
  commentator->set_instruction("x");
  show(43s);  // while the engine writes; the one before has left the window
  engine.answer("A dog runs.");
  LineEnded end = last_end();
  EXPECT_EQ(end.media_time, 42s);
  EXPECT_EQ(end.media_end, 43s);
  ASSERT_EQ(frames.size(), 1u);
  ASSERT_TRUE(frames[0]);
  EXPECT_EQ(frames[0]->media_time, 42s);
  loop.advance(600ms);
  ASSERT_TRUE(engine.running());
  show(1s);  // another lap
  engine.answer("A cat sleeps.");
  end = last_end();
  EXPECT_EQ(end.media_time, 43s);
  EXPECT_EQ(end.media_end, std::nullopt);
}

TEST_F(CommentatorLineTest, ASkipIsReportedButNeitherToldNorCarriedOverNorSpokenNorCountedForTheDelay) {
  make({.delay_init = 5s});
  frame();
  commentator->set_instruction("x");
  engine.say(".");
  engine.say("..");
  engine.done();
  const auto ends = drain<LineEnded>();
  ASSERT_EQ(ends.size(), 1u);
  EXPECT_EQ(ends[0].outcome, Outcome::kNothing);
  EXPECT_EQ(ends[0].text, "");
  EXPECT_EQ(commentator->delay(), 5s);
  EXPECT_TRUE(voice.said.empty());
  watch(600ms);
  ASSERT_EQ(engine.requests.size(), 2u) << "no sound, no wait";
  EXPECT_THAT(prompt(1), Not(says(messages::kDoNotRepeat)));
}

TEST_F(CommentatorLineTest, NothingOfASkipIsToldHoweverItIsWritten) {
  make();
  frame();
  commentator->set_instruction("x");
  for (const char* skip : {"...", " ...\n", "…", ".....", ""}) {
    const auto before = engine.requests.size();
    engine.answer(skip);
    watch(600ms);
    ASSERT_EQ(engine.requests.size(), before + 1) << skip;
  }
  EXPECT_TRUE(told().empty());
  EXPECT_TRUE(voice.said.empty());
}

TEST_F(CommentatorLineTest, AnEngineMayHaveNothingToSayWithoutAWord) {
  make();
  frame();
  commentator->set_instruction("x");
  engine.done(true);
  EXPECT_EQ(last_end().outcome, Outcome::kNothing);
}

TEST_F(CommentatorLineTest, ASkipThatWritesOnIsCutShort) {
  make();
  frame();
  commentator->set_instruction("x");
  engine.say("...\n");
  EXPECT_EQ(engine.cancelled, 1);
  EXPECT_EQ(last_end().outcome, Outcome::kNothing);
  watch(600ms);
  EXPECT_EQ(engine.requests.size(), 2u);
}

TEST_F(CommentatorLineTest, ALineIsToldOnceItIsClearThatItIsNoSkip) {
  make();
  frame();
  commentator->set_instruction("x");
  engine.say("... and ");
  engine.say("he ");
  engine.say("is back.");
  engine.done();
  EXPECT_EQ(told(), (std::vector<std::string>{"... and ", "he ", "is back."}));
}

TEST_F(CommentatorLineTest, PiecesAndTheEndTellTheSameText) {
  make({}, false);
  frame();
  commentator->set_instruction("x");
  for (const char* piece : {"\n A", " dog", " runs in.", " "}) engine.say(piece);
  engine.done();
  std::string text;
  LineEnded end;
  while (const auto event = reader->next()) {
    if (const auto* grew = std::get_if<LineGrew>(&event->what)) {
      EXPECT_EQ(grew->at, text.size());
      text += grew->piece;
    }
    if (const auto* ended = std::get_if<LineEnded>(&event->what)) end = *ended;
  }
  EXPECT_EQ(end.text, text);
  EXPECT_EQ(text, "A dog runs in. ");
}

TEST_F(CommentatorLineTest, ALineThatOnlyRepeatsTheLastOneIsNotTold) {
  engine.of_facts = true;
  make({}, false);
  frame();
  commentator->set_instruction("x");
  engine.answer("A dog runs.");
  for (int i = 0; i < 3; ++i) {
    watch(600ms);
    drain<LineEnded>();
    EXPECT_NE(prompt(engine.requests.size() - 1).find("A dog runs."), std::string::npos) << "it stays forbidden";
    engine.say("A dog");
    engine.say(" runs.");
    engine.done();
    const auto events = reader->peek();
    ASSERT_TRUE(events);
    EXPECT_EQ(last_end().outcome, Outcome::kNothing) << i;
  }
  watch(600ms);
  engine.say("A dog");
  engine.say(" runs. ");
  engine.say("It barks.");
  engine.done();
  EXPECT_EQ(last_end().text, "A dog runs. It barks.");
}

TEST_F(CommentatorLineTest, AfterASkipTheSameMayBeSaidAgain) {
  engine.of_facts = true;
  make({}, false);
  frame();
  commentator->set_instruction("x");
  for (const char* line : {"A dog runs.", "...", "A dog runs."}) {
    engine.answer(line);
    watch(600ms);
  }
  int said = 0;
  for (const LineEnded& end : drain<LineEnded>()) said += end.outcome == Outcome::kSaid;
  EXPECT_EQ(said, 2);
}

TEST_F(CommentatorLineTest, AfterANewInstructionTheSameMayBeSaidAgain) {
  make({}, false);
  frame();
  commentator->set_instruction("x");
  engine.answer("A dog runs.");
  commentator->set_instruction("y");
  engine.answer("A dog runs.");
  EXPECT_EQ(last_end().outcome, Outcome::kSaid);
}

TEST_F(CommentatorLineTest, ASkipForgetsTheLineBefore) {
  make({}, false);
  frame();
  commentator->set_instruction("x");
  engine.answer("A dog runs.");
  watch(600ms);
  engine.answer("...");
  watch(600ms);
  EXPECT_EQ(engine.requests.at(2).last_line, "");
}

TEST_F(CommentatorLineTest, SpeaksSentencesWhileTheRestIsStillBeingWritten) {
  make();
  frame();
  commentator->set_instruction("x");
  engine.say("A dog ");
  engine.say("runs in. It ");
  EXPECT_EQ(voice.said, std::vector<std::string>{"A dog runs in."});
  engine.say("barks");
  engine.done();
  EXPECT_EQ(voice.said, (std::vector<std::string>{"A dog runs in.", "It barks"}));
}

TEST_F(CommentatorLineTest, AShortLineIsSpokenAtItsEnd) {
  make();
  frame();
  commentator->set_instruction("x");
  engine.say("Goal!");
  EXPECT_TRUE(voice.said.empty());
  engine.done();
  EXPECT_EQ(voice.said, std::vector<std::string>{"Goal!"});
}

}  // namespace
}  // namespace np
