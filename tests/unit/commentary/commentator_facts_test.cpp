// What is perceived hastens cycles, spares them, and goes into the prompt.
#include <gmock/gmock.h>

#include "base/format.hpp"
#include "commentary/commentator.hpp"
#include "engine/messages.hpp"
#include "show_fixture.hpp"

namespace np {
namespace {

using What = Occurrence::What;
using ::testing::HasSubstr;
using ::testing::Not;

class CommentatorFactsTest : public ShowTest {
 protected:
  static Actor person(int id, float x = 0.4f) {
    return {.id = id, .kind = Kind::kPerson, .certainty = 0.9f, .sightings = 9, .box = {x, 0.3f, 0.1f, 0.4f}};
  }
  // What was perceived in the newest frame.
  void facts(std::vector<Actor> actors, std::vector<Occurrence> events = {},
             PictureState picture = PictureState::kNormal) {
    commentator->on_facts(std::make_shared<Facts>(Facts{.frame_id = frame_id,
                                                        .at = loop.now(),
                                                        .picture = picture,
                                                        .names_things = true,
                                                        .actors = std::move(actors),
                                                        .events = std::move(events)}));
  }
  Occurrence event(What what, const Actor& who, Side side = Side::kNone) const {
    return {.what = what, .at = loop.now(), .actor = who.id, .side = side, .place = who.box.center(), .who = who};
  }
  // A frame a moment later, and what was perceived in it.
  void later(Duration after, std::vector<Actor> actors, std::vector<Occurrence> events = {},
             PictureState picture = PictureState::kNormal) {
    loop.advance(after);
    frame();
    facts(std::move(actors), std::move(events), picture);
  }
  // A first cycle is over, about a frame in which this was seen.
  void begin(CommentatorSettings settings, std::vector<Actor> actors = {}, bool with_voice = false) {
    make(settings, with_voice);
    commentator->set_instruction("x");
    frame();
    facts(actors);
    engine.done(true);
    later(10s, actors);
    if (engine.running()) engine.done(true);
    asked = engine.requests.size();
  }
  std::size_t cycles() const { return engine.requests.size() - asked; }

