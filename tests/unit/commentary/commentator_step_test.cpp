// How words, sound and picture keep step.
#include "commentary/commentator.hpp"
#include "show_fixture.hpp"

namespace np {
namespace {

class CommentatorStepTest : public ShowTest {};

TEST_F(CommentatorStepTest, TheDelayIsTheFirstLinesLatencyAndFollowsTheOthers) {
  make({}, false);
  frame();
  EXPECT_EQ(commentator->delay(), 0s);
  commentator->set_instruction("x");
  loop.advance(1s);
  engine.answer("One.");
  EXPECT_EQ(commentator->delay(), 1s);
  EXPECT_EQ(last_end().delay, 1s);
  frame();
  loop.advance(2s);
  engine.answer("Two.");
  EXPECT_NEAR(to_seconds(commentator->delay()), 0.2 * 2 + 0.8 * 1, 1e-6);
  commentator->set_instruction("");
  EXPECT_EQ(commentator->delay(), 0s) << "nobody comments";
  commentator->set_instruction("y");
  EXPECT_NEAR(to_seconds(commentator->delay()), 1.2, 1e-6);
}

TEST_F(CommentatorStepTest, AStartValueOfTheUsersIsFollowedFromThere) {
  make({.delay_init = 5s}, false);
  frame();
  commentator->set_instruction("x");
  EXPECT_EQ(commentator->delay(), 5s);
  loop.advance(1s);
  engine.answer("One.");
  EXPECT_NEAR(to_seconds(commentator->delay()), 0.2 * 1 + 0.8 * 5, 1e-6);
}

TEST_F(CommentatorStepTest, AnotherEngineOrPresetTeachesTheDelayAtOnce) {
  make({}, false);
  const auto line = [&](Duration latency) {
    frame();
    watch(600ms);
    loop.advance(latency);
    engine.answer("Line " + std::to_string(engine.requests.size()) + " is said.");
    return commentator->delay();
  };
  commentator->set_instruction("x");
  line(100ms);
  const Duration watcher = commentator->delay();
  engine.kind = "model";
  EXPECT_GT(line(3s), watcher + 2s);
  commentator->set_pacing({});
  line(9s);
  EXPECT_GT(commentator->delay(), 8s);
}

TEST_F(CommentatorStepTest, AGuessOfTheEnginesStandsUntilTheFirstLine) {
  engine.latency = 2s;
  make({}, false);
  frame();
  commentator->set_instruction("x");
  EXPECT_EQ(commentator->delay(), 2s);
  loop.advance(500ms);
  engine.answer("One.");
  EXPECT_EQ(commentator->delay(), 500ms);
}

TEST_F(CommentatorStepTest, TheVoiceWaitsForThePicture) {
  make({.delay_init = 5s});
  const FramePtr seen = frame();
  commentator->set_instruction("x");
  // The picture falls behind by a fifth of the time that passes.
  watch(1s);
  engine.answer("A dog runs across the yard.");
  voice.synthesize(1s);
  EXPECT_EQ(commentator->until_shown(seen->captured_at), 0s);
  EXPECT_TRUE(audio.speaking()) << "this picture was shown before";

  watch_quietly(60s);
  say("Then there is a cat.");
  voice.synthesize(1s);
  const TimePoint newest = engine.requests.back().frames.back()->captured_at;
  EXPECT_FALSE(audio.speaking());
  EXPECT_TRUE(commentator->speaking()) << "the next cycle waits for it";
  Duration waited{};
  for (; !audio.speaking() && waited < 10s; waited += 10ms) loop.advance(10ms);
  EXPECT_NEAR(to_seconds(loop.now() - newest), to_seconds(commentator->delay()), 0.1);
}

TEST_F(CommentatorStepTest, AnInstructionForgetsWordsThatWaitForTheirPicture) {
  make({.delay_init = 5s});
  frame();
  commentator->set_instruction("x");
  watch_quietly(60s);
  say("Then there is a cat.");
  voice.synthesize(1s);
  commentator->set_instruction("y");
  loop.advance(10s);
  EXPECT_FALSE(audio.speaking());
}

TEST_F(CommentatorStepTest, TellsWhatItIsDoing) {
  make();
  frame();
  commentator->set_instruction("x");
  loop.advance(1s);
  engine.answer("A dog runs in.");
  voice.synthesize(1s);
  loop.advance(3s);
  std::vector<Activity> told;
  for (const ActivityChanged& now : drain<ActivityChanged>())
    if (told.empty() || told.back() != now.activity) told.push_back(now.activity);
  EXPECT_EQ(told, (std::vector{Activity::kThinking, Activity::kSpeaking, Activity::kListening}));
}

TEST_F(CommentatorStepTest, ThoughtsTooShortToBeSeenAreNotTold) {
  make();
  frame();
  commentator->set_instruction("x");
  for (int i = 0; i < 20; ++i) {
    loop.advance(20ms);
    engine.done(true);
    while (!engine.running()) {
      loop.advance(50ms);
      frame();
    }
  }
  EXPECT_TRUE(drain<ActivityChanged>().empty());
}

}  // namespace
}  // namespace np
