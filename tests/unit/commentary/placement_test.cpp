#include "commentary/placement.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace np {
namespace {

using namespace std::chrono_literals;
using Placed = Placement::Verdict::What;

// What a test says.
struct FixedGaps final : Gaps {
  std::optional<Gap> next(TimePoint at) const override {
    for (const Gap& gap : gaps)
      if (gap.until > at) return gap;
    return std::nullopt;
  }
  std::vector<Gap> gaps;
};

class PlacementTest : public testing::Test {
 protected:
  void gap(Duration from, Duration until, bool open = false) { gaps.gaps.push_back({zero + from, zero + until, open}); }
  void begin(Duration captured_at, std::optional<Duration> over_at = {}) {
    placement.begin_line(zero + captured_at, over_at ? std::optional(zero + *over_at) : std::nullopt);
  }
  Placed judge(Duration position, Duration length) { return placement.judge(zero + position, length).what; }

  const TimePoint zero{1h};
  FixedGaps gaps;
  Placement placement{&gaps};
};

TEST_F(PlacementTest, WithoutGapsAnywhere) {
  Placement free(nullptr);
  free.begin_line(zero, std::nullopt);
  EXPECT_TRUE(free.anywhere());
  EXPECT_EQ(free.judge(zero + 1h, 1h).what, Placed::kNow);
  EXPECT_FALSE(free.talked_over(zero));
}

TEST_F(PlacementTest, NowWhereItFits) {
  gap(1s, 5s);
  begin(1s);
  EXPECT_EQ(judge(1s, 4s), Placed::kNow);
  EXPECT_EQ(judge(2s, 3s), Placed::kNow);
  EXPECT_EQ(judge(2s, 3001ms), Placed::kWait) << "another may be near";
  EXPECT_EQ(judge(4001ms, 3s), Placed::kNever);
}

TEST_F(PlacementTest, WaitsForAGapThatIsNear) {
  gap(3s, 6s);
  begin(1s);
  const auto verdict = placement.judge(zero + 1s, 2s);
  EXPECT_EQ(verdict.what, Placed::kWait);
  EXPECT_EQ(verdict.at, zero + 3s);
  EXPECT_EQ(judge(3s, 2s), Placed::kNow);
}

TEST_F(PlacementTest, TakesTheNextWhereTheFirstIsTooShort) {
  gap(1s, 3s);
  gap(4s, 8s);
  begin(1s);
  const auto verdict = placement.judge(zero + 1s, 3s);
  EXPECT_EQ(verdict.what, Placed::kWait);
  EXPECT_EQ(verdict.at, zero + 4s);
}

TEST_F(PlacementTest, IsLeftUnsaidRatherThanLate) {
  gap(10s, 20s);
  begin(1s);
  EXPECT_EQ(judge(2s, 1s), Placed::kWait) << "more may be known in a moment";
  EXPECT_EQ(judge(4s + 1ms, 1s), Placed::kNever);
}

TEST_F(PlacementTest, TheRestOfALineIsNotLateWhileTheLineIsSaid) {
  gap(1s, 20s);
  begin(1s);
  ASSERT_EQ(judge(1s, 5s), Placed::kNow);
  placement.begun(zero + 1s, 5s);
  EXPECT_EQ(judge(6s, 5s), Placed::kNow);
}

TEST_F(PlacementTest, AnOpenGapTakesWhatIsLongerThanWhatIsKnown) {
  gap(1s, 4s, true);
  begin(1s);
  EXPECT_EQ(judge(1s, 10s), Placed::kNow);
  EXPECT_EQ(judge(3s, 10s), Placed::kWait) << "too little is certain";
  EXPECT_EQ(judge(3s, 800ms), Placed::kNow);
}

TEST_F(PlacementTest, WhatWeighsMuchWaitsForAGapAndIsSaidInTheEnd) {
  begin(1s, 11s);
  EXPECT_EQ(judge(1s, 2s), Placed::kWait);
  EXPECT_EQ(judge(10s, 2s), Placed::kWait);
  EXPECT_EQ(judge(11s, 2s), Placed::kNow);
  EXPECT_FALSE(placement.talked_over(zero + 11s)) << "it may";
  gap(8s, 12s);
  EXPECT_EQ(judge(8s, 2s), Placed::kNow);
}

TEST_F(PlacementTest, KnowsWhenSomebodySpeaks) {
  gap(1s, 5s);
  begin(1s);
  EXPECT_FALSE(placement.talked_over(zero + 2s));
  EXPECT_TRUE(placement.talked_over(zero + 5s));
  EXPECT_TRUE(placement.talked_over(zero + 500ms));
}

TEST_F(PlacementTest, TellsHowMuchRoomThereIsForLess) {
  const auto room = [&](Duration position, Duration length) { return placement.judge(zero + position, length).room; };
  gap(1s, 5s);
  gap(9s, 10s, true);
  begin(1s);
  EXPECT_EQ(room(2s, 4s), 3s);
  EXPECT_EQ(room(2s, 3s), 0s) << "it fits";
  EXPECT_EQ(room(500ms, 5s), 0s) << "somebody speaks yet";
  EXPECT_EQ(room(4500ms, 3s), 0s) << "it is too late for less as well";
  EXPECT_EQ(room(9s, 3s), 0s) << "the gap may go on";
}

TEST_F(PlacementTest, ASilenceAsLongAsTimeItselfIsNoTrouble) {
  gaps.gaps = {{TimePoint::min(), TimePoint::max(), true}};
  begin(1s);
  EXPECT_EQ(judge(1s, 1h), Placed::kNow);
  EXPECT_FALSE(placement.talked_over(zero));
}

}  // namespace
}  // namespace np
