#include "audio/sound_follower.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

namespace np {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kFirstSound = TimePoint{} + 100s;
constexpr Duration kTwenty = AudioStream::kBlock;

// 20 ms of a tone that goes on evenly over all blocks.
SoundPtr tone(TimePoint at, double hz = 200) {
  auto made = std::make_shared<SoundBlock>();
  made->captured_at = at;
  for (int i = 0; i < 960; ++i)
    made->samples.push_back(static_cast<std::int16_t>(
        10000 * std::sin(2 * std::numbers::pi * hz * (to_seconds(at - kFirstSound) + i / 48000.0))));
  return made;
}

class SoundFollowerTest : public ::testing::Test {
 protected:
  void fill(Duration from, Duration to) {
    for (Duration at = from; at < to; at += kTwenty) sound.push(tone(kFirstSound + at));
  }
  // Plays with the picture that `seen` says is seen, block after block.
  void play(int blocks, const std::function<Duration(int)>& seen) {
    for (int i = 0; i < blocks; ++i) {
      const auto block = follower.next(kFirstSound + seen(i));
      heard.insert(heard.end(), block.begin(), block.end());
      if (follower.behind()) worst = std::max(worst, abs(*follower.behind()));
    }
  }
  int steepest() const {
    int most = 0;
    for (std::size_t i = 1; i < heard.size(); ++i) most = std::max(most, std::abs(heard[i] - heard[i - 1]));
    return most;
  }
  double loudness() const {
    double sum = 0;
    for (const double sample : heard) sum += sample * sample;
    return std::sqrt(sum / static_cast<double>(heard.size()));
  }

  SourceSound sound{nullptr};
  SoundFollower follower{sound};
  std::vector<std::int16_t> heard;
  Duration worst{};
};

TEST_F(SoundFollowerTest, WantsTheSoundWhileItLives) {
  EXPECT_TRUE(sound.wanted());
  EXPECT_TRUE(sound.followed());
}

TEST_F(SoundFollowerTest, PlaysWhatBelongsToThePicture) {
  fill(0s, 5s);
  play(100, [](int i) { return 1s + i * kTwenty; });
  EXPECT_EQ(worst, Duration::zero());
  const auto same = tone(kFirstSound + 2s);
  EXPECT_TRUE(std::equal(same->samples.begin(), same->samples.end(), heard.begin() + 48000)) << "sample by sample";
}

TEST_F(SoundFollowerTest, ThatIsNotThereIsSilentAndComesUpSoftly) {
  play(10, [](int i) { return i * kTwenty; });
  EXPECT_EQ(loudness(), 0);
  fill(1s, 3s);
  play(80, [](int i) { return 900ms + i * kTwenty; });
  EXPECT_GT(loudness(), 3000);
  EXPECT_LT(steepest(), 400);
}

// 200 Hz at this height: from sample to sample at most 262.
TEST_F(SoundFollowerTest, APictureThatRunsSlowOrFastIsFollowedWithoutAClick) {
  for (const double speed : {0.8, 1.25}) {
    heard.clear();
    worst = {};
    sound.clear();
    fill(0s, 12s);
    play(300, [&](int i) { return 1s + from_seconds(0.02 * i * speed); });
    EXPECT_LE(worst, 60ms) << speed;
    EXPECT_LT(steepest(), 400) << speed;
    EXPECT_NEAR(loudness(), 10000 / std::numbers::sqrt2, 1000) << "joined where it fits " << speed;
  }
}

TEST_F(SoundFollowerTest, AJumpOfThePictureIsFollowedAtOnce) {
  fill(0s, 12s);
  play(50, [](int i) { return 1s + i * kTwenty; });
  play(1, [](int) { return 7s; });
  EXPECT_LE(abs(*follower.behind()), 10ms);
  play(50, [](int i) { return 7s + (i + 1) * kTwenty; });
  EXPECT_LT(steepest(), 400);
}

TEST_F(SoundFollowerTest, ALittleJitterOfThePictureIsNotFollowed) {
  fill(0s, 12s);
  play(400, [](int i) { return 1s + i * kTwenty + std::chrono::milliseconds(i * 7 % 30 - 15); });
  int jumps = 0;
  for (std::size_t i = 960; i + 240 < heard.size(); ++i) jumps += std::abs(heard[i] - heard[i + 240]) > 200;
  EXPECT_EQ(jumps, 0) << "the tone's period stays whole";
}

// A live source whose sound comes as it is captured, in pieces of 60 ms, some of them late.
TEST_F(SoundFollowerTest, WhatComesUnevenlyAndLateIsPlayedAsSoonAsItHoldsTogether) {
  Duration there{};
  int holes = 0;
  play(1000, [&](int i) {
    const Duration now = i * kTwenty;
    const Duration hitch = i % 100 < 3 ? 60ms : 0ms;
    while (there + 60ms <= now - hitch) {
      for (int k = 0; k < 3; ++k) sound.push(tone(kFirstSound + there + k * kTwenty));
      there += 60ms;
    }
    if (i > 500 && heard.size() >= 960)
      holes += std::all_of(heard.end() - 960, heard.end(), [](auto s) { return s == 0; });
    return now + 120ms;
  });
  EXPECT_LE(holes, 3) << "it has learned";
  ASSERT_TRUE(follower.behind());
  EXPECT_LT(*follower.behind(), 420ms);
  EXPECT_LT(steepest(), 400);
}

TEST_F(SoundFollowerTest, TheEndOfTheSoundIsNoEcho) {
  fill(0s, 2s);
  play(200, [](int i) { return 1s + i * kTwenty; });
  std::size_t loud = 0;
  for (std::size_t i = 0; i < heard.size(); ++i)
    if (std::abs(heard[i]) > 100) loud = i;
  EXPECT_LE(loud, 48000u) << "what was heard is not heard again";
  EXPECT_FALSE(follower.behind());
  fill(6s, 9s);
  heard.clear();
  play(50, [](int i) { return 6500ms + i * kTwenty; });
  EXPECT_GT(loudness(), 6000) << "and when it comes again it is heard";
}

}  // namespace
}  // namespace np
