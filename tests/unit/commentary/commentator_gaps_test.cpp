// A commentator who does not talk over the programme.
#include <gmock/gmock.h>

#include <utility>
#include <vector>

#include "commentary/commentator.hpp"
#include "show_fixture.hpp"

namespace np {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Duration kBehind = 4s;

// Somebody speaks in it as a test says; it is heard up to now.
struct SpokenProgramme final : Gaps {
  explicit SpokenProgramme(Loop& its_loop) : loop(its_loop), start(its_loop.now()) {}

  std::optional<Gap> next(TimePoint at) const override {
    TimePoint from = start - 1h;
    for (const auto& [begin, end] : speech) {
      if (start + begin > loop.now()) break;
      if (const auto gap = usable(from, start + begin, false, at)) return gap;
      from = start + end;
    }
    return from < loop.now() ? usable(from, loop.now(), true, at) : std::nullopt;
  }

  Loop& loop;
  const TimePoint start;
  std::vector<std::pair<Duration, Duration>> speech;

 private:
  static std::optional<Gap> usable(TimePoint from, TimePoint until, bool open, TimePoint at) {
    if (until - from < 2s || until <= at) return std::nullopt;
    return Gap{from, until, open};
  }
};

class CommentatorGapsTest : public ShowTest {
 protected:
  CommentatorGapsTest() {
    gaps = &programme;
    hindsight = kBehind;
  }
  void begin(std::vector<std::pair<Duration, Duration>> speech, CommentatorSettings settings = {}) {
    programme.speech = std::move(speech);
    make(settings);
    commentator->set_hindsight(kBehind);
    commentator->set_instruction("x");
  }
  // The picture lies as far behind as it is to; the first line, which does not wait, was said.
  void settle() {
    while (!engine.running()) watch(200ms);
    engine.answer("It begins.");
    voice.synthesize(100ms);
    while (commentator->position() > loop.now() - kBehind || commentator->speaking()) watch_quietly(200ms);
    engine.requests.clear();
  }
  // To that second of the programme, as the commentator sees it.
  void watch_until(Duration second) {
    while (loop.now() - kBehind < programme.start + second) watch(200ms);
  }
  // The same, with nothing worth saying.
  void watch_quietly_until(Duration second) {
    while (loop.now() - kBehind < programme.start + second) watch_quietly(200ms);
  }
  double second(TimePoint t) const { return to_seconds(t - programme.start); }
  // When sound is made, in seconds of the programme as viewers hear it, in steps.
  std::vector<double> heard_until(Duration second_of_programme) {
    std::vector<double> heard;
    for (int step = 0; commentator->position() < programme.start + second_of_programme; ++step) {
      loop.advance(20ms);
      if (step % 10 == 0) frame();
      if (audio.speaking()) heard.push_back(second(commentator->position()));
    }
    return heard;
  }
  FactsPtr facts(Occurrence::What what) {
    return std::make_shared<Facts>(Facts{.frame_id = frame_id,
                                         .at = loop.now() - kBehind,
                                         .names_things = true,
                                         .events = {{.what = what, .at = loop.now() - kBehind}}});
  }

