#include "speech/speech_shaper.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <vector>

namespace np {
namespace {

using std::chrono::milliseconds;

constexpr int kRate = 16000;
constexpr double kToneLufs = -14;  // of tone(..., 10000)

std::vector<std::int16_t> tone(milliseconds length, int amplitude, int offset = 0) {
  std::vector<std::int16_t> out(static_cast<std::size_t>(length.count() * kRate / 1000));
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<std::int16_t>(
        offset + amplitude * std::sin(2 * std::numbers::pi * 500 * static_cast<double>(i) / kRate));
  return out;
}

// Pushes the parts and finishes; everything that came out.
std::vector<std::int16_t> shaped(SpeechShaper& shaper, const std::vector<std::vector<std::int16_t>>& parts,
                                 Duration pause) {
  std::vector<std::int16_t> out;
  const auto take = [&](const PcmPtr& chunk) {
    if (chunk) out.insert(out.end(), chunk->samples.begin(), chunk->samples.end());
  };
  for (const auto& part : parts) take(shaper.push(part));
  take(shaper.finish(pause));
  return out;
}

double ms(std::size_t samples) { return static_cast<double>(samples) * 1000 / kSampleRate; }

TEST(SpeechShaper, CutsTheSilenceAroundAndSetsThePause) {
  SpeechShaper shaper(kRate, kToneLufs);
  const auto silence = tone(milliseconds(300), 10);
  const auto out = shaped(shaper, {silence, tone(milliseconds(500), 10000), silence}, milliseconds(250));
  EXPECT_NEAR(ms(out.size()), 15 + 500 + 250, 20);
  const auto first = std::ranges::find_if(out, [](std::int16_t s) { return std::abs(s) > 1000; });
  EXPECT_NEAR(ms(static_cast<std::size_t>(first - out.begin())), 15, 5);
}

TEST(SpeechShaper, ABreathInFrontIsSilenceToo) {
  SpeechShaper shaper(kRate, kToneLufs);
  const auto out = shaped(shaper, {tone(milliseconds(140), 200), tone(milliseconds(500), 10000)}, milliseconds(0));
  const auto first = std::ranges::find_if(out, [](std::int16_t s) { return std::abs(s) > 1000; });
  EXPECT_NEAR(ms(static_cast<std::size_t>(first - out.begin())), 15, 5);
}

TEST(SpeechShaper, KeepsThePausesInside) {
  SpeechShaper shaper(kRate, kToneLufs);
  const auto sound = tone(milliseconds(200), 10000);
  const auto out = shaped(shaper, {sound, tone(milliseconds(200), 10), sound}, milliseconds(100));
  EXPECT_NEAR(ms(out.size()), 200 + 200 + 200 + 100, 10);
}

TEST(SpeechShaper, ACommaIsShorterThanAFullStop) {
  const auto sound = tone(milliseconds(200), 10000);
  const auto silence = tone(milliseconds(400), 10);
  for (const std::size_t pieces : {1, 40}) {
    SpeechShaper shaper(kRate, kToneLufs);
    std::vector<std::vector<std::int16_t>> parts{sound};
    for (std::size_t i = 0; i < pieces; ++i)
      parts.emplace_back(silence.begin() + static_cast<std::ptrdiff_t>(silence.size() * i / pieces),
                         silence.begin() + static_cast<std::ptrdiff_t>(silence.size() * (i + 1) / pieces));
    parts.push_back(sound);
    const auto out = shaped(shaper, parts, milliseconds(100));
    EXPECT_NEAR(ms(out.size()), 200 + 220 + 200 + 100, 10) << "in " << pieces << " pieces";
    int step = 0;
    const auto at = [&](int time_ms) { return static_cast<std::size_t>(time_ms) * kSampleRate / 1000; };
    for (std::size_t i = at(240); i < at(390); ++i) step = std::max(step, std::abs(out[i] - out[i - 1]));
    EXPECT_LT(step, 10) << "the join is not heard";
  }
}

TEST(SpeechShaper, TakesTheOffsetAwayAndLevels) {
  SpeechShaper shaper(kRate, kToneLufs - 6);
  const auto out = shaped(shaper, {tone(milliseconds(1000), 5000, 800)}, milliseconds(0));
  double mean = 0;
  int peak = 0;
  for (std::size_t i = kSampleRate / 10; i < out.size() - kSampleRate / 10; ++i) {
    mean += out[i] / static_cast<double>(out.size());
    peak = std::max(peak, std::abs(out[i]));
  }
  EXPECT_LT(std::abs(mean), 20);
  EXPECT_NEAR(peak, 6290, 150) << "a tone of -18 LUFS";
  EXPECT_NEAR(shaper.measured().value_or(0), kToneLufs - 6, 0.3);
}

TEST(SpeechShaper, NeverClips) {
  SpeechShaper shaper(kRate, -40);
  const auto out = shaped(shaper, {tone(milliseconds(300), 30000)}, milliseconds(0));
  for (const int s : out) ASSERT_LE(std::abs(s), 29250);
}

TEST(SpeechShaper, SilenceAloneIsNothing) {
  SpeechShaper shaper(kRate, kToneLufs);
  EXPECT_TRUE(shaped(shaper, {tone(milliseconds(500), 10)}, milliseconds(250)).empty());
  EXPECT_TRUE(shaped(shaper, {}, milliseconds(250)).empty());
}

}  // namespace
}  // namespace np
