#include "hearing/programme.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

using namespace std::chrono_literals;

class ProgrammeTest : public testing::Test {
 protected:
  // So much of one likelihood comes next.
  void hear(Duration time, float likely) {
    Heard heard{.from = now, .speech = std::vector<float>(static_cast<std::size_t>(time / Heard::kWindow), likely)};
    programme.hear(heard);
    now = heard.until();
  }
  void speech(Duration time) { hear(time, 0.9F); }
  void silence(Duration time) { hear(time, 0.1F); }
  std::optional<Programme::Silence> next(Duration at) const { return programme.next_silence(start + at, now); }
  double second(TimePoint t) const { return to_seconds(t - start); }

  const TimePoint start{1h};
  TimePoint now = start;
  Programme programme;
};

constexpr double kNear = 0.3;  // seconds

TEST_F(ProgrammeTest, WhereNothingWasHeardIsASilenceWithoutAnEnd) {
  const auto silence = next(0s);
  ASSERT_TRUE(silence);
  EXPECT_TRUE(silence->open);
  EXPECT_EQ(silence->until, TimePoint::max());
  EXPECT_FALSE(programme.heard_until());
}

TEST_F(ProgrammeTest, ASilenceLiesBetweenSpeechWithSomeRoomAroundIt) {
  silence(1s);
  speech(2s);
  silence(4s);
  speech(1s);
  silence(1s);
  const auto between = next(0s);
  ASSERT_TRUE(between);
  EXPECT_FALSE(between->open);
  EXPECT_NEAR(second(between->from), 3.0, kNear);
  EXPECT_GT(second(between->from), 3.0);
  EXPECT_NEAR(second(between->until), 7.0, kNear);
  EXPECT_LT(second(between->until), 7.0);
  EXPECT_FALSE(next(7s)) << "what follows is not two seconds long by now";
}

TEST_F(ProgrammeTest, ShorterSilencesBelongToTheSpeech) {
  silence(3s);
  for (int i = 0; i < 5; ++i) {
    speech(1s);
    silence(1900ms);
  }
  EXPECT_FALSE(next(3s));
  silence(200ms);
  ASSERT_TRUE(next(3s));
  EXPECT_TRUE(next(3s)->open);
}

TEST_F(ProgrammeTest, TheLastOneIsOpenAsFarAsItWasHeard) {
  speech(1s);
  silence(5s);
  const auto last = next(2s);
  ASSERT_TRUE(last);
  EXPECT_TRUE(last->open);
  EXPECT_EQ(last->until, now);
  speech(500ms);
  EXPECT_FALSE(next(2s)->open);
}

TEST_F(ProgrammeTest, PausesBetweenWordsAreSpeech) {
  speech(1s);
  for (int i = 0; i < 20; ++i) {
    silence(256ms);
    speech(200ms);
  }
  EXPECT_TRUE(programme.speech_at(now - 300ms));
  EXPECT_FALSE(next(0s));
}

TEST_F(ProgrammeTest, AClickIsNoSpeech) {
  silence(3s);
  hear(96ms, 0.95F);
  EXPECT_FALSE(programme.speech_at(now - 32ms));
  ASSERT_TRUE(next(0s));
  EXPECT_EQ(next(0s)->until, now - 96ms) << "it is not known yet";
  silence(3s);
  EXPECT_EQ(next(0s)->until, now);
}

TEST_F(ProgrammeTest, WhatHasBegunGoesOnAtAFainterVoice) {
  silence(3s);
  speech(320ms);
  hear(2s, 0.4F);
  EXPECT_TRUE(programme.speech_at(now - 100ms));
  EXPECT_FALSE(next(3s));
}

TEST_F(ProgrammeTest, AFaintVoiceAloneIsNone) {
  hear(5s, 0.45F);
  EXPECT_FALSE(programme.speech_at(now - 1s));
  EXPECT_TRUE(next(3s));
}

TEST_F(ProgrammeTest, SoundThatStopsLeavesASilenceWithoutAnEnd) {
  speech(3s);
  now += 1s;
  EXPECT_TRUE(programme.hears(now));
  EXPECT_FALSE(next(3s));
  now += 1s;
  EXPECT_FALSE(programme.hears(now));
  ASSERT_TRUE(next(3s));
  EXPECT_EQ(next(3s)->until, TimePoint::max());
  EXPECT_NEAR(second(next(3s)->from), 3.0, kNear);
}

TEST_F(ProgrammeTest, WhatWasMissedCountsAsSilent) {
  speech(1s);
  now += 10s;
  speech(1s);
  const auto missed = next(0s);
  ASSERT_TRUE(missed);
  EXPECT_NEAR(second(missed->from), 1.0, kNear);
  EXPECT_NEAR(second(missed->until), 11.0, kNear);
}

TEST_F(ProgrammeTest, WhatBeginsAnewReplacesWhatLayBehind) {
  silence(3s);
  speech(1s);
  now -= 1s;
  silence(2s);
  ASSERT_TRUE(next(0s));
  EXPECT_EQ(next(0s)->until, now);
  EXPECT_FALSE(programme.speech_at(start + 3500ms));
}

TEST_F(ProgrammeTest, KeepsABoundedPast) {
  for (int i = 0; i < 1000; ++i) {
    speech(320ms);
    silence(3s);
  }
  ASSERT_TRUE(next(0s));
  EXPECT_GT(second(next(0s)->until), 2000) << "the oldest was forgotten";
}

TEST_F(ProgrammeTest, AnotherProgrammeBeginsWithNothing) {
  speech(5s);
  programme.clear();
  EXPECT_FALSE(programme.heard_until());
  EXPECT_FALSE(programme.speech_at(now - 1s));
}

}  // namespace
}  // namespace np
