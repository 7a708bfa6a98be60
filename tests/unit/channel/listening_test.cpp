#include "channel/listening.hpp"

#include <gmock/gmock.h>

#include "base/manual_loop.hpp"
#include "channel/messages.hpp"
#include "hearing/messages.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using testing::Not;

class ListeningTest : public testing::Test {
 protected:
  void SetUp() override {
    detector.wait_loaded();
    ASSERT_TRUE(detector.status().ready) << detector.status().detail;
  }
  // The source's sound, as it comes: silence.
  void hear(Duration time) {
    for (const TimePoint end = loop.now() + time; loop.now() < end; loop.advance(100ms)) {
      auto block = std::make_shared<SoundBlock>(loop.now());
      block->samples.resize(4800);
      listening.hear(std::move(block));
      while (listening.waiting() > 100ms) ASSERT_TRUE(loop.wait_posted(10s));
    }
    while (!listening.heard_until() || loop.now() - *listening.heard_until() > 300ms)
      ASSERT_TRUE(loop.wait_posted(10s));
  }

  ManualLoop loop;
  const SpeechDetector detector{hearing_file("")};
  Listening listening{loop, detector};
};

TEST_F(ListeningTest, WhileSoundShouldComeNothingIsKnown) {
  listening.source_is(true, false);
  EXPECT_FALSE(listening.next(loop.now()));
  EXPECT_EQ(listening.hindsight(), Listening::kAhead);
  EXPECT_EQ(listening.report(loop.now()).state, "ready");
}

TEST_F(ListeningTest, ASourceWithoutSoundLeavesAllRoomAndHoldsNothingBack) {
  listening.source_is(true, false);
  loop.advance(Listening::kSoundShouldCome + 1s);
  EXPECT_EQ(listening.hindsight(), 0s);
  ASSERT_TRUE(listening.next(loop.now()));
  EXPECT_EQ(listening.next(loop.now())->until, TimePoint::max());
  EXPECT_EQ(listening.report(loop.now()).state, "no_sound");
  EXPECT_EQ(listening.report(loop.now()).detail, messages::kNothingToHear);
}

TEST_F(ListeningTest, SoundThatStartsLateIsListenedTo) {
  listening.source_is(true, false);
  loop.advance(10s);
  ASSERT_EQ(listening.hindsight(), 0s);
  hear(3s);
  EXPECT_EQ(listening.hindsight(), Listening::kAhead);
  const HearingReport report = listening.report(loop.now() - 500ms);
  EXPECT_EQ(report.state, "ready");
  EXPECT_FALSE(report.speech);
  ASSERT_TRUE(report.gap_s);
  EXPECT_NEAR(*report.gap_s, 0.5, 0.4);
}

TEST_F(ListeningTest, SoundThatStopsLeavesAllRoom) {
  listening.source_is(true, false);
  hear(4s);
  loop.advance(3s);
  EXPECT_EQ(listening.hindsight(), 0s);
  ASSERT_TRUE(listening.next(loop.now()));
  EXPECT_EQ(listening.next(loop.now())->until, TimePoint::max());
}

TEST_F(ListeningTest, AnotherProgrammeBeginsAnew) {
  listening.source_is(true, false);
  hear(4s);
  listening.source_is(false, true);
  EXPECT_FALSE(listening.heard_until());
  listening.source_is(true, false);
  EXPECT_EQ(listening.hindsight(), Listening::kAhead);
  EXPECT_FALSE(listening.next(loop.now()));
}

TEST(ListeningWithoutANetworkTest, LeavesAllRoom) {
  ManualLoop loop;
  const SpeechDetector detector{hearing_file("off")};
  Listening listening(loop, detector);
  listening.source_is(true, false);
  EXPECT_EQ(listening.hindsight(), 0s);
  ASSERT_TRUE(listening.next(loop.now()));
  EXPECT_EQ(listening.report(loop.now()).state, "broken");
  EXPECT_EQ(listening.report(loop.now()).detail, messages::kHearingFileOff);
}

}  // namespace
}  // namespace np
