#include "supervised.hpp"

namespace np::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using SupervisorSearch = SupervisorTest;

TEST_F(SupervisorSearch, IsOpenedAgainWithDoublingDelays) {
  start();
  open();
  end();
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(supervisor.snapshot().reason, "It broke.");
  EXPECT_TRUE(supervisor.running());
  int expected = 1;
  for (const int delay : {1, 2, 4, 8, 16, 30, 30}) {
    const auto next = supervisor.snapshot().next_try;
    ASSERT_TRUE(next);
    EXPECT_NEAR(to_seconds(*next), delay, delay * 0.1001) << "a little earlier or later, by chance";
    loop.advance(*next - milliseconds(1));
    EXPECT_EQ(opened, expected) << delay;
    loop.advance(milliseconds(1));
    EXPECT_EQ(opened, ++expected) << delay;
    EXPECT_EQ(state(), "waiting") << "until a picture is there";
    EXPECT_EQ(supervisor.snapshot().next_try, std::nullopt) << "now";
    end(ErrorKind::kTimeout, "No answer.");
    EXPECT_EQ(supervisor.snapshot().reason, "No answer.");
  }
  loop.advance(seconds(40));
  open();
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().reason, "");
  EXPECT_EQ(supervisor.snapshot().restarts, 1u);
  EXPECT_EQ(supervisor.snapshot().next_try, std::nullopt);
  EXPECT_EQ(answers.size(), 1u);
}

TEST_F(SupervisorSearch, TheDelayIsShortAgainAfterAHealthyTime) {
  start();
  open();
  for (int i = 0; i < 10; ++i) {
    end();
    loop.advance(seconds(40));
    open();
  }
  end();
  EXPECT_GT(*supervisor.snapshot().next_try, seconds(20)) << "it comes and goes";
  loop.advance(seconds(40));
  open();
  for (int i = 0; i < 40; ++i) {
    loop.advance(seconds(1));
    picture();
  }
  end();
  EXPECT_LT(*supervisor.snapshot().next_try, seconds(2));
}

TEST_F(SupervisorSearch, KnocksTwiceASecondWhileNobodyAnswers) {
  start();
  open();
  last();
  end();
  EXPECT_EQ(knocks, 1) << "at once";
  no_answer();
  EXPECT_EQ(supervisor.snapshot().reason, "Refused.");
  loop.advance(milliseconds(499));
  EXPECT_EQ(knocks, 1);
  loop.advance(milliseconds(1));
  EXPECT_EQ(knocks, 2);
  for (int count = 3; count < 200; ++count) {
    no_answer();
    loop.advance(milliseconds(500));
    EXPECT_EQ(knocks, count);
  }
  EXPECT_EQ(state(), "waiting");
}

TEST_F(SupervisorSearch, NoMoreThanTwoKnocksAtATime) {
  start();
  open();
  last();
  end();
  loop.advance(seconds(10));
  EXPECT_EQ(knocks, 2);
  no_answer();
  loop.advance(milliseconds(500));
  EXPECT_EQ(knocks, 3);
}

TEST_F(SupervisorSearch, WhatDoesNotLastHasTime) {
  start();
  open();
  loop.advance(seconds(2));
  end();
  EXPECT_EQ(knocks, 0);
  loop.advance(milliseconds(1101));
  EXPECT_EQ(opened, 2);
  end(ErrorKind::kRefused, "Refused.");
  EXPECT_EQ(knocks, 1) << "nobody is there any more";
}

TEST_F(SupervisorSearch, AKnockThatIsAnsweredGoesOnAsTheConnection) {
  start();
  open();
  last();
  end();
  loop.advance(milliseconds(300));
  answer();
  loop.advance(seconds(20));
  EXPECT_EQ(opened, 1) << "nothing else is tried meanwhile";
  EXPECT_EQ(knocks, 1);
  EXPECT_TRUE(after_break);
  supervisor.set_demand({.frames = true});
  EXPECT_EQ(source->demand, Demand{}) << "it is not the show's yet";
  open();
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(source->demand, Demand{.frames = true});
  EXPECT_EQ(supervisor.snapshot().restarts, 1u);
  source->sink.on_frame(nullptr);
  EXPECT_EQ(sink.frames, 1);
}

TEST_F(SupervisorSearch, WhoeverAnswersAndRefusesIsLeftInPeace) {
  start();
  open();
  last();
  end();
  answer();
  end(ErrorKind::kPermission, "Wrong password.");
  EXPECT_EQ(supervisor.snapshot().reason, "Wrong password.");
  const int before = knocks;
  const Duration next = *supervisor.snapshot().next_try;
  EXPECT_GT(next, milliseconds(1700));
  loop.advance(next - milliseconds(1));
  EXPECT_EQ(knocks, before);
  EXPECT_EQ(opened, 1);
  loop.advance(milliseconds(1));
  EXPECT_EQ(opened, 2);
  end(ErrorKind::kRefused, "Refused.");
  EXPECT_EQ(knocks, before + 1) << "nobody answers any more";
}

