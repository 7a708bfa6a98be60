#include "audio/resampler.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "base/error.hpp"

namespace np {
namespace {

std::vector<float> sine(double hz, double rate, std::size_t samples) {
  std::vector<float> out(samples);
  for (std::size_t i = 0; i < samples; ++i)
    out[i] = 0.5F * static_cast<float>(std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate));
  return out;
}

std::vector<float> resampled(const std::vector<float>& in, std::size_t chunk) {
  Resampler resampler(16000, 48000);
  std::vector<float> out;
  auto append = [&](const std::vector<float>& part) { out.insert(out.end(), part.begin(), part.end()); };
  for (std::size_t i = 0; i < in.size(); i += chunk)
    append(resampler.push(std::span(in).subspan(i, std::min(chunk, in.size() - i))));
  append(resampler.finish());
  return out;
}

TEST(Resampler, ThreeTimesTheRateIsTheSameToneThreeTimesTheSamples) {
  const auto out = resampled(sine(440, 16000, 16000), 1600);
  const auto expected = sine(440, 48000, 48000);
  ASSERT_NEAR(static_cast<double>(out.size()), 48000, 1);
  for (std::size_t i = 2000; i < 46000; ++i) ASSERT_NEAR(out[i], expected[i], 1e-3) << i;
}

TEST(Resampler, TheSizeOfTheChunksIsNotHeard) {
  const auto in = sine(1234, 16000, 9999);
  const auto whole = resampled(in, in.size());
  for (const std::size_t chunk : {1, 7, 160, 4096}) {
    const auto parts = resampled(in, chunk);
    ASSERT_EQ(parts.size(), whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) ASSERT_NEAR(parts[i], whole[i], 1e-5) << chunk << " " << i;
  }
}

TEST(Resampler, BeginsAnewAfterFinish) {
  Resampler resampler(16000, 48000);
  const auto in = sine(300, 16000, 3000);
  const auto run = [&] {
    auto out = resampler.push(in);
    const auto rest = resampler.finish();
    out.insert(out.end(), rest.begin(), rest.end());
    return out;
  };
  EXPECT_EQ(run(), run());
}

TEST(Resampler, NothingInNothingOut) {
  Resampler resampler(16000, 48000);
  EXPECT_TRUE(resampler.push({}).empty());
  EXPECT_TRUE(resampler.finish().empty());
}

TEST(Resampler, RefusesImpossibleRates) { EXPECT_THROW(Resampler(0, 48000), Error); }

}  // namespace
}  // namespace np
