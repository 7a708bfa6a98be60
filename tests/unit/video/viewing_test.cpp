#include "video/viewing.hpp"

#include <gtest/gtest.h>

#include "unit/video/make_picture.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using test::make_picture;

constexpr Duration kPeriod = 40ms;

// Drives a source of 25 pictures a second and one viewer on a clock of their own.
class ViewingTest : public ::testing::Test {
 protected:
  // The viewer sees all that is due now.
  int look() {
    int seen = 0;
    for (;;) {
      const auto step = viewing.step(now, delay, 25, pictures);
      again = step.look_again;
      if (!step.picture) return seen;
      EXPECT_TRUE(!shown || step.picture->captured_at > shown->captured_at);
      shown = step.picture;
      ++seen;
    }
  }
  void push() { pictures.push(make_picture(++id, now)); }
  // The clock goes on in steps of 10 ms; pictures come while `live`, the viewer looks as he was told to.
  int run(Duration time, bool looks = true) {
    int seen = 0;
    for (const TimePoint end = now + time; now < end;) {
      now += 10ms;
      const bool came = live && now >= next_picture;
      if (came) {
        push();
        next_picture += kPeriod;
      }
      if (looks && (again ? now >= *again : came)) seen += look();
    }
    return seen;
  }
  void go_live() {
    live = true;
    next_picture = now;
  }

  TimePoint now = TimePoint{} + 1h;
  Duration delay{};
  DisplayBuffer pictures;
  Viewing viewing;
  PicturePtr shown;
  std::optional<TimePoint> again;
  std::uint64_t id = 0;
  bool live = false;
  TimePoint next_picture;
};

TEST_F(ViewingTest, WithoutPicturesWaitsForOne) {
  EXPECT_EQ(look(), 0);
  EXPECT_FALSE(again);
}

TEST_F(ViewingTest, LivePictureIsShownAtOnceAndOnce) {
  push();
  EXPECT_EQ(look(), 1);
  EXPECT_EQ(look(), 0);
  EXPECT_FALSE(again);
  now += kPeriod;
  push();
  EXPECT_EQ(look(), 1);
  EXPECT_EQ(shown->id, 2u);
}

TEST_F(ViewingTest, SeesEveryPictureOnceWhateverTheDelay) {
  for (const Duration d : {Duration(0s), Duration(500ms), Duration(5s)}) {
    delay = d;
    viewing = {};
    shown = nullptr;
    again = {};
    go_live();
    run(d);
    look();
    EXPECT_NEAR(run(10s), 250, 1) << to_seconds(d);
    EXPECT_EQ(viewing.missed(), 0u);
    EXPECT_NEAR(to_seconds(now - shown->captured_at), to_seconds(d), 0.06);
  }
}

TEST_F(ViewingTest, NewcomerSeesTheFirstPictureAtOnceAndFallsBackToTheDelay) {
  delay = 2s;
  push();
  EXPECT_EQ(look(), 1);
  go_live();
  next_picture += kPeriod;
  // At 0.8 of the speed it takes ten seconds to be two behind.
  EXPECT_NEAR(run(5s), 100, 2);
  EXPECT_NEAR(to_seconds(now - shown->captured_at), 1, 0.1);
  run(6s);
  EXPECT_NEAR(to_seconds(now - shown->captured_at), 2, 0.06);
  EXPECT_NEAR(run(4s), 100, 1);
  EXPECT_EQ(viewing.missed(), 0u);
}

TEST_F(ViewingTest, SmallerDelayIsCaughtUpWithoutLoss) {
  delay = 2s;
  go_live();
  run(2s, false);
  look();
  run(1s);
  delay = 1s;
  EXPECT_NEAR(run(2s), 62, 2);  // 1.25 of the speed
  run(3s);
  EXPECT_NEAR(to_seconds(now - shown->captured_at), 1, 0.06);
  EXPECT_EQ(viewing.missed(), 0u);
}

