// Lines that are written while the last one is still heard.
#include "commentary/commentator.hpp"
#include "show_fixture.hpp"

namespace np {
namespace {

class CommentatorAheadTest : public ShowTest {
 protected:
  // The first line took 600 ms and is heard for three seconds from now on.
  void begin(CommentatorSettings settings = {.think_ahead = true}) {
    make(settings);
    frame();
    commentator->set_instruction("x");
    ASSERT_TRUE(engine.running());
    watch(600ms);
    engine.answer("A dog runs across the yard.");
    speak(3s);
    drain<LineEnded>();
    told();
  }
  // Everything about lines since the last look: pieces that were told, and how lines ended.
  struct Seen {
    std::vector<std::string> told;
    std::vector<LineEnded> ends;
  };
  Seen seen() {
    Seen all;
    while (const auto e = reader->next()) {
      if (const auto* grew = std::get_if<LineGrew>(&e->what)) all.told.push_back(grew->piece);
      if (const auto* end = std::get_if<LineEnded>(&e->what)) all.ends.push_back(*end);
    }
    return all;
  }
  void speak(Duration length) {
    while (!voice.waiting.empty()) voice.synthesize(length);
  }
  // Until the next line is asked for; how long that took.
  Duration until_asked() {
    const TimePoint from = loop.now();
    for (const std::size_t asked = engine.requests.size(); engine.requests.size() == asked;) {
      if (loop.now() - from > 20s) break;
      watch(200ms);
    }
    return loop.now() - from;
  }
};

TEST_F(CommentatorAheadTest, ALineIsBegunSoThatItIsThereWhenThePauseIsOver) {
  begin();
  EXPECT_NEAR(to_seconds(until_asked()), 3 + 0.2 - 0.6, 0.2);
  EXPECT_EQ(engine.requests.back().last_line, "A dog runs across the yard.");
  EXPECT_TRUE(audio.speaking());
  engine.answer("It has stopped by the gate.");
  const Seen before = seen();
  EXPECT_TRUE(before.told.empty()) << "the last one is still heard";
  EXPECT_TRUE(before.ends.empty());
  EXPECT_TRUE(voice.waiting.empty());
  watch(400ms);
  EXPECT_EQ(told(), std::vector<std::string>{});
  watch(400ms);
  const Seen now = seen();
  EXPECT_EQ(now.told, std::vector<std::string>{"It has stopped by the gate."});
  ASSERT_EQ(now.ends.size(), 1u);
  EXPECT_EQ(now.ends[0].outcome, Outcome::kSaid);
  EXPECT_EQ(now.ends[0].text, "It has stopped by the gate.");
  EXPECT_EQ(voice.said.back(), "It has stopped by the gate.");
  EXPECT_NEAR(to_seconds(commentator->delay()), 0.6, 0.15) << "what a line takes, not what it was held";
}

TEST_F(CommentatorAheadTest, ALineThatIsNotCompleteThenGoesOnAsItIsWritten) {
  begin();
  until_asked();
  engine.say("It has stopped by ");
  watch(800ms);
  EXPECT_EQ(told(), std::vector<std::string>{"It has stopped by "});
  engine.say("the gate.");
  EXPECT_EQ(told(), std::vector<std::string>{"the gate."});
  engine.done();
  EXPECT_EQ(last_end().text, "It has stopped by the gate.");
}

TEST_F(CommentatorAheadTest, AnotherSceneMakesItUntrue) {
  begin();
  until_asked();
  engine.answer("It has stopped by the gate.");
  watch(200ms, 200);
  const auto ends = drain<LineEnded>();
  ASSERT_EQ(ends.size(), 1u);
  EXPECT_EQ(ends[0].outcome, Outcome::kCancelled);
  EXPECT_EQ(ends[0].text, "") << "nobody was told of it";
  while (!engine.running()) watch(200ms, 200);
  watch(1s, 200);
  engine.answer("A kitchen.");
  EXPECT_EQ(told(), std::vector<std::string>{"A kitchen."});
  EXPECT_EQ(engine.requests.back().last_line, "A dog runs across the yard.");
}

TEST_F(CommentatorAheadTest, SomethingOfWeightMakesItUntrue) {
  begin({.event_cycles = true, .think_ahead = true});
  until_asked();
  engine.answer("The yard is empty.");
  auto facts = std::make_shared<Facts>();
  facts->at = loop.now();
  facts->events.push_back({.what = Occurrence::What::kCut, .at = loop.now()});
  commentator->on_facts(facts);
  EXPECT_EQ(last_end().outcome, Outcome::kCancelled);
  until_asked();
  watch(1s);
  engine.answer("A man comes in.");
  EXPECT_EQ(told(), std::vector<std::string>{"A man comes in."});
}

TEST_F(CommentatorAheadTest, AnotherInstructionDropsItAndTheSpeech) {
  begin();
  until_asked();
  engine.say("It has stopped by the gate.");
  commentator->set_instruction("y");
  EXPECT_EQ(last_end().text, "");
  ASSERT_TRUE(engine.running());
  loop.advance(50ms);
  EXPECT_FALSE(audio.speaking());
  engine.say("Another view of it.");
  EXPECT_EQ(told(), std::vector<std::string>{"Another view of it."}) << "at once";
}

TEST_F(CommentatorAheadTest, ASkipIsAskedAgainOnceMoreBeforeTheSpeechIsOver) {
  begin({.interval = 200ms, .think_ahead = true});
  until_asked();
  engine.done(true);
  EXPECT_EQ(last_end().outcome, Outcome::kNothing);
  EXPECT_EQ(until_asked(), 200ms);
  engine.answer("A cat comes in.");
  EXPECT_EQ(told(), std::vector<std::string>{}) << "the pause is not over";
  watch(400ms);
  EXPECT_EQ(told(), std::vector<std::string>{"A cat comes in."});
}

TEST_F(CommentatorAheadTest, AFailureIsToldAtOnceAndTriedAgain) {
  begin();
  until_asked();
  engine.say("It has sto");
  engine.fail("The model is away.");
  const LineEnded end = last_end();
  EXPECT_EQ(end.outcome, Outcome::kFailed);
  EXPECT_EQ(end.text, "");
  EXPECT_EQ(told(), std::vector<std::string>{});
  EXPECT_LT(until_asked(), 1s);
}

TEST_F(CommentatorAheadTest, APauseAndALostPictureDropIt) {
  begin();
  until_asked();
  engine.answer("It has stopped by the gate.");
  commentator->set_paused(true);
  EXPECT_EQ(last_end().outcome, Outcome::kCancelled);
  EXPECT_FALSE(commentator->in_cycle());
  commentator->set_paused(false);
  begin();
  until_asked();
  engine.say("It has gone in");
  commentator->picture_gone();
  EXPECT_EQ(last_end().outcome, Outcome::kCancelled);
  EXPECT_FALSE(engine.running());
  EXPECT_EQ(told(), std::vector<std::string>{});
}

TEST_F(CommentatorAheadTest, NotForWhoSpeaksOfFactsNorWhereItIsOff) {
  engine.of_facts = true;
  begin();
  EXPECT_GT(until_asked(), 3400ms);
  engine.of_facts = false;
  begin({.think_ahead = false});
  EXPECT_GT(until_asked(), 3400ms);
}

TEST_F(CommentatorAheadTest, NeverMoreThanThreeSecondsAhead) {
  make({.think_ahead = true});
  frame();
  commentator->set_instruction("x");
  watch(9s);
  engine.answer("A dog runs across the yard.");
  speak(12s);
  EXPECT_NEAR(to_seconds(until_asked()), 12 + 0.2 - 3, 0.3);
}

}  // namespace
}  // namespace np
