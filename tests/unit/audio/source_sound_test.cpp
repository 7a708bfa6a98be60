#include "audio/source_sound.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>

namespace np {
namespace {

using namespace std::chrono_literals;
using ::testing::Each;
using ::testing::ElementsAre;

constexpr TimePoint kStart = TimePoint{} + 100s;

SoundPtr block(TimePoint at, Duration length, std::int16_t value = 1000) {
  auto made = std::make_shared<SoundBlock>();
  made->captured_at = at;
  made->samples.assign(static_cast<std::size_t>(to_seconds(length) * kSampleRate + 0.5), value);
  return made;
}

std::vector<std::int16_t> heard(const SourceSound& sound, TimePoint from, Duration length) {
  std::vector<std::int16_t> samples(static_cast<std::size_t>(to_seconds(length) * kSampleRate + 0.5));
  sound.read(from, samples);
  return samples;
}

TEST(SourceSound, IsWantedWhileSomebodyListens) {
  int asked = 0;
  SourceSound sound([&] { ++asked; });
  EXPECT_FALSE(sound.wanted());
  auto first = sound.listen(nullptr);
  auto second = sound.listen(nullptr);
  EXPECT_TRUE(sound.wanted());
  first.reset();
  EXPECT_TRUE(sound.wanted());
  second.reset();
  EXPECT_FALSE(sound.wanted());
  EXPECT_EQ(asked, 2) << "once when the first came, once when the last had gone";
}

TEST(SourceSound, TellsEachBlockToEachListener) {
  SourceSound sound(nullptr);
  std::vector<TimePoint> told;
  auto one = sound.listen([&](const SoundPtr& b) { told.push_back(b->captured_at); });
  auto two = sound.listen([&](const SoundPtr& b) { told.push_back(b->end()); });
  sound.push(block(kStart, 20ms));
  two.reset();
  sound.push(block(kStart + 20ms, 20ms));
  EXPECT_THAT(told, ElementsAre(kStart, kStart + 20ms, kStart + 20ms));
}

TEST(SourceSound, BlocksThatNearlyMeetAreOneSound) {
  SourceSound sound(nullptr);
  sound.push(block(kStart, 20ms));
  sound.push(block(kStart + 21ms, 20ms));  // a millisecond late
  sound.push(block(kStart + 39ms, 20ms));  // and early
  const auto middle = heard(sound, kStart + 6ms, 48ms);
  EXPECT_THAT(middle, Each(1000)) << "no hole, no ramp";
}

TEST(SourceSound, WhatIsNotThereIsSilentAndItsEdgesAreSoft) {
  SourceSound sound(nullptr);
  sound.push(block(kStart, 100ms));
  sound.push(block(kStart + 200ms, 100ms));
  const auto all = heard(sound, kStart, 300ms);
  EXPECT_THAT(std::span(all).subspan(4800, 4800), Each(0));
  int steepest = 0;
  for (std::size_t i = 1; i < all.size(); ++i) steepest = std::max(steepest, std::abs(all[i] - all[i - 1]));
  EXPECT_LE(steepest, 5) << "no click of 1000";
  EXPECT_EQ(all[2400], 1000);
  EXPECT_EQ(all[12000], 1000);
}

TEST(SourceSound, WhatBeginsEarlierReplacesTheRest) {
  SourceSound sound(nullptr);
  sound.push(block(kStart, 500ms, 1000));
  sound.push(block(kStart + 300ms, 100ms, 2000));
  EXPECT_EQ(heard(sound, kStart + 290ms, 1ms)[0], 1000);
  EXPECT_EQ(heard(sound, kStart + 350ms, 1ms)[0], 2000);
  EXPECT_EQ(sound.kept()->end, kStart + 400ms);
  // And the clock of the source may jump back behind all there is.
  sound.push(block(kStart - 10s, 100ms, 3000));
  EXPECT_EQ(sound.kept()->begin, kStart - 10s);
  EXPECT_EQ(sound.kept()->end, kStart - 9900ms);
}

TEST(SourceSound, KeepsTheRecentPastAlone) {
  SourceSound sound(nullptr);
  for (int i = 0; i < 3000; ++i) sound.push(block(kStart + i * 20ms, 20ms));
  EXPECT_EQ(sound.kept()->end, kStart + 60s);
  EXPECT_NEAR(to_seconds(sound.kept()->end - sound.kept()->begin), to_seconds(SourceSound::kMaxAge), 0.03);
  sound.clear();
  EXPECT_FALSE(sound.kept());
  EXPECT_THAT(heard(sound, kStart + 59s, 10ms), Each(0));
}

TEST(SourceSound, ASenderWhoseSamplesRunFasterThanItsClockStaysInStep) {
  // 0.5 %: far more than any crystal is wrong.
  SourceSound sound(nullptr);
  for (int i = 0; i < 500; ++i) {
    sound.push(block(kStart + i * 20ms, 20100us));
    EXPECT_LE(abs(sound.kept()->end - (kStart + i * 20ms + 20ms)), SourceSound::kTolerance + 1ms);
  }
}

}  // namespace
}  // namespace np
