#include "commentary/sync_delay.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart = TimePoint{} + 1h;

TEST(SyncDelayTest, ZeroMeansLiveForEver) {
  SyncDelay live(0s, 0.2);
  live.set_active(kStart, true);
  live.observe(kStart, 3s);
  live.guess(kStart, 3s);
  EXPECT_EQ(live.value(), Duration::zero());
}

TEST(SyncDelayTest, NeverLeavesWhatTheDisplayBufferKeeps) {
  SyncDelay delay(5s, 1.0);
  delay.set_active(kStart, true);
  delay.observe(kStart, 100s);
  EXPECT_EQ(delay.value(), SyncDelay::kMax);
  delay.observe(kStart, -1s);
  EXPECT_EQ(delay.value(), Duration::zero());
}

TEST(SyncDelayTest, TakesTheFirstLatencyAsItIs) {
  SyncDelay delay(std::nullopt, 0.2);
  delay.set_active(kStart, true);
  EXPECT_EQ(delay.value(), 0s);
  delay.observe(kStart, 2s);
  EXPECT_EQ(delay.value(), 2s);
  delay.observe(kStart, 1s);
  EXPECT_NEAR(to_seconds(delay.value()), 1.8, 1e-9);
  delay.guess(kStart, 9s);
  EXPECT_NEAR(to_seconds(delay.value()), 1.8, 1e-9) << "what was measured is better than a guess";
  delay.begin_anew();
  EXPECT_NEAR(to_seconds(delay.value()), 1.8, 1e-9);
  delay.observe(kStart, 500ms);
  EXPECT_EQ(delay.value(), 500ms);
}

TEST(SyncDelayTest, ThePictureNeverRunsBackAndApproachesTheDelay) {
  SyncDelay delay(std::nullopt, 0.2);
  delay.set_active(kStart, true);
  EXPECT_EQ(delay.until_shown(kStart, kStart), 0s) << "live";
  EXPECT_GT(delay.until_shown(kStart, kStart + 1s), 0s);
  delay.observe(kStart, 2s);
  EXPECT_EQ(delay.until_shown(kStart, kStart), 0s) << "it was shown";
  // At four fifths of the speed until it is two seconds behind.
  const TimePoint later = kStart + 5s;
  EXPECT_EQ(delay.until_shown(later, kStart + 3900ms), 0s);
  EXPECT_GT(delay.until_shown(later, kStart + 4100ms), 0s);
  EXPECT_GT(delay.until_shown(kStart + 20s, kStart + 18100ms), 0s);
  EXPECT_EQ(delay.until_shown(kStart + 20s, kStart + 17900ms), 0s);
}

TEST(SyncDelayTest, SaysNeverTooLateWhenToLookAgain) {
  SyncDelay delay(5s, 0.2);
  delay.set_active(kStart, true);
  TimePoint now = kStart + 60s;
  const TimePoint wanted = now - 1s;
  const TimePoint due = wanted + 5s;
  int looks = 0;
  for (Duration left; (left = delay.until_shown(now, wanted)) > Duration::zero(); now += left) ASSERT_LT(++looks, 100);
  EXPECT_NEAR(to_seconds(now - due), 0, 0.01);
}

}  // namespace
}  // namespace np
