#include "video/playhead.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace np {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration kTick = milliseconds(40);

// A source that started at `since`, and one viewer who looks at it.
struct Viewer {
  Playhead head;
  TimePoint now = TimePoint{} + std::chrono::hours(1);
  TimePoint since = now;
  TimePoint shown{};

  void look(Duration delay) {
    const TimePoint oldest = std::max(since, now - seconds(15));
    const TimePoint next = head.advance(now, delay, oldest, now);
    EXPECT_GE(next, shown) << "picture time never runs backwards";
    shown = next;
  }
  void run(Duration time, Duration delay) {
    for (Duration done{}; done < time; done += kTick) {
      now += kTick;
      const TimePoint before = shown;
      look(delay);
      if (before == TimePoint{}) continue;
      const double speed = to_seconds(shown - before) / to_seconds(kTick);
      EXPECT_GE(speed, Playhead::kSlowest - 1e-6);
      EXPECT_LE(speed, Playhead::kFastest + 1e-6);
    }
  }
  double behind() const { return to_seconds(now - shown); }
};

TEST(Playhead, StartsWhereItShouldBeIfThePastIsThere) {
  Viewer viewer;
  viewer.now += seconds(10);
  viewer.look(seconds(5));
  EXPECT_DOUBLE_EQ(viewer.behind(), 5);
  viewer.run(seconds(5), seconds(5));
  EXPECT_NEAR(viewer.behind(), 5, 1e-6);
  EXPECT_NEAR(viewer.head.rate(), 1, 1e-6);
}

TEST(Playhead, ShowsTheFirstPictureAtOnceAndFallsBehindSlowly) {
  Viewer viewer;
  viewer.look(seconds(5));
  EXPECT_EQ(viewer.behind(), 0);
  viewer.run(seconds(10), seconds(5));
  EXPECT_NEAR(viewer.behind(), 2, 0.1) << "a fifth of the time";
  EXPECT_NEAR(viewer.head.rate(), 0.8, 1e-6);
  viewer.run(seconds(16), seconds(5));
  EXPECT_NEAR(viewer.behind(), 5, 1e-6);
}

TEST(Playhead, FollowsADelayThatChanges) {
  Viewer viewer;
  viewer.now += seconds(15);
  viewer.look(seconds(5));
  viewer.run(seconds(4), seconds(4));
  EXPECT_NEAR(viewer.behind(), 4, 0.05);
  viewer.run(seconds(1), seconds(6));
  EXPECT_NEAR(viewer.head.rate(), 0.8, 1e-6);
  viewer.run(seconds(10), seconds(6));
  EXPECT_NEAR(viewer.behind(), 6, 1e-6);
}

TEST(Playhead, NoDelayIsTheLivePicture) {
  Viewer viewer;
  viewer.look({});
  viewer.run(seconds(2), {});
  EXPECT_NEAR(viewer.behind(), 0, 1e-6);
}

TEST(Playhead, ADelayBeyondThePastIsThePastsEnd) {
  Viewer viewer;
  viewer.now += seconds(60);
  viewer.look(seconds(40));
  EXPECT_NEAR(viewer.behind(), 15, 1e-6);
  viewer.run(seconds(20), seconds(40));
  EXPECT_NEAR(viewer.behind(), 15, 0.1);
  viewer.run(seconds(21), seconds(10));
  EXPECT_NEAR(viewer.behind(), 10, 1e-6) << "nothing has to be caught up that was never shown";
}

TEST(Playhead, JumpsOnlyAfterALongSleep) {
  Viewer viewer;
  viewer.now += seconds(15);
  viewer.look(seconds(2));
  viewer.now += seconds(30);
  viewer.look(seconds(2));
  EXPECT_NEAR(viewer.behind(), 2, 1e-6);
  EXPECT_EQ(viewer.head.rate(), 1);
}

TEST(Playhead, AClockThatStandsMovesNothing) {
  Viewer viewer;
  viewer.now += seconds(10);
  viewer.look(seconds(5));
  const TimePoint before = viewer.shown;
  viewer.look(seconds(5));
  viewer.look(seconds(1));
  EXPECT_EQ(viewer.shown, before);
}

}  // namespace
}  // namespace np
