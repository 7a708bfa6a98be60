#include "speech/neural/vocoder.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "unit/speech/neural/spectra_of.hpp"

namespace np {
namespace {

using test::MadeSpectra;

constexpr VoiceStyle kOwn{};

std::vector<float> sound_of(const MadeSpectra& made, const VoiceStyle& style = kOwn) {
  Vocoder vocoder(made.view(), style, 0, made.frames);
  std::vector<float> sound;
  while (!vocoder.done()) {
    const auto part = vocoder.next();
    sound.insert(sound.end(), part.begin(), part.end());
  }
  EXPECT_TRUE(vocoder.next().empty());
  return sound;
}

// How large the tone of this pitch is in the middle of the sound.
double size_of_tone(const std::vector<float>& sound, double hz) {
  double re = 0, im = 0;
  const std::size_t from = 2400, to = from + 4800;
  for (std::size_t i = from; i < to; ++i) {
    const double angle = 2 * std::numbers::pi * hz * static_cast<double>(i) / Spectra::kRate;
    re += sound[i] * std::cos(angle);
    im += sound[i] * std::sin(angle);
  }
  return 2 * std::hypot(re, im) / static_cast<double>(to - from);
}

double power(const std::vector<float>& sound) {
  double sum = 0;
  for (std::size_t i = 2400; i < 7200; ++i) sum += static_cast<double>(sound[i]) * sound[i];
  return sum / 4800;
}

TEST(Vocoder, AFrameIs300Samples) {
  for (const std::size_t frames : {1, 2, 3, 8, 9, 100}) EXPECT_EQ(sound_of(MadeSpectra(frames)).size(), frames * 300);
  EXPECT_TRUE(sound_of(MadeSpectra(0)).empty());
}

TEST(Vocoder, AHarmonicHasTheSizeThatItsBinSays) {
  const auto sound = sound_of(MadeSpectra(40).voice(6, 15, 0.5F));
  EXPECT_NEAR(size_of_tone(sound, 200), 0.5, 0.01);
  EXPECT_NEAR(power(sound), 0.125, 0.01) << "and there is nothing else";
}

TEST(Vocoder, APhaseTurnsIt) {
  MadeSpectra made(40);
  made.voice(6, 15, 0.5F);
  const auto before = sound_of(made);
  for (float& turn : made.turn) turn = 9;  // tanh: 1, so half a turn
  const auto after = sound_of(made);
  for (std::size_t i = 3000; i < 6000; ++i) ASSERT_NEAR(after[i], -before[i], 0.01);
}

TEST(Vocoder, PitchAndFormantsAreMovedApart) {
  const auto made = MadeSpectra(40).voice(6, 18, 0.5F);
  EXPECT_NEAR(size_of_tone(sound_of(made, {.pitch = 1.4F, .formants = 1}), 280), 0.5, 0.01);
  EXPECT_LT(size_of_tone(sound_of(made, {.pitch = 2, .formants = 1}), 400), 0.01) << "there the spectrum has nothing";
  EXPECT_NEAR(size_of_tone(sound_of(made, {.pitch = 2, .formants = 2}), 400), 0.5, 0.01);
}

TEST(Vocoder, WithoutAPitchThereAreNoHarmonics) {
  EXPECT_LT(power(sound_of(MadeSpectra(40, 0).voice(0, 601, 0.5F))), 1e-8);
}

TEST(Vocoder, SoundIsTheSameHoweverLongItIs) {
  const auto made = MadeSpectra(60).voice(6, 100, 0.1F);
  const auto whole = sound_of(made);
  Vocoder vocoder(made.view(), kOwn, 0, 60);
  const auto first = vocoder.next();
  EXPECT_EQ(first.size(), (Vocoder::kBatch - 2) * 300);
  EXPECT_TRUE(std::equal(first.begin(), first.end(), whole.begin()));
}

TEST(FramePowers, SayHowLoudTheSoundWillBe) {
  // At 1 kHz K-weighting adds 0.7 dB, as BS.1770's constant takes away.
  const auto tone = MadeSpectra(80, 1000).voice(40, 61, 0.25F);
  const auto powers = frame_powers(tone.view(), kOwn);
  EXPECT_NEAR(10 * std::log10(powers[40] / power(sound_of(tone))), 0.7, 0.3);
  const auto hiss = MadeSpectra(80, 0).hiss(40, 61, 1);
  EXPECT_NEAR(10 * std::log10(frame_powers(hiss.view(), kOwn)[40] / power(sound_of(hiss))), 0.7, 1.0);
}

TEST(HeardPart, LeavesTheSilenceOut) {
  auto made = MadeSpectra(300, 1000).voice(40, 61, 0.1F);
  made.silence(0, 24).silence(260, 300);
  const HeardPart part = heard_part(frame_powers(made.view(), kOwn));
  EXPECT_EQ(part.from, 24u);
  EXPECT_EQ(part.to, 260u);
  EXPECT_NEAR(part.lufs, -23, 1.5);
  const HeardPart none = heard_part(frame_powers(MadeSpectra(30).view(), kOwn));
  EXPECT_EQ(none.from, none.to);
  EXPECT_EQ(heard_part({}).to, 0u);
}

}  // namespace
}  // namespace np
