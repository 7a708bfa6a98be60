#include "audio/ducker.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace np {
namespace {

using namespace std::chrono_literals;

constexpr int kFull = 20000;

// How loud it comes out, in dB, at the end of each 20 ms.
std::vector<double> levels(Ducker& ducker, Duration length, bool spoken) {
  std::vector<double> out;
  for (auto left = length; left > Duration::zero(); left -= 20ms) {
    std::array<std::int16_t, 960> block;
    block.fill(kFull);
    ducker.duck(block, spoken);
    out.push_back(20 * std::log10(block.back() / static_cast<double>(kFull)));
  }
  return out;
}

TEST(Ducker, LeavesAloneWhatNobodySpeaksOver) {
  Ducker ducker;
  for (const double level : levels(ducker, 1s, false)) EXPECT_EQ(level, 0);
}

TEST(Ducker, GoesDownByTwelveDecibelsAndUpAgain) {
  Ducker ducker;
  const auto down = levels(ducker, 1s, true);
  EXPECT_NEAR(down[0], -1.6, 0.1);
  EXPECT_NEAR(down[3], -6.4, 0.1) << "evenly";
  EXPECT_NEAR(down[7], -12, 0.1) << "within 150 ms";
  EXPECT_NEAR(down.back(), -12, 0.1);
  const auto up = levels(ducker, 2s, false);
  EXPECT_NEAR(up[23], -12, 0.1) << "the next sentence may follow";
  EXPECT_NEAR(up[24 + 10], -6, 0.7);
  EXPECT_NEAR(up[24 + 21], 0, 0.1) << "within 400 ms";
}

TEST(Ducker, DoesNotPumpBetweenSentences) {
  Ducker ducker;
  levels(ducker, 1s, true);
  for (int sentence = 0; sentence < 5; ++sentence) {
    for (const double level : levels(ducker, 400ms, false)) EXPECT_NEAR(level, -12, 0.1);
    levels(ducker, 1s, true);
  }
}

TEST(Ducker, NeverJumps) {
  Ducker ducker;
  int last = kFull;
  for (int block = 0; block < 200; ++block) {
    std::array<std::int16_t, 960> samples;
    samples.fill(kFull);
    ducker.duck(samples, block % 37 < 9);
    for (const int sample : samples) {
      EXPECT_LE(std::abs(sample - last), 6);
      last = sample;
    }
  }
}

}  // namespace
}  // namespace np