TEST_F(ViewingTest, AHiccupLosesNothing) {
  go_live();
  run(1s);
  again = {};
  run(400ms, false);
  EXPECT_EQ(look(), 10);
  EXPECT_EQ(viewing.missed(), 0u);
}

TEST_F(ViewingTest, WhoStoppedLookingGoesOnAtThePresentPicture) {
  for (const Duration d : {Duration(0s), Duration(3s)}) {
    delay = d;
    viewing = {};
    shown = nullptr;
    again = {};
    go_live();
    run(4s);
    look();
    run(1s);
    const auto before = shown->id;
    run(6s, false);
    EXPECT_EQ(look(), 1);
    EXPECT_NEAR(to_seconds(now - shown->captured_at), to_seconds(d), 0.06);
    EXPECT_EQ(viewing.missed(), shown->id - before - 1);
    EXPECT_NEAR(run(2s), 50, 1);
  }
}

TEST_F(ViewingTest, PicturesFromAnEarlierAudienceAreNotStaredAt) {
  delay = 5s;
  go_live();
  run(3s, false);
  live = false;
  run(8s, false);  // nobody looked, nothing was encoded
  // He comes, and with him the pictures.
  EXPECT_EQ(look(), 0);
  ASSERT_TRUE(again);
  EXPECT_LE(*again - now, 300ms);
  now += 100ms;
  push();
  EXPECT_EQ(look(), 1);
  EXPECT_EQ(shown->captured_at, now);
}

TEST_F(ViewingTest, SecondNewcomerIsNotSentBehindTheGapEither) {
  delay = 5s;
  go_live();
  run(3s, false);
  live = false;
  run(8s, false);
  go_live();
  run(2s, false);
  look();
  // Two seconds of new past are there, and that is where he begins.
  EXPECT_NEAR(to_seconds(now - shown->captured_at), 2, 0.06);
}

TEST_F(ViewingTest, OldPictureIsShownWhereNoFreshOneComes) {
  push();
  now += 1min;
  EXPECT_EQ(look(), 0);
  now = *again;
  EXPECT_EQ(look(), 1);
  EXPECT_EQ(look(), 0);
  EXPECT_FALSE(again);
  now += 10s;
  push();
  EXPECT_EQ(look(), 1);
}

TEST_F(ViewingTest, NextSourceIsSeenAtOnce) {
  delay = 5s;
  go_live();
  run(6s);
  look();
  run(1s);
  live = false;
  run(20s);
  EXPECT_EQ(look(), 0);
  go_live();
  run(10ms);
  look();
  EXPECT_EQ(shown->id, id);
  EXPECT_NEAR(to_seconds(now - shown->captured_at), 0, 0.02);
}

TEST_F(ViewingTest, SlowSourceIsNoBrokenOne) {
  delay = 5s;
  const auto step = [&] { return viewing.step(now, delay, 0.5, pictures); };
  for (int i = 0; i < 6; ++i, now += 2s) push();
  ASSERT_TRUE(step().picture);
  const auto wait = step();
  EXPECT_FALSE(wait.picture);
  ASSERT_TRUE(wait.look_again);
  EXPECT_GT(*wait.look_again, now + 500ms);
}

TEST_F(ViewingTest, ClearedBufferIsWaitedOut) {
  go_live();
  run(1s);
  pictures.clear();
  EXPECT_EQ(look(), 0);
  run(1s);
  EXPECT_NEAR(to_seconds(now - shown->captured_at), 0, 0.06);
}

TEST_F(ViewingTest, AfterAJumpTheOtherPlaceIsSeenAtOnce) {
  delay = 3s;
  go_live();
  run(20s);
  EXPECT_NEAR(to_seconds(now - shown->captured_at), 3, 0.1);
  pictures.begin_anew();
  EXPECT_EQ(look(), 0) << "the last picture stands";
  push();
  EXPECT_EQ(look(), 1);
  EXPECT_EQ(shown->captured_at, now);
  next_picture = now + kPeriod;
  run(20s);
  EXPECT_NEAR(to_seconds(now - shown->captured_at), 3, 0.1) << "and the delay is as it was";
}

}  // namespace
}  // namespace np
