#include "speech/flite/flite_voice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/format.hpp"
#include "base/manual_loop.hpp"
#include "speech/messages.hpp"
#include "unit/speech/flite/flite_says.hpp"
#include "unit/speech/listener.hpp"
#include "unit/speech/sentence.hpp"

namespace np {
namespace {

using std::chrono::seconds;
using test::flite_says;
using test::kSentence;
using test::Listener;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

std::string long_text() {
  std::string text;
  while (text.size() < 15000) text += std::string(kSentence) + " ";
  return text;  // a quarter of an hour of sound
}

class FliteVoiceTest : public testing::Test {
 protected:
  // Whatever the voice still had under way has been posted and run.
  void settle() {
    show.session.reset();
    voice.reset();
    loop.run_posted();
  }

  ManualLoop loop;
  const TextReader reader;
  std::unique_ptr<FliteVoice> voice = std::make_unique<FliteVoice>(reader);
  Listener show{*voice, loop};
};

TEST_F(FliteVoiceTest, IsReadyFromTheStart) {
  const VoiceStatus status = voice->status();
  EXPECT_EQ(status.name, "flite rms");
  EXPECT_TRUE(status.ready);
  EXPECT_FALSE(status.starting);
  EXPECT_EQ(status.detail + status.awaited, "");
}

TEST_F(FliteVoiceTest, SoundComesInChunksAndThenTheEnd) {
  show.speak(kSentence);
  EXPECT_EQ(show.chunks, 0u);
  show.wait_ends(1);
  EXPECT_THAT(show.ends, ElementsAre(""));
  EXPECT_GT(show.chunks, 10u);
  EXPECT_GT(show.sound.size(), 2u * kSampleRate);
}

TEST_F(FliteVoiceTest, HasNoClicksAtJoins) {
  std::vector<std::int16_t> sound;
  std::vector<std::size_t> joins;
  int ends = 0;
  for (const char* text : {kSentence, "Two people are walking across the yard."})
    show.session->speak(
        text,
        [&](PcmPtr chunk) {
          sound.insert(sound.end(), chunk->samples.begin(), chunk->samples.end());
          joins.push_back(sound.size());
        },
        [&](std::expected<void, Error>) { ++ends; });
  while (ends < 2) ASSERT_TRUE(loop.wait_posted(seconds(60)));
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

TEST_F(FliteVoiceTest, SpeaksInTheOrderGiven) {
  std::vector<int> order;
  int ends = 0;
  for (int i = 0; i < 5; ++i)
    show.session->speak(
        i % 2 ? "Yes." : "Two people are walking. They go left.", [&, i](PcmPtr) { order.push_back(i); },
        [&](std::expected<void, Error>) { ++ends; });
  while (ends < 5) ASSERT_TRUE(loop.wait_posted(seconds(60)));
  EXPECT_TRUE(std::ranges::is_sorted(order));
  EXPECT_EQ(order.back(), 4);
}

TEST_F(FliteVoiceTest, NothingSpeakableIsSilenceAndNoError) {
  show.speak("");
  show.speak("🙂 ...");
  show.wait_ends(2);
  EXPECT_THAT(show.ends, ElementsAre("", ""));
  EXPECT_EQ(show.chunks, 0u);
}

TEST_F(FliteVoiceTest, ATextOfManySentencesIsSpokenWhole) {
  const std::string text = "Goal! It is three to one. The crowd goes wild.";
  show.speak(text);
  show.wait_ends(1);
  EXPECT_NEAR(static_cast<double>(show.sound.size()), static_cast<double>(flite_says(text).samples.size()),
              kSampleRate / 5);
  EXPECT_GT(show.sound.size(), 3u * kSampleRate);
}

TEST_F(FliteVoiceTest, CancelStopsAtOnce) {
  Listener other(*voice, loop);
  for (int i = 0; i < 60; ++i) other.speak(kSentence);
  show.speak(long_text());
  show.speak(kSentence);
  show.wait_sound();
  show.session->cancel();
  show.chunks = 0;
  const std::size_t before = other.ends.size();
  show.speak("Goal!");
  std::optional<std::size_t> between;
  show.session->speak("", [](PcmPtr) {}, [&](std::expected<void, Error>) { between = other.ends.size() - before; });
  while (!between) ASSERT_TRUE(loop.wait_posted(seconds(60)));
  EXPECT_LT(*between, 40u) << "what was cancelled takes no turns";
  EXPECT_THAT(show.ends, ElementsAre("")) << "cancelled, yet ended";
  EXPECT_GT(show.chunks, 0u);
}

TEST_F(FliteVoiceTest, NothingIsHeardAfterCancel) {
  show.speak(long_text());
  show.speak(kSentence);
  show.wait_sound();
  show.session->cancel();
  show.chunks = 0;
  settle();
  EXPECT_EQ(show.chunks, 0u);
  EXPECT_THAT(show.ends, IsEmpty());
}

TEST_F(FliteVoiceTest, SpeaksAgainAfterCancel) {
  show.speak(kSentence);
  show.wait_sound();
  show.session->cancel();
  show.say("Goal!");
  EXPECT_THAT(show.ends, ElementsAre(""));
  EXPECT_GT(show.sound.size(), 0u);
  EXPECT_LT(show.sound.size(), 2u * kSampleRate);
}

TEST_F(FliteVoiceTest, MayBeCancelledOrDestroyedByItsOwnCallback) {
  int chunks = 0;
  show.session->speak(
      kSentence,
      [&](PcmPtr) {
        if (++chunks == 2) show.session->cancel();
      },
      [&](std::expected<void, Error>) { FAIL() << "cancelled, yet ended"; });
  while (chunks < 2) ASSERT_TRUE(loop.wait_posted(seconds(60)));
  show.session->speak(kSentence, [&](PcmPtr) { show.session.reset(); }, [&](std::expected<void, Error>) { FAIL(); });
  while (show.session) ASSERT_TRUE(loop.wait_posted(seconds(60)));
  settle();
  EXPECT_EQ(chunks, 2);
}

TEST_F(FliteVoiceTest, DestructionWhileSpeakingCallsNothingBack) {
  for (int i = 0; i < 10; ++i) show.speak(kSentence);
  show.wait_sound();
  show.chunks = 0;
  settle();
  EXPECT_EQ(show.chunks, 0u);
  EXPECT_THAT(show.ends, IsEmpty());
}

TEST_F(FliteVoiceTest, WhatCallbacksHoldIsLetGoOnTheLoop) {
  auto token = std::make_shared<int>(0);
  show.session->speak(kSentence, [token](PcmPtr) {}, [token](std::expected<void, Error>) {});
  show.session->cancel();
  EXPECT_EQ(token.use_count(), 1);
}

TEST_F(FliteVoiceTest, RefusesWhatGoesOverItsBound) {
  for (int i = 0; i < 200; ++i) show.speak(kSentence);
  show.wait_ends(100);
  const auto refused = std::ranges::count(show.kinds, ErrorKind::kUnavailable);
  EXPECT_LE(refused, 200 - 64);
  EXPECT_GT(refused, 0);
  EXPECT_THAT(show.ends, Contains(np::format(messages::kVoiceIsBehind, 64)));
}

TEST_F(FliteVoiceTest, RefusesEndlessText) {
  show.speak(std::string(VoiceSession::kMaxBytes + 1, ' '));
  show.wait_ends(1);
  EXPECT_THAT(show.kinds, ElementsAre(ErrorKind::kInvalid));
}

TEST_F(FliteVoiceTest, CancelLeavesTheSentencesOfAnotherSession) {
  Listener other(*voice, loop);
  for (int i = 0; i < 3; ++i) {
    show.speak(kSentence);
    other.speak("Three people are in view.");
  }
  show.wait_sound();
  show.ends.clear();
  show.session->cancel();
  other.wait_ends(3);
  EXPECT_THAT(other.ends, Each(""));
  EXPECT_NEAR(static_cast<double>(other.sound.size()),
              3.0 * static_cast<double>(flite_says("Three people are in view.").samples.size()), kSampleRate / 4);
  EXPECT_THAT(show.ends, IsEmpty());
}

TEST_F(FliteVoiceTest, TheEndOfASessionLeavesTheSentencesOfAnother) {
  Listener other(*voice, loop);
  for (int i = 0; i < 3; ++i) {
    show.speak(kSentence);
    other.speak("Yes.");
  }
  show.session.reset();
  other.wait_ends(3);
  EXPECT_THAT(other.ends, ElementsAre("", "", ""));
  EXPECT_THAT(show.ends, IsEmpty());
}

TEST_F(FliteVoiceTest, AFullSessionLetsTheOtherOnesHaveTheirTurn) {
  Listener other(*voice, loop);
  for (int i = 0; i < 64; ++i) show.speak(kSentence);
  other.speak("Goal!");
  other.speak("Yes!");
  std::size_t ended_before = 0;
  other.session->speak("", [](PcmPtr) {}, [&](std::expected<void, Error>) { ended_before = show.ends.size(); });
  while (ended_before == 0) ASSERT_TRUE(loop.wait_posted(seconds(60)));
  EXPECT_THAT(other.ends, ElementsAre("", ""));
  EXPECT_LT(ended_before, 32u);
}

TEST_F(FliteVoiceTest, ALongTextLetsTheOtherOnesHaveTheirTurn) {
  Listener other(*voice, loop);
  show.speak(long_text());
  show.wait_sound();
  other.speak("Goal!");
  other.wait_ends(1);
  EXPECT_THAT(other.ends, ElementsAre(""));
  EXPECT_THAT(show.ends, IsEmpty());
}

TEST_F(FliteVoiceTest, TwoVoicesDoNotDisturbEachOther) {
  const auto expected = static_cast<double>(flite_says("Three people are in view.").samples.size());
  FliteVoice another(reader);
  Listener other(another, loop);
  for (int i = 0; i < 5; ++i)
    for (Listener* one : {&show, &other}) one->speak("Three people are in view.");
  for (Listener* one : {&show, &other}) {
    one->wait_ends(5);
    EXPECT_NEAR(static_cast<double>(one->sound.size()), 5.0 * expected, kSampleRate / 4);
  }
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

TEST_F(FliteVoiceTest, AThousandSentencesLeakNothing) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  constexpr int kRounds = 20;  // leaks are found by the sanitizer itself
#else
  constexpr int kRounds = 100;
#endif
  [[maybe_unused]] std::size_t after_first = 0;
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < 10; ++i) show.speak(i % 2 ? "Yes!" : "Goal!");
    show.wait_ends(static_cast<std::size_t>(round + 1) * 10);
    show.sound.clear();
    if (round == 9) after_first = resident_kb();
  }
  EXPECT_THAT(show.ends, Each(""));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LT(resident_kb(), after_first + 3000);
#endif
}

}  // namespace
}  // namespace np
