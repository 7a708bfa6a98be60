#include "commentary/commentator.hpp"

#include "engine/messages.hpp"
#include "messages.hpp"
#include "show_fixture.hpp"

namespace np {
namespace {

using test::says;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

class CommentatorTest : public ShowTest {};

TEST_F(CommentatorTest, IdleWithoutAnInstruction) {
  make();
  watch(3s);
  EXPECT_FALSE(commentator->active());
  EXPECT_TRUE(engine.requests.empty());
}

TEST_F(CommentatorTest, AnInstructionStartsACycleAtOnce) {
  make();
  frame();
  commentator->set_instruction("  the dog ");
  ASSERT_EQ(engine.requests.size(), 1u);
  EXPECT_EQ(engine.requests[0].instruction, "the dog");
  EXPECT_TRUE(engine.requests[0].instruction_is_new);
  EXPECT_EQ(prompt(0), "PROFILE\n\nFocus: the dog");
}

TEST_F(CommentatorTest, AnInstructionBeforeTheFirstFrameWaitsForThatAlone) {
  make();
  commentator->set_instruction("the dog");
  EXPECT_TRUE(engine.requests.empty());
  frame();
  EXPECT_EQ(engine.requests.size(), 1u);
}

TEST_F(CommentatorTest, TakesEveryStrideThFrameFromTheNewestOldestFirst) {
  CommentatorSettings s;
  s.frames_per_cycle = 3;
  s.frame_stride = 2;
  make(s);
  for (int i = 0; i < 8; ++i) frame();
  commentator->set_instruction("x");
  std::vector<std::uint64_t> ids;
  for (const auto& f : engine.requests.at(0).frames) ids.push_back(f->id);
  EXPECT_EQ(ids, (std::vector<std::uint64_t>{4, 6, 8}));
}

TEST_F(CommentatorTest, FramesFromBeforeALapAreNotShownTogetherWithThoseAfterIt) {
  make();
  frame();
  frame();
  frame(100, true);
  frame();
  commentator->set_instruction("x");
  EXPECT_EQ(engine.requests.at(0).frames.size(), 2u);
}

TEST_F(CommentatorTest, CyclesKeepTheInterval) {
  CommentatorSettings s;
  s.interval = 1s;
  make(s, false);
  frame();
  commentator->set_instruction("x");
  engine.answer("One.");
  watch(800ms);
  EXPECT_EQ(engine.requests.size(), 1u);
  watch(200ms);
  EXPECT_EQ(engine.requests.size(), 2u);
}

TEST_F(CommentatorTest, TellsTheEngineWhenTheNextCycleMayStart) {
  CommentatorSettings s;
  s.frame_stride = 2;
  make(s);
  frame();
  commentator->set_instruction("x");
  EXPECT_LE(engine.outlook.start.value(), loop.now());
  EXPECT_EQ(engine.outlook.frames, 4u);
  EXPECT_EQ(engine.outlook.stride, 2u);
  engine.answer("A dog runs across the yard.");
  EXPECT_EQ(engine.outlook.start, std::nullopt) << "nobody knows yet how long the voice will take";
  const TimePoint heard = loop.now();
  voice.synthesize(3s);
  EXPECT_GE(engine.outlook.start.value(), heard + 3s + s.pause_after_speech);
  EXPECT_LE(engine.outlook.start.value(), heard + 4s + s.pause_after_speech);
  commentator->set_instruction("");
  EXPECT_EQ(engine.outlook.start, std::nullopt);
}

TEST_F(CommentatorTest, NeverTwoCyclesAtOnce) {
  make({}, false);
  frame();
  commentator->set_instruction("x");
  watch(5s);
  EXPECT_EQ(engine.requests.size(), 1u);
  engine.answer("One.");
  EXPECT_EQ(engine.requests.size(), 2u) << "the interval is long over: at once, with the newest frames";
  EXPECT_EQ(engine.requests[1].frames.back()->id, frame_id);
}

TEST_F(CommentatorTest, NoCycleOnTheVerySameFrame) {
  make({}, false);
  frame();
  commentator->set_instruction("x");
  engine.answer("One.");
  loop.advance(5s);
  EXPECT_EQ(engine.requests.size(), 1u) << "the source has stalled";
  frame();
  EXPECT_EQ(engine.requests.size(), 2u);
}

TEST_F(CommentatorTest, UnchangedSceneIsNotInferredUntilTheInstructionChanges) {
  CommentatorSettings s;
  s.change_threshold = 5;
  make(s, false);
  frame(100);
  commentator->set_instruction("x");
  engine.answer("One.");
  watch(3s, 104);
  EXPECT_EQ(engine.requests.size(), 1u);
  commentator->set_instruction("y");
  EXPECT_EQ(engine.requests.size(), 2u);
  engine.answer("Two.");
  watch(1s, 109);
  EXPECT_EQ(engine.requests.size(), 3u) << "5 above the frame that was inferred on last";
}

TEST_F(CommentatorTest, LengthHintsAreForTheVoiceOnly) {
  make({}, false);
  frame();
  commentator->set_instruction("x");
  engine.answer("Short.");
  watch(600ms);
  EXPECT_THAT(prompt(1), Not(AnyOf(HasSubstr(messages::kShortPhrase), HasSubstr(messages::kOneShortSentence))));

  make();
  frame();
  commentator->set_instruction("x");
  engine.answer("Short.");
  voice.synthesize(100ms);
  watch(1s);
  EXPECT_THAT(prompt(engine.requests.size() - 1), HasSubstr(messages::kShortPhrase));
}

TEST_F(CommentatorTest, TokenCapDependsOnTheVoice) {
  CommentatorSettings s;
  s.max_pieces = 500;
  s.max_pieces_spoken = 90;
  make(s, false);
  frame();
  commentator->set_instruction("x");
  EXPECT_EQ(engine.requests.back().max_pieces, 500);
  engine.done();
  make(s);
  frame();
  commentator->set_instruction("x");
  EXPECT_EQ(engine.requests.back().max_pieces, 90);
  engine.done();
  s.max_pieces_spoken = 0;
  make(s);
  frame();
  commentator->set_instruction("x");
  EXPECT_EQ(engine.requests.back().max_pieces, 500);
}

TEST_F(CommentatorTest, TheNextCycleWaitsUntilAllWasHeardAndAPause) {
  make();
  frame();
  commentator->set_instruction("x");
  engine.answer("A dog runs in. It barks.");
  watch(2s);
  EXPECT_EQ(engine.requests.size(), 1u) << "the voice is still at work";
  voice.synthesize(1s);
  voice.synthesize(1s);
  watch(2400ms);
  EXPECT_EQ(engine.requests.size(), 1u);
  watch(200ms);
  EXPECT_EQ(engine.requests.size(), 2u);
}

TEST_F(CommentatorTest, ANewInstructionInterruptsCycleAndSpeech) {
  make({.delay_init = 5s});
  frame();
  commentator->set_instruction("x");
  engine.say("A dog runs in. And ");
  loop.advance(6s);
  voice.synthesize(3s);
  loop.advance(100ms);
  EXPECT_TRUE(commentator->speaking());
  drain<LineEnded>();
  commentator->set_instruction("y");
  EXPECT_EQ(engine.cancelled, 1);
  loop.advance(AudioStream::kFade + AudioStream::kBlock);
  EXPECT_FALSE(audio.speaking());
  const auto end = last_end();
  EXPECT_EQ(end.outcome, Outcome::kCancelled);
  EXPECT_EQ(end.text, "A dog runs in. And ");
  ASSERT_EQ(engine.requests.size(), 2u) << "at once";
  EXPECT_EQ(prompt(1), "PROFILE\n\nFocus: y") << "nothing carried over";
  EXPECT_EQ(commentator->delay(), 5s) << "a cancelled cycle teaches nothing";
}

TEST_F(CommentatorTest, ANewProfileInterruptsToo) {
  make();
  frame();
  commentator->set_instruction("x");
  engine.answer("A dog runs in.");
  commentator->set_profile("other", "OTHER");
  EXPECT_THAT(prompt(1), testing::AllOf(testing::StartsWith("OTHER\n\n"), testing::EndsWith("\n\nFocus: x")));
  EXPECT_EQ(engine.requests.at(1).last_line, "");
  EXPECT_TRUE(voice.waiting.empty());
}

TEST_F(CommentatorTest, AnEmptyInstructionEndsTheShow) {
  make();
  frame();
  commentator->set_instruction("x");
  engine.say("A dog runs in. And ");
  commentator->set_instruction("");
  EXPECT_FALSE(commentator->active());
  EXPECT_EQ(engine.cancelled, 1);
  EXPECT_EQ(window.size(), 0u);
  watch(5s);
  EXPECT_EQ(engine.requests.size(), 1u);
}

TEST_F(CommentatorTest, AFailedCycleIsReportedAndTheNextOneGoesOn) {
  make({.delay_init = 5s});
  frame();
  commentator->set_instruction("x");
  engine.say("A do");
  engine.fail("The model went away.");
  auto end = last_end();
  EXPECT_EQ(end.outcome, Outcome::kFailed);
  EXPECT_EQ(end.error, "The model went away.");
  EXPECT_TRUE(voice.said.empty()) << "half a word is not spoken";
  EXPECT_EQ(commentator->delay(), 5s);
  watch(600ms);
  ASSERT_EQ(engine.requests.size(), 2u);
  EXPECT_EQ(prompt(1).find("A do"), std::string::npos) << "nor carried over";
}

TEST_F(CommentatorTest, ReportsFramesAndTimes) {
  make({}, false);
  frame();
  watch(400ms);
  commentator->set_instruction("x");
  loop.advance(300ms);
  engine.answer("One.");
  const auto end = last_end();
  EXPECT_EQ(end.cycle, 1u);
  EXPECT_EQ(end.frame_ids.size(), 3u);
  EXPECT_EQ(end.times.end - end.times.start, 300ms);
  EXPECT_EQ(end.times.end - end.times.newest_frame, 300ms);
  EXPECT_EQ(end.times.newest_frame - end.times.oldest_frame, 400ms);
}

TEST_F(CommentatorTest, AResetForgetsWhatWasSeenAndGoesOnWithTheNextSource) {
  make();
  frame();
  commentator->set_instruction("x");
  engine.say("A dog runs in. And ");
  commentator->reset();
  EXPECT_EQ(engine.resets, 1);
  EXPECT_EQ(window.size(), 0u);
  loop.advance(1s);
  EXPECT_EQ(engine.requests.size(), 1u);
  frame();
  ASSERT_EQ(engine.requests.size(), 2u);
  EXPECT_EQ(prompt(1), "PROFILE\n\nFocus: x");
}

TEST_F(CommentatorTest, NothingIsCalledBackAfterItsEnd) {
  make();
  frame();
  commentator->set_instruction("x");
  engine.say("A dog runs in. And ");
  commentator.reset();
  EXPECT_FALSE(engine.running());
  EXPECT_TRUE(voice.waiting.empty());
  loop.advance(10s);
}

TEST_F(CommentatorTest, NothingIsSaidOfPicturesThatAreNotThere) {
  make({}, false);
  frame();
  commentator->set_instruction("x");
  engine.answer("One.");
  frame();
  commentator->picture_gone();
  EXPECT_EQ(engine.outlook.start, std::nullopt);
  loop.advance(5s);
  commentator->set_instruction("y");
  loop.advance(5s);
  EXPECT_EQ(engine.requests.size(), 1u);
  commentator->picture_back(10s);
  EXPECT_EQ(engine.requests.size(), 1u) << "of what was seen before nothing is left";
  const FramePtr fresh = frame(100, true);
  ASSERT_EQ(engine.requests.size(), 2u);
  EXPECT_EQ(engine.requests[1].frames, std::vector{fresh});
  EXPECT_EQ(engine.requests[1].instruction, "y");
}

TEST_F(CommentatorTest, NothingIsSaidOfPicturesThatCameWhileItStoodStill) {
  make({}, false);
  frame();
  commentator->set_instruction("x");
  engine.answer("One.");
  frame();
  commentator->picture_gone();
  frame(60);  // a frozen camera goes on delivering
  loop.advance(60s);
  commentator->picture_back(60s);
  EXPECT_EQ(engine.requests.size(), 1u);
  const FramePtr fresh = frame(100, true);
  ASSERT_EQ(engine.requests.size(), 2u);
  EXPECT_EQ(engine.requests[1].frames, std::vector{fresh});
  EXPECT_EQ(engine.requests[1].gone, 60s);
}

TEST_F(CommentatorTest, ACycleUnderWayOutlivesThePicture) {
  make({}, false);
  frame();
  commentator->set_instruction("x");
  commentator->picture_gone();
  engine.answer("One.");
  EXPECT_EQ(engine.cancelled, 0);
  EXPECT_EQ(last_end().outcome, Outcome::kSaid);
}

TEST_F(CommentatorTest, TheEngineIsToldOnceHowLongThePictureWasGone) {
  make({}, false);
  frame();
  commentator->set_instruction("x");
  engine.answer("A dog runs.");
  EXPECT_EQ(engine.requests[0].gone, Duration::zero());
  commentator->picture_gone();
  commentator->picture_back(7s);
  commentator->picture_gone();
  commentator->picture_back(5s);
  loop.advance(1s);
  frame();
  ASSERT_EQ(engine.requests.size(), 2u);
  EXPECT_EQ(engine.requests[1].gone, 12s) << "all that went by since the last look";
  EXPECT_EQ(engine.requests[1].last_line, "") << "it was about another time";
  EXPECT_THAT(prompt(1), says(messages::kAfterABreak, 12.0));
  engine.answer("A cat.");
  watch(1s);
  ASSERT_EQ(engine.requests.size(), 3u);
  EXPECT_EQ(engine.requests[2].gone, Duration::zero());
  EXPECT_THAT(prompt(2), Not(says(messages::kAfterABreak)));
}

}  // namespace
}  // namespace np
