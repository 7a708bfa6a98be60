#include "audio/audio_stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

#include "base/manual_loop.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
constexpr std::size_t kBlockSamples = AudioStream::kBlockSamples;

PcmPtr sound(std::size_t samples, std::int16_t value = 1000) {
  auto chunk = std::make_shared<PcmChunk>();
  chunk->samples.assign(samples, value);
  return chunk;
}

// 1, 2, 3 ...: shows losses and repetitions.
PcmPtr ramp(std::size_t samples, int first) {
  auto chunk = std::make_shared<PcmChunk>();
  for (std::size_t i = 0; i < samples; ++i)
    chunk->samples.push_back(static_cast<std::int16_t>(first + static_cast<int>(i)));
  return chunk;
}

// Takes every block at once.
class Ear {
 public:
  explicit Ear(AudioStream& stream) {
    listener_ = stream.listen([this] {
      while (auto block = listener_->next()) blocks.push_back(std::move(block));
    });
  }
  void leave() { listener_.reset(); }
  std::vector<std::int16_t> speech() const {
    std::vector<std::int16_t> heard;
    for (const auto& block : blocks)
      std::ranges::copy_if(block->samples, std::back_inserter(heard), [](std::int16_t s) { return s != 0; });
    return heard;
  }

  std::vector<AudioStream::BlockPtr> blocks;

 private:
  std::unique_ptr<AudioStream::Listener> listener_;
};

class AudioStreamTest : public testing::Test {
 protected:
  ManualLoop loop_;
  const TimePoint start_ = loop_.now();
  AudioStream stream_{loop_};
};

TEST_F(AudioStreamTest, GivesSilenceBlockByBlockInStepWithTheClock) {
  loop_.advance(milliseconds(30));
  Ear ear(stream_);
  loop_.advance(milliseconds(9));
  EXPECT_EQ(ear.blocks.size(), 0u);
  loop_.advance(milliseconds(1));  // 40 ms: block 2
  ASSERT_EQ(ear.blocks.size(), 1u);
  EXPECT_EQ(ear.blocks[0]->first_sample, 2 * kBlockSamples);
  EXPECT_TRUE(ear.blocks[0]->silent);
  loop_.advance(seconds(10));
  EXPECT_EQ(ear.blocks.size(), 501u);
  EXPECT_EQ(stream_.dropped_blocks(), 0u);
}

TEST_F(AudioStreamTest, SpeechBeginsAtTheNextBlockAndIsContiguousOverChunks) {
  Ear ear(stream_);
  loop_.advance(milliseconds(25));
  stream_.write(ramp(700, 1));
  stream_.write(ramp(1300, 701));
  EXPECT_EQ(stream_.speech_ends_at(), start_ + milliseconds(40) + samples_to_duration(2000));
  EXPECT_TRUE(stream_.speaking());
  loop_.advance(seconds(1));
  EXPECT_EQ(ear.speech(), ramp(2000, 1)->samples);
  const auto first = std::ranges::find_if(ear.blocks, [](const auto& block) { return !block->silent; });
  ASSERT_NE(first, ear.blocks.end());
  EXPECT_EQ((*first)->first_sample, 2 * kBlockSamples);
  EXPECT_EQ(std::ranges::count_if(ear.blocks, [](const auto& block) { return !block->silent; }), 3);
  EXPECT_FALSE(stream_.speaking());
  EXPECT_LE(stream_.speech_ends_at(), loop_.now());
}

TEST_F(AudioStreamTest, AppendsBehindWhatIsStillToBePlayed) {
  stream_.write(sound(kSampleRate));
  loop_.advance(milliseconds(500));
  stream_.write(sound(kSampleRate));
  EXPECT_EQ(stream_.speech_ends_at(), start_ + milliseconds(20) + seconds(2));
}

TEST_F(AudioStreamTest, SpeechThatIsWrittenAfterAPauseStartsAnew) {
  stream_.write(sound(kBlockSamples / 2));
  loop_.advance(seconds(3));
  stream_.write(sound(kBlockSamples));
  EXPECT_EQ(stream_.speech_ends_at(), start_ + seconds(3) + milliseconds(40));
}

