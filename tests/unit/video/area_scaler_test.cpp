#include "video/area_scaler.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace np {
namespace {

std::vector<std::uint8_t> scaled(const std::vector<std::uint8_t>& in, int width, int height, int to_width,
                                 int to_height, int channels = 1) {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(to_width) * to_height * channels);
  AreaScaler().scale({in.data(), width * channels, width, height},
                     {out.data(), to_width * channels, to_width, to_height}, channels);
  return out;
}

TEST(AreaScaler, HalvingAverages) {
  EXPECT_EQ(scaled({0, 100, 200, 100, 200, 100, 0, 100}, 4, 2, 2, 1), (std::vector<std::uint8_t>{100, 100}));
}

TEST(AreaScaler, ThreeIntoTwoSplitsTheMiddle) {
  EXPECT_EQ(scaled({0, 90, 180}, 3, 1, 2, 1), (std::vector<std::uint8_t>{30, 150}));
  EXPECT_EQ(scaled({0, 90, 180}, 1, 3, 1, 2), (std::vector<std::uint8_t>{30, 150}));
}

TEST(AreaScaler, FlatStaysFlatAtEverySize) {
  for (const int level : {0, 1, 128, 254, 255})
    for (const auto& [width, height, to_width, to_height] :
         {std::tuple{1264, 720, 588, 336}, {7, 5, 3, 2}, {3840, 10, 13, 1}, {3, 3, 64, 64}, {5, 5, 5, 5}, {1, 1, 9, 4}})
      for (const std::uint8_t out : scaled(std::vector<std::uint8_t>(static_cast<std::size_t>(width) * height, level),
                                           width, height, to_width, to_height))
        ASSERT_EQ(out, level) << width << "x" << height << " to " << to_width << "x" << to_height;
}

TEST(AreaScaler, TheMeanStays) {
  std::vector<std::uint8_t> noise(257 * 131);
  std::uint32_t seed = 1;
  for (auto& x : noise) x = static_cast<std::uint8_t>((seed = seed * 1664525 + 1013904223) >> 24);
  const auto out = scaled(noise, 257, 131, 64, 48);
  const auto mean = [](const auto& v) {
    return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
  };
  EXPECT_NEAR(mean(out), mean(noise), 1);
}

TEST(AreaScaler, ChannelsDoNotMix) {
  EXPECT_EQ(scaled({10, 20, 30, 30, 40, 50}, 2, 1, 1, 1, 3), (std::vector<std::uint8_t>{20, 30, 40}));
}

TEST(AreaScaler, RowsMayBePadded) {
  const std::vector<std::uint8_t> in{10, 20, 99, 30, 40, 99};
  std::vector<std::uint8_t> out(4, 7);
  AreaScaler().scale({in.data(), 3, 2, 2}, {out.data(), 2, 1, 2}, 1);
  EXPECT_EQ(out, (std::vector<std::uint8_t>{15, 7, 35, 7}));
}

TEST(AreaScaler, SizesMayChangeFromPictureToPicture) {
  AreaScaler scaler;
  std::vector<std::uint8_t> in(64, 50), out(16);
  scaler.scale({in.data(), 8, 8, 8}, {out.data(), 4, 4, 4});
  scaler.scale({in.data(), 4, 4, 4}, {out.data(), 2, 2, 2});
  scaler.scale({in.data(), 8, 8, 8}, {out.data(), 3, 3, 3});
  for (int i = 0; i < 9; ++i) EXPECT_EQ(out[i], 50);
}

}  // namespace
}  // namespace np
