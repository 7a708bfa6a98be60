#include "channel/source_listener.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/manual_loop.hpp"
#include "unit/http/fake_show.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;

class SourceListenerTest : public ::testing::Test {
 protected:
  // A level that says when it was captured: 100 for each second. Half a second ahead, as a file's sound is.
  void advance(Duration by) {
    loop.advance(by);
    for (; filled < loop.now() + 500ms; filled += 20ms) {
      auto block = std::make_shared<SoundBlock>();
      block->captured_at = filled;
      for (int i = 0; i < 960; ++i)
        block->samples.push_back(static_cast<std::int16_t>(5000 + 100 * to_seconds(filled - start) + i / 480));
      show.original.push(block);
    }
  }
  // Of the middle of a block: when it was captured.
  static double moment(const SourceListener::Block& block) { return (block.samples[0] - 5000) / 100.0; }

  ManualLoop loop;
  test::FakeShow show{loop};
  const TimePoint start = loop.now();
  TimePoint filled = start;
};

TEST_F(SourceListenerTest, GivesABlockEachTwentyMilliseconds) {
  SourceListener listener(loop, show, true);
  EXPECT_TRUE(listener.next());
  EXPECT_FALSE(listener.next());
  EXPECT_EQ(listener.due(), start + 20ms);
  advance(60ms);
  for (const int number : {1, 2, 3}) EXPECT_EQ(listener.next()->first_sample, number * 960u);
  EXPECT_FALSE(listener.next());
}

TEST_F(SourceListenerTest, WhoeverWasAwayGoesOnAtThePresent) {
  SourceListener listener(loop, show, true);
  listener.next();
  advance(10s);
  EXPECT_EQ(listener.next()->first_sample, 500 * 960u);
  EXPECT_EQ(listener.due(), start + 10s + 20ms);
}

TEST_F(SourceListenerTest, IsAsFarBehindAsThePictureAndAheadByWhatAPlayerHolds) {
  show.delay_now = 3s;
  advance(10s);
  SourceListener listener(loop, show, false);
  std::optional<SourceListener::Block> last;
  for (int i = 0; i < 50; ++i, advance(20ms)) last = listener.next();
  EXPECT_NEAR(moment(*last), 10 + 0.98 - 3 + 0.12, 0.03);
}

TEST_F(SourceListenerTest, FollowsAPictureThatRunsSlowlyToItsDelay) {
  advance(2s);
  SourceListener listener(loop, show, false);
  for (int i = 0; i < 50; ++i, advance(20ms)) listener.next();
  show.delay_now = 2s;
  Playhead picture;
  picture.advance(loop.now(), 0s, TimePoint::min(), loop.now());
  for (int i = 0; i < 1000; ++i, advance(20ms)) {
    const auto block = listener.next();
    const auto seen = picture.advance(loop.now(), 2s, TimePoint::min(), loop.now());
    EXPECT_NEAR(moment(*block), to_seconds(seen + SourceListener::kLead - start), 0.08) << i;
  }
}

TEST_F(SourceListenerTest, FollowsWhatThisVeryViewerIsShown) {
  advance(15s);
  SourceListener listener(loop, show, false, [&](TimePoint now) { return now - 9s; });
  std::optional<SourceListener::Block> last;
  for (int i = 0; i < 50; ++i, advance(20ms)) last = listener.next();
  EXPECT_NEAR(moment(*last), 15 + 0.98 - 9 + 0.12, 0.03);
}

TEST_F(SourceListenerTest, IsTurnedDownUnderTheVoiceWhereItIsHeard) {
  show.delay_now = 1s;
  advance(10s);
  SourceListener ducked(loop, show, true);
  SourceListener plain(loop, show, false);
  const auto speak = [&](Duration length) {
    auto words = std::make_shared<PcmChunk>();
    words->samples.assign(static_cast<std::size_t>(48000 * to_seconds(length)), 3000);
    show.audio_stream->write(words);
  };
  const auto play = [&](Duration length) {
    std::pair<double, double> last;
    for (Duration at{}; at < length; at += 20ms, advance(20ms))
      last = {ducked.next()->samples[900], plain.next()->samples[900]};
    return 20 * std::log10(last.first / last.second);
  };
  EXPECT_NEAR(play(1s), 0, 0.1);
  speak(3s);
  EXPECT_NEAR(play(200ms), -12, 0.2);
  EXPECT_NEAR(play(2900ms), -12, 0.2);
  EXPECT_NEAR(play(1s), 0, 0.1);
  ducked.set_ducked(false);
  speak(3s);
  EXPECT_NEAR(play(1s), 0, 0.1);
}

}  // namespace
}  // namespace np
