#include "audio/leveller.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace np {
namespace {

std::vector<float> tone(double seconds, double amplitude, double hz = 1000) {
  std::vector<float> out(static_cast<std::size_t>(seconds * kSampleRate));
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<float>(amplitude *
                                std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / kSampleRate + 0.3));
  return out;
}

std::vector<float> noise(double seconds, float size) {
  std::mt19937 random(5);
  std::normal_distribution<float> normal(0, size);
  std::vector<float> out(static_cast<std::size_t>(seconds * kSampleRate));
  for (float& sample : out) sample = normal(random);
  return out;
}

struct Measured {
  double integrated, true_peak;
};
Measured measure(const std::vector<float>& sound) {
  LoudnessMeter meter(kSampleRate);
  meter.push(sound);
  return {meter.integrated(), meter.true_peak()};
}

std::vector<float> levelled(Leveller& leveller, std::span<const float> sound, std::size_t part = 1000) {
  std::vector<float> out;
  const auto take = [&](const PcmPtr& chunk) {
    if (!chunk) return;
    for (const std::int16_t sample : chunk->samples) out.push_back(static_cast<float>(sample) / 32767);
  };
  for (std::size_t at = 0; at < sound.size(); at += part)
    take(leveller.push(sound.subspan(at, std::min(part, sound.size() - at))));
  take(leveller.finish());
  return out;
}

// EBU Tech 3341's first case, for one channel: a tone of 1 kHz, -23 dBFS in both channels, is -23 LUFS; in one it is 3
// less.
TEST(LoudnessMeter, MeasuresAsTheStandardSays) {
  EXPECT_NEAR(measure(tone(5, std::pow(10, -23 / 20.0))).integrated, -26, 0.1);
  EXPECT_EQ(measure(tone(0.2, 0.5)).integrated, LoudnessMeter::kSilent);
  EXPECT_EQ(measure(std::vector<float>(kSampleRate)).integrated, LoudnessMeter::kSilent);
}

TEST(LoudnessMeter, SilenceDoesNotCount) {
  auto sound = tone(2, 0.1);
  const double alone = measure(sound).integrated;
  sound.resize(sound.size() * 3);
  EXPECT_NEAR(measure(sound).integrated, alone, 0.5);
}

TEST(LoudnessMeter, FindsThePeakBetweenSamples) {
  // A quarter of the rate, 45 degrees off: all samples have 0.707 of the peak.
  std::vector<float> sound(kSampleRate / 10);
  for (std::size_t i = 0; i < sound.size(); ++i)
    sound[i] = static_cast<float>(std::sin(std::numbers::pi / 2 * static_cast<double>(i) + std::numbers::pi / 4));
  EXPECT_NEAR(measure(sound).true_peak, 0, 0.3);
}

TEST(TruePeakLimiter, LetsPassWhatIsBelowTheCeiling) {
  TruePeakLimiter limiter(-1);
  const auto sound = tone(0.3, 0.8);
  auto out = limiter.push(sound);
  const auto rest = limiter.finish();
  out.insert(out.end(), rest.begin(), rest.end());
  EXPECT_EQ(out, sound);
}

TEST(TruePeakLimiter, NoPeakIsAboveTheCeiling) {
  for (const double hz : {90.0, 997.0, 5000.0, 12000.0}) {
    TruePeakLimiter limiter(-1);
    auto sound = tone(0.3, 0.2, hz);
    const auto loud = tone(0.3, 3, hz);
    sound.insert(sound.end(), loud.begin(), loud.end());
    auto out = limiter.push(sound);
    const auto rest = limiter.finish();
    out.insert(out.end(), rest.begin(), rest.end());
    EXPECT_EQ(out.size(), sound.size());
    EXPECT_LE(measure(out).true_peak, -0.9) << hz;
  }
}

TEST(Leveller, IsRightFromTheFirstSampleWhereTheLoudnessIsKnown) {
  Leveller leveller(-26);
  const auto out = levelled(leveller, tone(2, std::pow(10, -23 / 20.0)));
  EXPECT_NEAR(measure(out).integrated, Leveller::kLufs, 0.2);
  EXPECT_NEAR(measure({out.begin(), out.begin() + kSampleRate / 2}).integrated, Leveller::kLufs, 0.3);
  EXPECT_NEAR(leveller.measured().value_or(0), -26, 0.1);
}

TEST(Leveller, FindsTheLoudnessWhereNothingIsKnown) {
  for (const float size : {0.01F, 0.03F, 0.3F}) {
    Leveller leveller(std::nullopt);
    const auto sound = noise(3, size);
    const auto out = levelled(leveller, sound);
    EXPECT_EQ(out.size(), sound.size());
    EXPECT_NEAR(measure(out).integrated, Leveller::kLufs, 1) << size;
    EXPECT_LE(measure(out).true_peak, -0.9) << size;
  }
}

TEST(Leveller, CorrectsWhatWasExpectedWrong) {
  for (const double off : {-6.0, 6.0}) {
    Leveller leveller(-26 + off);
    const auto out = levelled(leveller, tone(8, std::pow(10, -23 / 20.0)));
    EXPECT_NEAR(measure({out.end() - 2 * kSampleRate, out.end()}).integrated, Leveller::kLufs, 1) << off;
  }
}

TEST(Leveller, AShortWordComesOutToo) {
  Leveller leveller(std::nullopt);
  const auto sound = tone(0.15, 0.1);
  const auto out = levelled(leveller, sound, 480);
  EXPECT_EQ(out.size(), sound.size());
}

TEST(Leveller, NothingInNothingOut) {
  Leveller leveller(std::nullopt);
  EXPECT_FALSE(leveller.push({}));
  EXPECT_FALSE(leveller.finish());
  EXPECT_FALSE(leveller.measured());
}

}  // namespace
}  // namespace np
