#include "speech/flite_synthesizer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/manual_loop.hpp"
#include "speech/speak_to_pcm.hpp"
#include "speech/speakable.hpp"

namespace np {
namespace {

using std::chrono::seconds;

constexpr const char* kSentence = "The goalkeeper makes a brilliant save and the crowd goes wild.";

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

class FliteSynthesizerTest : public testing::Test {
 protected:
  void speak(const std::string& text) {
    voice_->speak(
        text,
        [this](PcmPtr chunk) {
          ++chunks_;
          samples_ += chunk->samples.size();
        },
        [this](std::expected<void, Error> result) { ends_.push_back(std::move(result)); });
  }
  // Until so many sentences have ended.
  void run_until_ended(std::size_t count) {
    while (ends_.size() < count) ASSERT_TRUE(loop_.wait_posted(seconds(60)));
  }
  void run_until_sound() {
    while (chunks_ == 0) ASSERT_TRUE(loop_.wait_posted(seconds(60)));
  }
  // Whatever the voice still had under way has been posted and run.
  void settle() {
    voice_.reset();
    loop_.run_posted();
  }

  ManualLoop loop_;
  std::unique_ptr<FliteSynthesizer> voice_ = std::make_unique<FliteSynthesizer>(loop_);
  std::size_t chunks_ = 0;
  std::size_t samples_ = 0;
  std::vector<std::expected<void, Error>> ends_;
};

TEST(SpeakToPcm, IsLikeSpeech) {
  const PcmChunk sound = speak_to_pcm(kSentence);
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
  EXPECT_GT(speak_to_pcm(kSentence).samples.size(), 2 * speak_to_pcm("Goal!").samples.size());
}

TEST(SpeakToPcm, SpeaksNumbersAndPlainForms) {
  EXPECT_GT(speak_to_pcm("It is 3-1 after 67 minutes.").samples.size(), speak_to_pcm("It is.").samples.size() * 2);
  // The voice's noise is never twice the same, so lengths vary a little.
  EXPECT_NEAR(static_cast<double>(speak_to_pcm("The café’s owner 🙂").samples.size()),
              static_cast<double>(speak_to_pcm("The cafe's owner").samples.size()), kSampleRate / 20);
}

TEST(SpeakToPcm, SaysWhatIsWrong) {
  for (const char* text : {"", "...", "🙂🙂", "https://example.org"}) EXPECT_THROW(speak_to_pcm(text), Error) << text;
  EXPECT_THROW(speak_to_pcm(std::string(20001, 'a')), Error);
}

TEST(SpeakToPcm, SurvivesAnyText) {
  std::mt19937 random(3);
  const std::string liked = "$.,:/-%'+0123456789XVIMDC ";
  for (int round = 0; round < 40; ++round) {
    std::string text = "so ";
    for (int i = 0; i < 30; ++i)
      text += random() % 2 ? liked[random() % liked.size()] : static_cast<char>(random() % 256);
    EXPECT_FALSE(speak_to_pcm(text).samples.empty());
  }
}

TEST_F(FliteSynthesizerTest, SoundComesInChunksAndThenTheEnd) {
  speak(kSentence);
  EXPECT_EQ(chunks_, 0u);
  run_until_ended(1);
  EXPECT_TRUE(ends_[0].has_value());
  EXPECT_GT(chunks_, 10u);
  EXPECT_GT(samples_, 2u * kSampleRate);
}

TEST_F(FliteSynthesizerTest, HasNoClicksAtJoins) {
  std::vector<std::int16_t> sound;
  std::vector<std::size_t> joins;
  for (const char* text : {kSentence, "Two people are walking across the yard."})
    voice_->speak(
        text,
        [&](PcmPtr chunk) {
          sound.insert(sound.end(), chunk->samples.begin(), chunk->samples.end());
          joins.push_back(sound.size());
        },
        [&](std::expected<void, Error> end) { ends_.push_back(std::move(end)); });
  run_until_ended(2);
  // A click is a bend that the sound around it does not have.
  const auto bend = [&](std::size_t i) {
    return std::abs(sound[i - 2] - 3 * sound[i - 1] + 3 * sound[i] - sound[i + 1]);
  };
  for (const std::size_t join : joins) {
    if (join < 1000 || join + 1000 > sound.size()) continue;
    int around = 0, at_join = 0;
    for (std::size_t i = join - 500; i < join + 500; ++i)
      (i + 3 >= join && i <= join + 2 ? at_join : around) =
          std::max(i + 3 >= join && i <= join + 2 ? at_join : around, bend(i));
    EXPECT_LE(at_join, 2 * around + 8) << "at sample " << join;
  }
  EXPECT_GT(joins.size(), 30u);
}

TEST_F(FliteSynthesizerTest, SpeaksInTheOrderGiven) {
  std::vector<int> order;
  for (int i = 0; i < 5; ++i)
    voice_->speak(
        i % 2 ? "Yes." : "Two people are walking.", [&, i](PcmPtr) { order.push_back(i); },
        [&](std::expected<void, Error> end) { ends_.push_back(std::move(end)); });
  run_until_ended(5);
  EXPECT_TRUE(std::ranges::is_sorted(order));
  EXPECT_EQ(order.back(), 4);
}

TEST_F(FliteSynthesizerTest, NothingSpeakableIsSilenceAndNoError) {
  speak("");
  speak("🙂 ...");
  run_until_ended(2);
  EXPECT_TRUE(ends_[0].has_value());
  EXPECT_TRUE(ends_[1].has_value());
  EXPECT_EQ(chunks_, 0u);
}

TEST_F(FliteSynthesizerTest, CancelStopsAtOnce) {
  std::string text;
  while (text.size() < 15000) text += std::string(kSentence) + " ";
  speak(text);  // a quarter of an hour of sound
  speak(kSentence);
  run_until_sound();
  voice_->cancel();
  chunks_ = 0;
  const auto before = Clock::now();
  settle();
  EXPECT_LT(Clock::now() - before, seconds(2));
  EXPECT_EQ(chunks_, 0u);
  EXPECT_TRUE(ends_.empty());
}

TEST_F(FliteSynthesizerTest, SpeaksAgainAfterCancel) {
  speak(kSentence);
  run_until_sound();
  voice_->cancel();
  chunks_ = samples_ = 0;
  speak("Goal!");
  run_until_ended(1);
  EXPECT_TRUE(ends_[0].has_value());
  EXPECT_GT(samples_, 0u);
  EXPECT_LT(samples_, 2u * kSampleRate);
}

TEST_F(FliteSynthesizerTest, MayBeCancelledOrDestroyedByItsOwnCallback) {
  int chunks = 0;
  voice_->speak(
      kSentence,
      [&](PcmPtr) {
        if (++chunks == 2) voice_->cancel();
      },
      [&](std::expected<void, Error>) { FAIL() << "cancelled, yet ended"; });
  while (chunks < 2) ASSERT_TRUE(loop_.wait_posted(seconds(60)));
  voice_->speak(kSentence, [&](PcmPtr) { voice_.reset(); }, [&](std::expected<void, Error>) { FAIL(); });
  while (voice_) ASSERT_TRUE(loop_.wait_posted(seconds(60)));
  loop_.run_posted();
  EXPECT_EQ(chunks, 2);
}

TEST_F(FliteSynthesizerTest, DestructionWhileSpeakingCallsNothingBack) {
  for (int i = 0; i < 10; ++i) speak(kSentence);
  run_until_sound();
  chunks_ = 0;
  settle();
  EXPECT_EQ(chunks_, 0u);
  EXPECT_TRUE(ends_.empty());
}

TEST_F(FliteSynthesizerTest, WhatCallbacksHoldIsLetGoOnTheLoop) {
  auto token = std::make_shared<int>(0);
  voice_->speak(kSentence, [token](PcmPtr) {}, [token](std::expected<void, Error>) {});
  voice_->cancel();
  settle();
  EXPECT_EQ(token.use_count(), 1);
}

TEST_F(FliteSynthesizerTest, RefusesWhatGoesOverItsBound) {
  for (int i = 0; i < 200; ++i) speak("Goal!");
  run_until_ended(200);
  const auto spoken = std::ranges::count_if(ends_, [](const auto& end) { return end.has_value(); });
  EXPECT_GE(spoken, 64);
  EXPECT_LT(spoken, 200);
  const auto refused = std::ranges::find_if(ends_, [](const auto& end) { return !end.has_value(); });
  ASSERT_NE(refused, ends_.end());
  EXPECT_EQ(refused->error().kind(), ErrorKind::kUnavailable);
}

TEST_F(FliteSynthesizerTest, RefusesEndlessText) {
  speak(std::string(FliteSynthesizer::kMaxBytes + 1, ' '));
  run_until_ended(1);
  ASSERT_FALSE(ends_[0].has_value());
  EXPECT_EQ(ends_[0].error().kind(), ErrorKind::kInvalid);
}

TEST_F(FliteSynthesizerTest, TwoVoicesDoNotDisturbEachOther) {
  const auto expected = static_cast<double>(speak_to_pcm("Three people are in view.").samples.size());
  FliteSynthesizer other(loop_);
  std::size_t other_samples = 0;
  int other_ends = 0;
  for (int i = 0; i < 5; ++i) {
    speak("Three people are in view.");
    other.speak(
        "Three people are in view.", [&](PcmPtr chunk) { other_samples += chunk->samples.size(); },
        [&](std::expected<void, Error>) { ++other_ends; });
  }
  run_until_ended(5);
  while (other_ends < 5) ASSERT_TRUE(loop_.wait_posted(seconds(60)));
  EXPECT_NEAR(static_cast<double>(samples_), 5.0 * expected, kSampleRate / 4);
  EXPECT_NEAR(static_cast<double>(other_samples), 5.0 * expected, kSampleRate / 4);
}

std::size_t resident_kb() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word)
    if (word == "VmRSS:") {
      std::size_t kb = 0;
      status >> kb;
      return kb;
    }
  return 0;
}

TEST_F(FliteSynthesizerTest, AThousandSentencesLeakNothing) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  constexpr int kRounds = 20;  // leaks are found by the sanitizer itself
#else
  constexpr int kRounds = 100;
#endif
  [[maybe_unused]] std::size_t after_first = 0;
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < 10; ++i) speak(i % 2 ? "Yes!" : "Goal!");
    run_until_ended(static_cast<std::size_t>(round + 1) * 10);
    if (round == 9) after_first = resident_kb();
  }
  EXPECT_TRUE(std::ranges::all_of(ends_, [](const auto& end) { return end.has_value(); }));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LT(resident_kb(), after_first + 3000);
#endif
}

}  // namespace
}  // namespace np
