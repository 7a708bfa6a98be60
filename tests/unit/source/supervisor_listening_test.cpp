// Sources that others send to.
#include "supervised.hpp"

namespace np::test {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using ::testing::ElementsAre;

class SupervisorListening : public SupervisorTest {
 protected:
  void waits(const std::string& why = {}) {
    const auto on_waiting = source->listener.on_waiting;
    on_waiting(why);
    loop.run_posted();
  }
  // The one before has to be gone, which takes place on a thread of the supervisor's.
  void wait_until_opened(int count) {
    while (opened < count && loop.wait_posted(seconds(30))) {
    }
  }
  void somebody_comes() {
    const auto on_answered = source->listener.on_answered;
    on_answered();
    loop.run_posted();
  }
};

TEST_F(SupervisorListening, WaitsForEverAndThatIsNoError) {
  start("srt://:9000");
  waits();
  EXPECT_THAT(answers, ElementsAre("ok"));
  EXPECT_EQ(state(), "waiting");
  EXPECT_THAT(supervisor.snapshot().reason, says(messages::kNobodySends, "srt://:9000"));
  loop.advance(hours(48));
  EXPECT_EQ(opened, 1) << "the same one still listens";
  EXPECT_EQ(knocks, 0);
  somebody_comes();
  open();
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorListening, ASenderThatIsGoneIsWaitedForAtOnce) {
  start("srt://:9000");
  waits();
  open();
  end(ErrorKind::kEnded, "It is gone.");
  wait_until_opened(2);
  EXPECT_EQ(opened, 2) << "without a pause, though it was there for a moment only";
  EXPECT_EQ(knocks, 0);
  waits();
  EXPECT_EQ(state(), "waiting");
  EXPECT_THAT(supervisor.snapshot().reason, says(messages::kSenderGone, "srt://:9000"));
  open();
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().restarts, 1u);
}

TEST_F(SupervisorListening, OneThatSendsNonsenseHasTimeToBeReplaced) {
  start("udp://:5000");
  waits();
  somebody_comes();
  end(ErrorKind::kUnavailable, "Nonsense.");
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(opened, 1);
  loop.advance(seconds(2));
  EXPECT_EQ(opened, 2);
}

TEST_F(SupervisorListening, StrangersWhoCallAndGoDoNotMakeItSlower) {
  start("srt://:9000");
  for (int strangers = 1; strangers <= 8; ++strangers) {
    waits();
    somebody_comes();
    end(ErrorKind::kEnded, "It is gone.");
    EXPECT_EQ(state(), "waiting");
    loop.advance(seconds(2));
    wait_until_opened(strangers + 1);
    EXPECT_EQ(opened, strangers + 1);
  }
  waits();
  open();
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorListening, AnOpeningThatSomebodyHasAnsweredIsBounded) {
  start("srt://:9000");
  waits();
  somebody_comes();
  loop.advance(seconds(61));
  EXPECT_THAT(supervisor.snapshot().reason, says(messages::kNotOpenedInTime));
}

TEST_F(SupervisorListening, APortThatIsTakenIsAnErrorOfTheStart) {
  start("srt://:9000");
  end(ErrorKind::kUnavailable, "In use.");
  EXPECT_THAT(answers, ElementsAre("In use."));
  EXPECT_EQ(state(), "stopped");
}

TEST_F(SupervisorListening, ASilentConnectionIsKeptAndNobodyElseListens) {
  start("srt://:9000");
  waits();
  open();
  last();
  loop.advance(seconds(10));
  EXPECT_EQ(state(), "stalled");
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(knocks, 0);
  picture();
  loop.advance(seconds(1));
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorListening, OneRunMayWaitForTheNextSenderItself) {
  start("rtmp://:1935/live/key");
  waits();
  open();
  last();
  waits();
  EXPECT_EQ(state(), "waiting");
  EXPECT_THAT(supervisor.snapshot().reason, says(messages::kSenderGone, "rtmp://127.0.0.1:1935/live/…"));
  loop.advance(hours(48));
  EXPECT_EQ(state(), "waiting") << "and neither stalled nor given up";
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(knocks, 0);
  picture();
  const auto on_opened = source->listener.on_opened;
  on_opened({.kind = "rtmp", .codec = "H.265", .width = 640, .height = 480});
  loop.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(state(), "live") << "at its first picture";
  EXPECT_EQ(supervisor.snapshot().restarts, 1u);
  EXPECT_EQ(supervisor.snapshot().info.codec, "H.265");
  EXPECT_GE(supervisor.snapshot().gone, hours(48));
  EXPECT_EQ(opened, 1);
}

TEST_F(SupervisorListening, WhyNobodyWasLetInIsTold) {
  start("rtmp://:1935/live/key");
  waits();
  waits("The key was wrong.");
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(supervisor.snapshot().reason, "The key was wrong.");
  open();
  EXPECT_EQ(supervisor.snapshot().reason, "");
}

TEST_F(SupervisorListening, ASenderThatStaysSilentForAMinuteMakesRoom) {
  start("rtmp://:1935/live/key");
  waits();
  open();
  last();
  loop.advance(seconds(70));
  EXPECT_EQ(state(), "waiting");
  wait_until_opened(2);
  EXPECT_EQ(opened, 2);
}

TEST_F(SupervisorListening, WithoutAConnectionSilenceIsTheEnd) {
  start("udp://:5000");
  waits();
  open();
  last();
  loop.advance(seconds(10));
  EXPECT_EQ(state(), "waiting");
  wait_until_opened(2);
  EXPECT_EQ(opened, 2);
}

}  // namespace
}  // namespace np::test
