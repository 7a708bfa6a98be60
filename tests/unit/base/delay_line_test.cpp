#include "base/delay_line.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "base/manual_loop.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class DelayLineTest : public testing::Test {
 protected:
  void push(Duration ago, int value) {
    line.push(loop.now() - ago, [this, value] { ran.push_back(value); });
  }
  ManualLoop loop;
  DelayLine line{loop};
  std::vector<int> ran;
};

TEST_F(DelayLineTest, WithoutADelayNothingWaits) {
  push(0s, 1);
  EXPECT_THAT(ran, ElementsAre(1));
}

TEST_F(DelayLineTest, EachRunsThatMuchLaterThanWhatItIsAbout) {
  line.set_delay(4s);
  push(0s, 2);
  push(1s, 1);
  loop.advance(2999ms);
  EXPECT_THAT(ran, IsEmpty());
  loop.advance(1ms);
  EXPECT_THAT(ran, ElementsAre(1));
  loop.advance(1s);
  EXPECT_THAT(ran, ElementsAre(1, 2));
  push(5s, 3);
  EXPECT_THAT(ran, ElementsAre(1, 2, 3)) << "its time is over";
}

TEST_F(DelayLineTest, ThoseOfOneTimeRunInTheOrderTheyCame) {
  line.set_delay(1s);
  push(0s, 1);
  push(0s, 2);
  loop.advance(1s);
  EXPECT_THAT(ran, ElementsAre(1, 2));
}

TEST_F(DelayLineTest, AnotherDelayHoldsForWhatWaits) {
  line.set_delay(4s);
  push(0s, 1);
  push(-1s, 2);
  loop.advance(1s);
  line.set_delay(1s);
  EXPECT_THAT(ran, ElementsAre(1));
  line.set_delay(3s);
  loop.advance(2999ms);
  EXPECT_THAT(ran, ElementsAre(1));
  loop.advance(1ms);
  EXPECT_THAT(ran, ElementsAre(1, 2));
}

TEST_F(DelayLineTest, BeyondItsBoundTheOldestRunsEarly) {
  line.set_delay(1h);
  for (int i = 0; i <= static_cast<int>(DelayLine::kMost); ++i) push(-1s * i, i);
  EXPECT_THAT(ran, ElementsAre(0));
}

TEST_F(DelayLineTest, WhatIsForgottenDoesNotRun) {
  line.set_delay(1s);
  push(0s, 1);
  line.clear();
  loop.advance(2s);
  EXPECT_THAT(ran, IsEmpty());
}

TEST_F(DelayLineTest, ATaskMayForgetTheRest) {
  line.set_delay(1s);
  line.push(loop.now(), [this] { line.clear(); });
  push(0s, 1);
  loop.advance(2s);
  EXPECT_THAT(ran, IsEmpty());
}

}  // namespace
}  // namespace np