  std::size_t asked = 0;
};

TEST_F(CommentatorFactsTest, SomebodyWhoComesStartsACycleBeforeTheIntervalIsOver) {
  begin({.interval = 4s});
  later(1100ms, {person(1)}, {event(What::kEnters, person(1), Side::kLeft)});
  EXPECT_EQ(cycles(), 1u);
}

TEST_F(CommentatorFactsTest, NotWhereThatIsOff) {
  begin({.event_cycles = false, .interval = 4s});
  later(1100ms, {person(1)}, {event(What::kEnters, person(1), Side::kLeft)});
  EXPECT_EQ(cycles(), 0u);
}

TEST_F(CommentatorFactsTest, SmallThingsWaitForTheInterval) {
  begin({.interval = 4s}, {person(1)});
  later(1100ms, {person(1)}, {event(What::kSitsDown, person(1)), event(What::kStops, person(1))});
  EXPECT_EQ(cycles(), 0u);
  const Actor branch{.id = 2, .box = {0.1f, 0.1f, 0.1f, 0.1f}};
  later(200ms, {person(1), branch}, {event(What::kEnters, branch, Side::kLeft)});
  EXPECT_EQ(cycles(), 0u);
}

TEST_F(CommentatorFactsTest, NeitherMoreOftenThanAQuarterOfTheInterval) {
  begin({.interval = 4s});
  later(1100ms, {person(1)}, {event(What::kEnters, person(1))});
  ASSERT_EQ(cycles(), 1u);
  engine.done(true);
  later(500ms, {person(1), person(2)}, {event(What::kEnters, person(2))});
  EXPECT_EQ(cycles(), 1u);
  later(400ms, {person(1), person(2)});
  EXPECT_EQ(cycles(), 1u);
  later(200ms, {person(1), person(2)});
  EXPECT_EQ(cycles(), 2u) << "it was not forgotten";
  engine.done(true);
  later(1100ms, {person(1), person(2)});
  EXPECT_EQ(cycles(), 2u) << "once";
}

TEST_F(CommentatorFactsTest, NorWhileOneRuns) {
  begin({.interval = 4s});
  later(4s, {});
  ASSERT_EQ(cycles(), 1u);
  later(1s, {person(1)}, {event(What::kEnters, person(1))});
  EXPECT_EQ(cycles(), 1u);
  engine.done(true);
  EXPECT_EQ(cycles(), 2u) << "but right after it";
}

TEST_F(CommentatorFactsTest, NorBeforeWhatWasSaidHasBeenHeard) {
  begin({.interval = 1s}, {}, true);
  later(1s, {});
  ASSERT_EQ(cycles(), 1u);
  engine.answer("A dog runs across the yard.");
  voice.synthesize(3s);
  later(1s, {person(1)}, {event(What::kEnters, person(1))});
  later(1s, {person(1)});
  EXPECT_EQ(cycles(), 1u);
  watch(2s);
  EXPECT_EQ(cycles(), 2u);
}

TEST_F(CommentatorFactsTest, OneMoreOrLessIsOfWeightToo) {
  begin({.interval = 4s}, {person(1), person(2)});
  later(1100ms, {person(1)});
  EXPECT_EQ(cycles(), 1u);
}

TEST_F(CommentatorFactsTest, ACutAndTheLightAre) {
  begin({.interval = 4s}, {person(1)});
  later(1100ms, {person(1)}, {{.what = What::kCut, .at = loop.now()}});
  EXPECT_EQ(cycles(), 1u);
  engine.done(true);
  later(1100ms, {person(1)}, {{.what = What::kDark, .at = loop.now()}});
  EXPECT_EQ(cycles(), 2u);
}

TEST_F(CommentatorFactsTest, WhatHappensPassesTheChangeGate) {
  begin({.change_threshold = 50, .interval = 4s});
  later(1100ms, {person(1)}, {event(What::kEnters, person(1))});
  EXPECT_EQ(cycles(), 1u);
  engine.done(true);
  watch(10s);
  EXPECT_EQ(cycles(), 1u);
}

TEST_F(CommentatorFactsTest, OfWhatIsKnownLateTheNextFrameIsShown) {
  begin({.interval = 4s});
  later(4s, {});
  engine.done(true);
  ASSERT_EQ(cycles(), 1u);
  loop.advance(1100ms);
  facts({person(1)}, {event(What::kEnters, person(1))});
  EXPECT_EQ(cycles(), 1u) << "a model has seen that frame";
  frame();
  EXPECT_EQ(cycles(), 2u);
}

TEST_F(CommentatorFactsTest, WhoSpeaksOfFactsHearsOfThemAtOnce) {
  engine.of_facts = true;
  begin({.interval = 4s});
  later(4s, {});
  engine.done(true);
  ASSERT_EQ(cycles(), 1u);
  loop.advance(1100ms);
  facts({person(1)}, {event(What::kEnters, person(1))});
  EXPECT_EQ(cycles(), 2u);
}

TEST_F(CommentatorFactsTest, ABlackPictureIsWorthOneCycle) {
  begin({.interval = 1s}, {person(1)});
  later(500ms, {}, {}, PictureState::kBlack);
  EXPECT_EQ(cycles(), 1u);
  engine.done(true);
  for (int i = 0; i < 20; ++i) later(500ms, {}, {}, PictureState::kBlack);
  EXPECT_EQ(cycles(), 1u);
  commentator->set_instruction("What is wrong?");
  EXPECT_EQ(cycles(), 2u) << "whoever asks is answered";
  engine.done(true);
  later(2s, {}, {}, PictureState::kBlack);
  EXPECT_EQ(cycles(), 2u);
  later(500ms, {});
  EXPECT_EQ(cycles(), 3u) << "it is there again";
}

TEST_F(CommentatorFactsTest, TheOneThatSpeaksOfFactsMayGoOn) {
  engine.of_facts = true;
  begin({.interval = 1s});
  for (int i = 0; i < 4; ++i) {
    later(1s, {}, {}, PictureState::kFrozen);
    ASSERT_TRUE(engine.running());
    engine.done(true);
  }
}

TEST_F(CommentatorFactsTest, OldFactsSpareNothing) {
  begin({.interval = 1s});
  later(500ms, {}, {}, PictureState::kBlack);
  engine.done(true);
  watch(2s);
  EXPECT_EQ(cycles(), 1u);
  watch(2s);
  EXPECT_EQ(cycles(), 2u) << "nobody perceives any more";
}

TEST_F(CommentatorFactsTest, TheGateMayAskForFacts) {
  begin({.gate_by_facts = true, .interval = 1s}, {person(1)});
  for (int i = 0; i < 5; ++i) later(1s, {person(1, 0.4f + 0.01f * static_cast<float>(i % 2))});
  EXPECT_EQ(cycles(), 0u) << "nobody has moved";
  later(1s, {person(1, 0.55f)});
  later(200ms, {person(1, 0.55f)});
  EXPECT_EQ(cycles(), 1u) << "by more than a detector's unrest";
  engine.done(true);
  later(1s, {person(1, 0.55f)}, {event(What::kSitsDown, person(1))});
  later(200ms, {person(1, 0.55f)});
  EXPECT_EQ(cycles(), 2u);
  engine.done(true);
  later(2s, {person(1, 0.55f)});
  EXPECT_EQ(cycles(), 2u);
  commentator->set_instruction("y");
  EXPECT_EQ(cycles(), 3u);
}

TEST_F(CommentatorFactsTest, WithoutFactsTheGateAsksForPixels) {
  make({.change_threshold = 5, .gate_by_facts = true, .interval = 1s}, false);
  commentator->set_instruction("x");
  frame(100);
  engine.done(true);
  watch(3s, 102);
  EXPECT_EQ(engine.requests.size(), 1u);
  watch(1s, 120);
  EXPECT_EQ(engine.requests.size(), 2u);
}

TEST_F(CommentatorFactsTest, ModelsAreToldOnlyWhereThatIsWanted) {
  begin({.interval = 1s}, {person(1)});
  later(1s, {person(1)}, {event(What::kEnters, person(1), Side::kLeft)});
  EXPECT_EQ(engine.requests.back().facts, "");

  begin({.facts_in_prompt = true, .interval = 1s}, {person(1)});
  later(1s, {person(1)}, {event(What::kEnters, person(1), Side::kLeft)});
  engine.done(true);
  later(1s, {person(1)});
  ASSERT_TRUE(engine.running());
  EXPECT_EQ(engine.requests.back().facts, "In view: a person in the middle. Just now: a person came in from the left.");
  EXPECT_THAT(prompt(engine.requests.size() - 1),
              HasSubstr("\n\n" + np::format(messages::kDetectorsNotes, "In view: ")));
  engine.done(true);
  later(1s, {person(1)});
  EXPECT_THAT(engine.requests.back().facts, Not(HasSubstr("Just now"))) << "once";
}

TEST_F(CommentatorFactsTest, AnotherSourceForgetsThem) {
  begin({.facts_in_prompt = true, .interval = 1s}, {person(1)});
  facts({person(1)}, {event(What::kEnters, person(1))});
  commentator->reset();
  frame();
  ASSERT_TRUE(engine.running());
  EXPECT_EQ(engine.requests.back().facts, "");
}

TEST_F(CommentatorFactsTest, WantsFactsOnlyWhereTheyAreOfUse) {
  make({.event_cycles = false});
  commentator->set_instruction("x");
  EXPECT_FALSE(commentator->wants_facts());
  engine.of_facts = true;
  EXPECT_TRUE(commentator->wants_facts());
  engine.of_facts = false;
  commentator->set_pacing({.event_cycles = false, .facts_in_prompt = true});
  EXPECT_TRUE(commentator->wants_facts());
  commentator->set_instruction("");
  EXPECT_FALSE(commentator->wants_facts());
}

}  // namespace
}  // namespace np
