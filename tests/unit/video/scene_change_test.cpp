#include "video/scene_change.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace np {
namespace {

VideoFrame flat(std::uint8_t level, int width = 320, int height = 240) {
  VideoFrame frame;
  frame.width = width;
  frame.height = height;
  frame.rgb.assign(static_cast<std::size_t>(width) * height * 3, level);
  return frame;
}

TEST(SceneChange, WithoutAnEarlierFrameEverythingIsNew) {
  SceneChange change;
  EXPECT_EQ(change.difference(flat(10)), 255);
  change.remember(flat(10));
  change.forget();
  EXPECT_EQ(change.difference(flat(10)), 255);
}

TEST(SceneChange, IsTheMeanAbsoluteDifference) {
  SceneChange change;
  change.remember(flat(100));
  EXPECT_EQ(change.difference(flat(100)), 0);
  EXPECT_EQ(change.difference(flat(130)), 30);
  EXPECT_EQ(change.difference(flat(60)), 40);
  change.remember(flat(0));
  EXPECT_EQ(change.difference(flat(255)), 255);
}

TEST(SceneChange, IsAgainstTheLastOneRemembered) {
  SceneChange change;
  change.remember(flat(100));
  EXPECT_EQ(change.difference(flat(140)), 40);
  EXPECT_EQ(change.difference(flat(140)), 40) << "asking remembers nothing";
  change.remember(flat(140));
  EXPECT_EQ(change.difference(flat(140)), 0);
}

TEST(SceneChange, SizesMayDiffer) {
  SceneChange change;
  change.remember(flat(100, 768, 576));
  EXPECT_EQ(change.difference(flat(100, 588, 336)), 0);
  EXPECT_EQ(change.difference(flat(100, 16, 9)), 0);
  EXPECT_EQ(change.difference(flat(110, 1, 1)), 10);
}

TEST(SceneChange, APartCountsByItsArea) {
  SceneChange change;
  change.remember(flat(0));
  VideoFrame frame = flat(0);
  for (int y = 0; y < 120; ++y)
    for (int x = 0; x < 160 * 3; ++x) frame.rgb[static_cast<std::size_t>(y) * 320 * 3 + x] = 200;
  EXPECT_NEAR(change.difference(frame), 50, 1);
}

TEST(SceneChange, OneChannelIsAThird) {
  SceneChange change;
  change.remember(flat(0));
  VideoFrame frame = flat(0);
  for (std::size_t i = 0; i < frame.rgb.size(); i += 3) frame.rgb[i] = 90;
  EXPECT_NEAR(change.difference(frame), 30, 0.5);
}

TEST(SceneChange, NoiseOfSinglePixelsHardlyCounts) {
  SceneChange change;
  VideoFrame a = flat(100), b = flat(100);
  std::uint32_t seed = 1;
  const auto noise = [&] { return static_cast<std::uint8_t>(90 + ((seed = seed * 1664525 + 1013904223) >> 24) % 21); };
  for (auto& x : a.rgb) x = noise();
  for (auto& x : b.rgb) x = noise();
  change.remember(a);
  EXPECT_LT(change.difference(b), 3) << "of about 7 between the frames themselves";
}

}  // namespace
}  // namespace np
