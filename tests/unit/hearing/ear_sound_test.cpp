#include "hearing/ear_sound.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "hearing/speech_detector.hpp"
#include "hearing/speech_network.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kBlock = 960;

SoundPtr block_at(TimePoint at, std::size_t samples = kBlock, double hz = 440) {
  auto block = std::make_shared<SoundBlock>(at);
  for (std::size_t i = 0; i < samples; ++i)
    block->samples.push_back(
        static_cast<std::int16_t>(10000 * std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / kSampleRate)));
  return block;
}

class WindowMakerTest : public testing::Test {
 protected:
  void push(std::size_t blocks) {
    for (std::size_t i = 0; i < blocks; ++i, now += 20ms) {
      ASSERT_TRUE(maker.goes_on_with(*block_at(now)));
      maker.push(*block_at(now));
    }
  }
  const TimePoint start{1h};
  TimePoint now = start;
  WindowMaker maker;
};

TEST_F(WindowMakerTest, WindowsAreAThirdOfTheSamplesAndBeginWhereTheSoundDoes) {
  push(100);
  const auto first = maker.take();
  EXPECT_EQ(first.from, start);
  EXPECT_EQ(first.samples.size() % SpeechNetwork::kWindow, 0u);
  EXPECT_NEAR(static_cast<double>(first.samples.size()), 32000, 1024);
  push(100);
  const auto second = maker.take();
  EXPECT_EQ(second.from, start + Heard::kWindow * static_cast<int>(first.samples.size() / SpeechNetwork::kWindow));
}

TEST_F(WindowMakerTest, NothingComesOfLessThanAWindow) {
  push(1);
  EXPECT_TRUE(maker.take().samples.empty());
}

TEST_F(WindowMakerTest, AClockThatRunsOtherwiseIsFollowed) {
  for (int i = 0; i < 5000; ++i) {
    now += 1ms;  // a block of 20 ms comes every 21
    push(1);
    maker.take();
  }
  push(2);
  EXPECT_NEAR(to_seconds(now - maker.take().from), 0.04, 0.1);
}

TEST_F(WindowMakerTest, AJumpIsNoticed) {
  push(10);
  EXPECT_TRUE(maker.goes_on_with(*block_at(now + 50ms)));
  EXPECT_FALSE(maker.goes_on_with(*block_at(now + 1s)));
  EXPECT_FALSE(maker.goes_on_with(*block_at(now - 500ms)));
}

TEST(WaitingSoundTest, GivesTheOldestAQuarterOfASecondAtATime) {
  WaitingSound sound;
  TimePoint now{1h};
  for (int i = 0; i < 50; ++i, now += 20ms) sound.push(block_at(now));
  EXPECT_EQ(sound.waiting(), 1s);
  const auto taken = sound.take();
  EXPECT_EQ(taken.front()->captured_at, TimePoint{1h});
  EXPECT_NEAR(static_cast<double>(taken.size()), 12.5, 1);
  EXPECT_EQ(sound.waiting(), 1s - 20ms * taken.size());
}

TEST(WaitingSoundTest, IsWorthATurnFromATenthOfASecondOn) {
  WaitingSound sound;
  for (int i = 0; i < 4; ++i) sound.push(block_at(TimePoint{1h} + 20ms * i));
  EXPECT_FALSE(sound.enough());
  sound.push(block_at(TimePoint{1h} + 80ms));
  EXPECT_TRUE(sound.enough());
}

TEST(WaitingSoundTest, BeyondItsBoundTheOldestAreLost) {
  WaitingSound sound;
  TimePoint now{1h};
  for (int i = 0; i < 1000; ++i, now += 20ms) sound.push(block_at(now));
  EXPECT_LE(sound.waiting(), Ear::kMostWaiting);
  EXPECT_EQ(sound.take().front()->captured_at, now - Ear::kMostWaiting);
}

}  // namespace
}  // namespace np
