#include "speech/speak_to_pcm.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <span>
#include <string>

#include "base/error.hpp"
#include "unit/speech/flite/flite_says.hpp"
#include "unit/speech/sentence.hpp"

namespace np {
namespace {

using test::flite_says;
using test::kSentence;

double rms(std::span<const std::int16_t> samples) {
  double sum = 0;
  for (const double s : samples) sum += s * s;
  return std::sqrt(sum / static_cast<double>(samples.size()));
}

int peak(std::span<const std::int16_t> samples) {
  int most = 0;
  for (const int s : samples) most = std::max(most, std::abs(s));
  return most;
}

TEST(SpeakToPcm, IsLikeSpeech) {
  const PcmChunk sound = flite_says(kSentence);
  const double duration = static_cast<double>(sound.samples.size()) / kSampleRate;
  EXPECT_GT(duration, 2.5);
  EXPECT_LT(duration, 6);
  // Peaks about -3 dBFS, nothing clipped, loudness of speech.
  EXPECT_GT(peak(sound.samples), 18000);
  EXPECT_LT(peak(sound.samples), 32100);
  EXPECT_GT(rms(sound.samples), 2000);
  EXPECT_LT(rms(sound.samples), 8000);
  double mean = 0;
  for (const double s : sound.samples) mean += s / static_cast<double>(sound.samples.size());
  EXPECT_LT(std::abs(mean), 30);
  // The first sound comes at once, the pause is at the end.
  EXPECT_GT(peak(std::span(sound.samples).first(kSampleRate / 20)), 1000);
  const auto last = std::ranges::find_last_if(sound.samples, [](std::int16_t s) { return std::abs(s) > 100; });
  const double pause = static_cast<double>(last.size()) / kSampleRate;
  EXPECT_GT(pause, 0.2);
  EXPECT_LT(pause, 0.32);
  EXPECT_LT(std::abs(sound.samples.front()), 30);
  EXPECT_EQ(sound.samples.back(), 0);
}

TEST(SpeakToPcm, LongerTextTakesLonger) {
  EXPECT_GT(flite_says(kSentence).samples.size(), 2 * flite_says("Goal!").samples.size());
}

TEST(SpeakToPcm, SpeaksNumbersAndPlainForms) {
  EXPECT_GT(flite_says("It is 3-1 after 67 minutes.").samples.size(), flite_says("It is.").samples.size() * 2);
  // The voice's noise is never twice the same, so lengths vary a little.
  EXPECT_NEAR(static_cast<double>(flite_says("The café’s owner 🙂").samples.size()),
              static_cast<double>(flite_says("The cafe's owner").samples.size()), kSampleRate / 20);
}

TEST(SpeakToPcm, SaysWhatIsWrong) {
  for (const char* text : {"", "...", "🙂🙂", "https://example.org"}) EXPECT_THROW(flite_says(text), Error) << text;
  EXPECT_THROW(flite_says(std::string(20001, 'a')), Error);
}

TEST(SpeakToPcm, SurvivesAnyText) {
  std::mt19937 random(3);
  const std::string liked = "$.,:/-%'+0123456789XVIMDC ";
  for (int round = 0; round < 40; ++round) {
    std::string text = "so ";
    for (int i = 0; i < 30; ++i)
      text += random() % 2 ? liked[random() % liked.size()] : static_cast<char>(random() % 256);
    try {
      EXPECT_FALSE(flite_says(text).samples.empty());
    } catch (const Error&) {  // it is taken for another language
    }
  }
}

}  // namespace
}  // namespace np