TEST_F(AudioStreamTest, HasBeenPlayedDoesNotDependOnListeners) {
  // One from the start, one that joins late, one that never takes anything, and a second stream that nobody hears.
  AudioStream unheard(loop_);
  Ear early(stream_);
  auto stalled = stream_.listen([] {});
  std::optional<Ear> late;
  std::vector<TimePoint> ends, ends_unheard;
  for (int i = 0; i < 30; ++i) {
    stream_.write(sound(12345));
    unheard.write(sound(12345));
    ends.push_back(stream_.speech_ends_at());
    ends_unheard.push_back(unheard.speech_ends_at());
    loop_.advance(milliseconds(i % 7 * 83));
    if (i == 15) late.emplace(stream_);
    EXPECT_EQ(stream_.speaking(), unheard.speaking());
  }
  EXPECT_EQ(ends, ends_unheard);
  EXPECT_GT(late->blocks.size(), 100u);
  // The late one hears the same, from where it joined.
  const auto same = std::ranges::find(early.blocks, late->blocks.front());
  ASSERT_NE(same, early.blocks.end());
  EXPECT_TRUE(std::ranges::equal(std::ranges::subrange(same, early.blocks.end()), late->blocks));
}

TEST_F(AudioStreamTest, AStalledListenerLosesItsOldestAndIsAtThePresentAfterwards) {
  Ear ear(stream_);
  auto stalled = stream_.listen([] {});
  loop_.advance(seconds(2));
  EXPECT_EQ(ear.blocks.size(), 100u);
  EXPECT_EQ(stream_.dropped_blocks(), 100u - AudioStream::kMaxQueuedBlocks);
  std::vector<std::uint64_t> got;
  while (auto block = stalled->next()) got.push_back(block->first_sample);
  ASSERT_EQ(got.size(), AudioStream::kMaxQueuedBlocks);
  EXPECT_EQ(got.back(), ear.blocks.back()->first_sample);
  EXPECT_EQ(got.front(), 91 * kBlockSamples);
  EXPECT_EQ(stalled->next(), nullptr);
}

TEST_F(AudioStreamTest, KeepsNoTimerWithoutListeners) {
  class CountingLoop final : public Loop {
   public:
    TimePoint now() const override { return inner.now(); }
    void post(Task task) override { inner.post(std::move(task)); }
    Timer after(Duration delay, Task task) override {
      ++timers;
      return inner.after(delay, std::move(task));
    }
    ManualLoop inner;
    int timers = 0;
  } loop;
  AudioStream stream(loop);
  stream.write(sound(kSampleRate));
  loop.inner.advance(seconds(5));
  EXPECT_EQ(loop.timers, 0);
  auto listener = stream.listen([] {});
  auto other = stream.listen([] {});
  loop.inner.advance(seconds(1));
  EXPECT_LE(loop.timers, 52);
  listener.reset();
  other.reset();
  const int before = loop.timers;
  loop.inner.advance(seconds(5));
  EXPECT_EQ(loop.timers, before);
}

TEST_F(AudioStreamTest, MakesUpALateTimerWithoutDriftAndWithoutABurst) {
  // The loop is held up: its clock jumps, its timer runs late.
  class LateLoop final : public Loop {
   public:
    TimePoint now() const override { return inner.now() + late; }
    void post(Task task) override { inner.post(std::move(task)); }
    Timer after(Duration delay, Task task) override { return inner.after(delay, std::move(task)); }
    ManualLoop inner;
    Duration late{};
  } loop;
  AudioStream stream(loop);
  Ear ear(stream);
  loop.inner.advance(milliseconds(100));
  const std::size_t before = ear.blocks.size();
  loop.late = milliseconds(70);
  loop.inner.advance(milliseconds(20));  // 190 ms: blocks up to 9
  EXPECT_EQ(ear.blocks.size(), before + 4);
  EXPECT_EQ(ear.blocks.back()->first_sample, 9 * kBlockSamples);
  stream.write(ramp(kBlockSamples * 100, 1));
  const auto ends_at = stream.speech_ends_at();
  loop.late = seconds(1);
  loop.inner.advance(milliseconds(20));  // a timer at 1130 ms: blocks 47 to 56, then one at 1140 ms
  EXPECT_EQ(ear.blocks.size(), before + 15);
  EXPECT_EQ(ear.blocks.back()->first_sample, 57 * kBlockSamples);
  EXPECT_EQ(stream.dropped_blocks(), 37u);
  EXPECT_EQ(stream.speech_ends_at(), ends_at);
  // What was passed by is lost, what follows is in its place: speech began with block 10.
  EXPECT_EQ(ear.blocks.back()->samples[0], static_cast<std::int16_t>(1 + 47 * kBlockSamples));
}