  SpokenProgramme programme{loop};
};

TEST_F(CommentatorGapsTest, ThePictureFallsBehindAsFarAsTheProgrammeIsHeardAhead) {
  begin({}, {.delay_init = 0s});
  EXPECT_EQ(commentator->delay(), kBehind) << "also where it was to be live";
  frame();
  loop.advance(100ms);
  engine.answer("One.");
  EXPECT_GE(commentator->delay(), kBehind);
  commentator->set_instruction("");
  EXPECT_EQ(commentator->delay(), 0s);
}

TEST_F(CommentatorGapsTest, NoCycleBeginsWhileSomebodySpeaks) {
  begin({{30s, 50s}, {54s, 60s}});
  settle();
  watch_quietly_until(30s);
  engine.requests.clear();
  watch_until(49800ms);
  EXPECT_THAT(engine.requests, IsEmpty());
  watch_until(50500ms);
  ASSERT_THAT(engine.requests, SizeIs(1)) << "as soon as they have ended";
}

TEST_F(CommentatorGapsTest, NoneInAPauseThatIsTooShort) {
  begin({{30s, 40s}, {41800ms, 50s}});
  settle();
  watch_quietly_until(30s);
  engine.requests.clear();
  watch_until(49800ms);
  EXPECT_THAT(engine.requests, IsEmpty());
}

TEST_F(CommentatorGapsTest, TheEngineIsToldForHowManyWordsThereIsTime) {
  begin({{30s, 40s}, {43s, 50s}});
  settle();
  watch_quietly_until(39800ms);
  engine.requests.clear();
  watch_until(40500ms);
  ASSERT_THAT(engine.requests, SizeIs(1));
  const int few = engine.requests[0].max_words;
  EXPECT_GT(few, 3);
  EXPECT_LT(few, 9);
  EXPECT_NE(engine.requests[0].hint, LengthHint::kNone);
  EXPECT_THAT(prompt(0), testing::HasSubstr(std::to_string(few)));
}

TEST_F(CommentatorGapsTest, ALineIsHeardInTheGapThatItWasMadeFor) {
  begin({{30s, 40s}, {44s, 60s}});
  settle();
  watch_quietly_until(39800ms);
  engine.requests.clear();
  watch_until(40400ms);
  ASSERT_TRUE(engine.running());
  engine.answer("A dog runs across the yard.");
  voice.synthesize(3s);
  const auto heard = heard_until(50s);
  ASSERT_THAT(heard, testing::Not(IsEmpty()));
  EXPECT_GE(heard.front(), 39.9);
  EXPECT_LE(heard.back(), 44.1);
  EXPECT_NEAR(static_cast<double>(heard.size()) * 0.02, 3, 0.2);
}

TEST_F(CommentatorGapsTest, ALineThatFitsNowhereIsShownAndNotSpoken) {
  begin({{30s, 40s}, {43s, 80s}});
  settle();
  watch_quietly_until(39800ms);
  watch_until(40400ms);
  ASSERT_TRUE(engine.running());
  drain<LineEnded>();
  engine.answer("A dog that nobody has seen before runs across the yard to the gate.");
  EXPECT_EQ(last_end().outcome, Outcome::kSaid);
  voice.synthesize(5s);
  EXPECT_THAT(heard_until(60s), IsEmpty());
  EXPECT_FALSE(commentator->speaking()) << "it is not waited for";
}

TEST_F(CommentatorGapsTest, OfALineThatIsTooLongTheSentencesAreSaidThatFit) {
  begin({{30s, 40s}, {44s, 80s}});
  settle();
  watch_quietly_until(39800ms);
  watch_until(40400ms);
  ASSERT_TRUE(engine.running());
  engine.answer("A dog runs across the yard. A cat watches it from the roof of the shed.");
  voice.synthesize(2s);
  voice.synthesize(3s);
  EXPECT_NEAR(static_cast<double>(heard_until(60s).size()) * 0.02, 2, 0.2);
}

TEST_F(CommentatorGapsTest, ASentenceThatIsTooLongIsCutAtAClause) {
  begin({{30s, 40s}, {44s, 80s}});
  settle();
  watch_quietly_until(39800ms);
  watch_until(40400ms);
  ASSERT_TRUE(engine.running());
  engine.answer("A dog runs across the yard, and a cat watches it from the roof of the shed.");
  voice.synthesize(6s);
  loop.advance(1s);
  ASSERT_THAT(voice.said, testing::Contains("A dog runs across the yard."));
  EXPECT_EQ(voice.said.back(), "and a cat watches it from the roof of the shed.");
  voice.synthesize(2s);
  voice.synthesize(4s);
  EXPECT_NEAR(static_cast<double>(heard_until(60s).size()) * 0.02, 2, 0.2);
}

TEST_F(CommentatorGapsTest, ALongSentenceIsSaidWholeInAGapThatIsNear) {
  begin({{30s, 40s}, {42100ms, 42600ms}, {60s, 80s}});
  settle();
  watch_quietly_until(39800ms);
  watch_until(40400ms);
  ASSERT_TRUE(engine.running());
  const auto before = voice.said.size();
  engine.answer("A dog runs across the yard, and a cat watches it from the roof of the shed.");
  voice.synthesize(6s);
  const auto heard = heard_until(58s);
  ASSERT_THAT(heard, testing::Not(IsEmpty()));
  EXPECT_GE(heard.front(), 42.5);
  EXPECT_EQ(voice.said.size(), before + 1);
}

TEST_F(CommentatorGapsTest, ALongLineInALongGapIsSaidToItsEnd) {
  begin({});
  settle();
  while (!engine.running()) watch(200ms);
  engine.answer("A dog runs across the yard. A cat watches it from the roof of the shed.");
  voice.synthesize(3s);
  voice.synthesize(6s);
  EXPECT_NEAR(static_cast<double>(heard_until(80s).size()) * 0.02, 9, 0.3);
}

TEST_F(CommentatorGapsTest, ALineEndsWhenSomebodyBeginsToSpeakUnexpectedly) {
  begin({{50s, 60s}});
  settle();
  watch_quietly_until(45s);
  while (!engine.running()) watch(200ms);
  engine.answer("It goes on and on and nobody could know that there is no time for all of it.");
  voice.synthesize(20s);
  const auto heard = heard_until(70s);
  ASSERT_THAT(heard, testing::Not(IsEmpty()));
  EXPECT_NEAR(heard.back(), 50, 0.15);
  EXPECT_FALSE(commentator->speaking());
}

TEST_F(CommentatorGapsTest, ANewInstructionIsAnsweredInAGapOrAfterTenSecondsOverTheProgramme) {
  begin({{20s, 200s}});
  settle();
  watch_quietly_until(60s);
  commentator->set_instruction("y");
  watch(200ms);
  ASSERT_TRUE(engine.running()) << "its words are not waited for";
  const double asked = second(loop.now() - kBehind);
  engine.answer("The dog is on the left.");
  voice.synthesize(1s);
  const auto heard = heard_until(90s);
  ASSERT_THAT(heard, testing::Not(IsEmpty()));
  EXPECT_NEAR(heard.front(), asked + 10, 0.5);
}

TEST_F(CommentatorGapsTest, WhoAskedAndGotNoAnswerYetGetsItAfterTenSeconds) {
  begin({{20s, 200s}});
  settle();
  watch_quietly_until(60s);
  commentator->set_instruction("y");
  watch(200ms);
  ASSERT_TRUE(engine.running());
  engine.done(true);
  engine.requests.clear();
  watch(9s);
  EXPECT_THAT(engine.requests, IsEmpty());
  watch(2s);
  EXPECT_THAT(engine.requests, SizeIs(1));
}

TEST_F(CommentatorGapsTest, WhatPressesWaitsTenSecondsAndIsSaidOverTheProgramme) {
  begin({{20s, 200s}});
  settle();
  watch_quietly_until(60s);
  engine.requests.clear();
  commentator->on_facts(facts(Occurrence::What::kEnters));
  watch(11s);
  EXPECT_THAT(engine.requests, IsEmpty()) << "who comes and goes can wait for the next gap";
  const double happened = second(loop.now() - kBehind);
  commentator->on_facts(facts(Occurrence::What::kDark));
  watch(9s);
  EXPECT_THAT(engine.requests, IsEmpty());
  watch(1400ms);
  ASSERT_TRUE(engine.running());
  EXPECT_GT(engine.requests.back().max_words, 0) << "it is to be brief";
  engine.answer("It has become dark.");
  voice.synthesize(1s);
  const auto heard = heard_until(90s);
  ASSERT_THAT(heard, testing::Not(IsEmpty()));
  EXPECT_NEAR(heard.front(), happened + 10, 1);
}

TEST_F(CommentatorGapsTest, WhatPressesIsToldInAGapThatComesBefore) {
  begin({{20s, 65s}, {75s, 200s}});
  settle();
  watch_quietly_until(60s);
  engine.requests.clear();
  commentator->on_facts(facts(Occurrence::What::kDark));
  watch_quietly_until(75s);
  EXPECT_THAT(engine.requests, testing::Not(IsEmpty()));
  engine.requests.clear();
  watch_until(90s);
  EXPECT_THAT(engine.requests, IsEmpty()) << "it was told";
}

TEST_F(CommentatorGapsTest, EndlessSpeechIsNotTalkedOver) {
  begin({{0s, 1000s}});
  settle();
  watch_quietly_until(30s);
  engine.requests.clear();
  watch_until(200s);
  EXPECT_THAT(engine.requests, IsEmpty());
}

}  // namespace
}  // namespace np