TEST_F(SupervisorSearch, WhoeverAnswersAndFailsIsKnockedAtAgain) {
  start();
  open();
  last();
  end();
  answer();
  end(ErrorKind::kTimeout, "It showed no picture.");
  EXPECT_EQ(knocks, 1);
  loop.advance(milliseconds(500));
  EXPECT_EQ(knocks, 2);
}

TEST_F(SupervisorSearch, ASlowAnswerIsWaitedForBesideTheKnocks) {
  start();
  open();
  last();
  end();
  no_answer();
  loop.advance(*supervisor.snapshot().next_try);
  ASSERT_EQ(opened, 2);
  loop.advance(seconds(2));
  EXPECT_GE(knocks, 2);
  open();
  EXPECT_EQ(state(), "live");
  wait_alive(1);
}

TEST_F(SupervisorSearch, TellsHowLongItWasGone) {
  start();
  open();
  loop.advance(seconds(1));
  picture();
  end();
  EXPECT_EQ(supervisor.snapshot().gone, std::nullopt);
  const TimePoint since = loop.now();
  loop.advance(seconds(9));
  EXPECT_EQ(supervisor.snapshot().since, since);
  open();
  EXPECT_EQ(supervisor.snapshot().gone, seconds(9));
  EXPECT_EQ(supervisor.snapshot().since, loop.now());
}

TEST_F(SupervisorSearch, TriedNowWhenAsked) {
  start();
  EXPECT_FALSE(supervisor.try_now()) << "it is being opened";
  open();
  EXPECT_FALSE(supervisor.try_now());
  last();
  end();
  answer();
  end(ErrorKind::kPermission, "Wrong password.");
  EXPECT_TRUE(supervisor.try_now());
  EXPECT_EQ(opened, 2);
  EXPECT_TRUE(supervisor.try_now());
  EXPECT_EQ(opened, 2) << "once";
  open();
  EXPECT_EQ(state(), "live");
  supervisor.stop();
  EXPECT_FALSE(supervisor.try_now());
}

TEST_F(SupervisorSearch, APatientStartWaits) {
  start("rtsp://cam/stream", true);
  end(ErrorKind::kRefused, "Refused.");
  EXPECT_THAT(answers, ElementsAre("ok"));
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(supervisor.snapshot().reason, "Refused.");
  EXPECT_TRUE(supervisor.running());
  EXPECT_EQ(knocks, 1);
  answer();
  open();
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().restarts, 0u);
  EXPECT_EQ(supervisor.snapshot().gone, std::nullopt) << "it was never there before";
  EXPECT_EQ(answers.size(), 1u);
}

TEST_F(SupervisorSearch, APatientStartDoesNotWaitForWhatCannotBe) {
  start("ftp://host/a.mp4", true);
  loop.run_posted();
  EXPECT_THAT(answers, ElementsAre(says(messages::kSchemeNotSupported)));
  EXPECT_EQ(state(), "stopped");
}

TEST_F(SupervisorSearch, StopEndsTheWaiting) {
  start();
  open();
  end();
  supervisor.stop();
  loop.advance(seconds(100));
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(state(), "stopped");
}

TEST_F(SupervisorSearch, AStreamThatEndsComesBack) {
  start("rtsp://cam/stream");
  open();
  end(ErrorKind::kEnded, "It has ended.");
  EXPECT_EQ(state(), "waiting");
  loop.advance(milliseconds(1101));
  EXPECT_EQ(opened, 2);
}

TEST_F(SupervisorSearch, AnOpeningThatNeverEndsIsGivenUp) {
  start();
  loop.advance(milliseconds(59999));
  EXPECT_THAT(answers, IsEmpty());
  loop.advance(milliseconds(2));
  EXPECT_THAT(answers, ElementsAre(messages::kNotOpenedInTime));
  EXPECT_EQ(state(), "stopped");
}

TEST_F(SupervisorSearch, AKnockThatIsAnsweredAndNeverOpensIsGivenUp) {
  start();
  open();
  last();
  end();
  answer();
  loop.advance(seconds(59));
  EXPECT_EQ(knocks, 1);
  loop.advance(seconds(3));
  EXPECT_GE(knocks, 2);
  EXPECT_EQ(state(), "waiting");
}

}  // namespace
}  // namespace np::test