TEST_F(AudioStreamTest, InterruptFadesWithinABlockAndDropsTheRest) {
  Ear ear(stream_);
  stream_.write(sound(5 * kSampleRate, 10000));
  loop_.advance(milliseconds(105));
  stream_.interrupt();
  EXPECT_LE(stream_.speech_ends_at(), loop_.now() + 2 * AudioStream::kBlock);
  const std::size_t before = ear.blocks.size();
  loop_.advance(milliseconds(100));
  const auto& fade = *ear.blocks[before];
  EXPECT_FALSE(fade.silent);
  EXPECT_GT(fade.samples.front(), 9900);
  EXPECT_EQ(fade.samples.back(), 0);
  for (std::size_t i = 1; i < kBlockSamples; ++i) EXPECT_LE(std::abs(fade.samples[i] - fade.samples[i - 1]), 12);
  EXPECT_TRUE(ear.blocks[before + 1]->silent);
  EXPECT_FALSE(stream_.speaking());
  stream_.write(sound(kBlockSamples));
  loop_.advance(milliseconds(20));
  EXPECT_EQ(ear.blocks.back()->samples.front(), 1000);
}

TEST_F(AudioStreamTest, NewSpeechMayFollowAnInterruptAtOnce) {
  Ear ear(stream_);
  stream_.write(sound(5 * kSampleRate, 10000));
  loop_.advance(milliseconds(105));
  stream_.interrupt();
  stream_.write(sound(kSampleRate, 7));
  EXPECT_EQ(stream_.speech_ends_at(), start_ + milliseconds(140) + seconds(1));
  loop_.advance(seconds(2));
  EXPECT_EQ(std::ranges::count(ear.speech(), 7), kSampleRate);
}

TEST_F(AudioStreamTest, WhatHasNotBegunIsNotHeardAfterAnInterrupt) {
  Ear ear(stream_);
  loop_.advance(milliseconds(5));
  stream_.write(sound(kSampleRate));
  stream_.interrupt();
  EXPECT_FALSE(stream_.speaking());
  EXPECT_LE(stream_.speech_ends_at(), loop_.now());
  loop_.advance(seconds(1));
  EXPECT_TRUE(ear.speech().empty());
}

TEST_F(AudioStreamTest, InterruptInSilenceDoesNothing) {
  stream_.interrupt();
  EXPECT_FALSE(stream_.speaking());
  loop_.advance(seconds(1));
  stream_.interrupt();
  EXPECT_LE(stream_.speech_ends_at(), loop_.now());
}

TEST_F(AudioStreamTest, AtMostAMinuteOfSpeechWaitsAndTheNewestLoses) {
  for (int i = 0; i < 70; ++i) stream_.write(sound(kSampleRate));
  EXPECT_EQ(stream_.dropped_chunks(), 10u);
  EXPECT_EQ(stream_.speech_ends_at(), start_ + milliseconds(20) + seconds(60));
  loop_.advance(seconds(5));
  stream_.write(sound(kSampleRate));
  EXPECT_EQ(stream_.dropped_chunks(), 10u);
}

TEST_F(AudioStreamTest, EmptyChunksSayNothing) {
  stream_.write(nullptr);
  stream_.write(sound(0));
  EXPECT_FALSE(stream_.speaking());
}

TEST_F(AudioStreamTest, ListenersMayLeaveJoinAndWriteWhenToldOfABlock) {
  std::unique_ptr<AudioStream::Listener> self, victim, born;
  int self_told = 0, victim_told = 0, born_told = 0;
  self = stream_.listen([&] {
    ++self_told;
    victim.reset();
    born = stream_.listen([&] { ++born_told; });
    stream_.write(sound(kBlockSamples));
    self.reset();  // last: it takes this very function along
  });
  victim = stream_.listen([&] { ++victim_told; });
  loop_.advance(milliseconds(100));
  EXPECT_EQ(self_told, 1);
  EXPECT_EQ(victim_told, 0);
  EXPECT_EQ(born_told, 4);
  EXPECT_EQ(stream_.listeners(), 1u);
}

TEST_F(AudioStreamTest, TheTimeLineHasNoEnd) {
  loop_.advance(std::chrono::hours(24 * 365));
  Ear ear(stream_);
  stream_.write(sound(kBlockSamples));
  EXPECT_EQ(stream_.speech_ends_at(), loop_.now() + milliseconds(40));
  loop_.advance(milliseconds(20));
  ASSERT_EQ(ear.blocks.size(), 1u);
  EXPECT_FALSE(ear.blocks[0]->silent);
}

}  // namespace
}  // namespace np
