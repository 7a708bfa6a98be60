#include "supervised.hpp"

namespace np::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kOther = messages::kOtherSourceChosen;

// The source that runs is `first`; the names of those that take the place after it are noted.
class SupervisorReplace : public SupervisorTest {
 protected:
  void run_first(const std::string& text = "rtsp://cam/a") {
    start(text);
    open();
    first = source;
    answers.clear();
    states.clear();
    taken.clear();
  }
  void on_new_source() override {
    taken.push_back(supervisor.snapshot().name);
    if (at_change) at_change();
  }
  std::uint64_t number() { return supervisor.snapshot().number; }

  FakeSource* first = nullptr;
  std::vector<std::string> taken;
  std::function<void()> at_change;
};

TEST_F(SupervisorReplace, StartsWhereNothingRuns) {
  replace("rtsp://cam/a");
  EXPECT_THAT(taken, ElementsAre("rtsp://cam/a"));
  loop.run_posted();
  open();
  EXPECT_THAT(states, ElementsAre("connecting", "live", "answered"));
  EXPECT_EQ(number(), 1u);
}

TEST_F(SupervisorReplace, FailsLikeAStartWhereNothingRuns) {
  replace("rtsp://cam/a");
  end(ErrorKind::kRefused, "Refused.");
  EXPECT_THAT(answers, ElementsAre("Refused."));
  EXPECT_EQ(state(), "stopped");
}

TEST_F(SupervisorReplace, TheSameSourceGoesOn) {
  run_first();
  replace(" rtsp://cam/a ");
  EXPECT_THAT(answers, IsEmpty()) << "never from within replace()";
  loop.run_posted();
  EXPECT_THAT(answers, ElementsAre("ok"));
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(number(), 1u);
  EXPECT_THAT(taken, IsEmpty());
}

TEST_F(SupervisorReplace, TheSameSourceIsTriedNowWhereItIsWaitedFor) {
  run_first();
  end();
  ASSERT_EQ(state(), "waiting");
  replace("rtsp://cam/a");
  loop.run_posted();
  EXPECT_THAT(answers, ElementsAre("ok"));
  EXPECT_EQ(opened, 2);
  EXPECT_EQ(number(), 1u);
}

TEST_F(SupervisorReplace, TheSameSourceThatIsBeingOpenedAnswersBoth) {
  start("rtsp://cam/a");
  replace("rtsp://cam/a");
  loop.run_posted();
  EXPECT_THAT(answers, IsEmpty());
  end(ErrorKind::kRefused, "Refused.");
  EXPECT_THAT(answers, ElementsAre("Refused.", "Refused."));
  EXPECT_EQ(opened, 1);
}

TEST_F(SupervisorReplace, TheFirstDeliversUntilTheOtherIsThere) {
  supervisor.set_demand({.frames = true, .pictures = true});
  run_first();
  replace("rtsp://cam/b");
  loop.run_posted();
  EXPECT_EQ(supervisor.snapshot().name, "rtsp://cam/a");
  EXPECT_EQ(state(), "live");
  EXPECT_THAT(states, IsEmpty()) << "the other one is nobody's concern yet";
  EXPECT_THAT(taken, IsEmpty());
  first->sink.on_picture(nullptr);
  EXPECT_EQ(sink.pictures, 1);
  supervisor.set_demand({.frames = true});
  supervisor.set_frame_rate(3);
  EXPECT_EQ(first->demand, Demand{.frames = true});
  EXPECT_EQ(first->frame_rate, 3);
  EXPECT_EQ(source->demand, Demand{});

  at_change = [&] {
    first->sink.on_picture(nullptr);
    EXPECT_EQ(sink.pictures, 1) << "the first delivers nothing any more";
    EXPECT_EQ(source->demand, Demand{}) << "and the other nothing yet";
  };
  {
    std::lock_guard still_there(census.closing);
    open();
  }
  EXPECT_THAT(taken, ElementsAre("rtsp://cam/b"));
  EXPECT_EQ(source->demand, Demand{.frames = true});
  EXPECT_EQ(source->frame_rate, 3);
  source->sink.on_picture(nullptr);
  EXPECT_EQ(sink.pictures, 2);
  EXPECT_THAT(states, ElementsAre("live", "answered"));
  wait_alive(1);
}

TEST_F(SupervisorReplace, TheSnapshotIsTheOthers) {
  run_first();
  last();
  end();
  answer();
  open();
  first = source;
  ASSERT_EQ(supervisor.snapshot().restarts, 1u);
  replace("rtsp://ann:secret@cam/b");
  loop.advance(seconds(1));
  picture();
  open(10);
  const SourceSnapshot now = supervisor.snapshot();
  EXPECT_EQ(now.name, "rtsp://cam/b");
  EXPECT_EQ(now.number, 2u);
  EXPECT_EQ(now.state, SourceState::kLive);
  EXPECT_EQ(now.restarts, 0u);
  EXPECT_EQ(now.gone, std::nullopt);
  EXPECT_EQ(now.since, loop.now());
  EXPECT_EQ(now.info.fps, 10);
  EXPECT_EQ(supervisor.picture_rate(), 10);
  EXPECT_FALSE(after_break);
}

TEST_F(SupervisorReplace, AFailureLeavesALiveSourceAlone) {
  run_first();
  replace("rtsp://cam/b");
  end(ErrorKind::kPermission, "Wrong password.");
  EXPECT_THAT(answers, ElementsAre("Wrong password."));
  EXPECT_THAT(states, IsEmpty());
  EXPECT_THAT(taken, IsEmpty());
  EXPECT_EQ(supervisor.snapshot().name, "rtsp://cam/a");
  EXPECT_EQ(supervisor.snapshot().reason, "");
  EXPECT_EQ(number(), 1u);
  first->sink.on_picture(nullptr);
  EXPECT_EQ(sink.pictures, 1);
  wait_alive(1);
  source = first;
  for (int i = 0; i < 100; ++i) {
    loop.advance(seconds(1));
    picture();
  }
  EXPECT_EQ(opened, 2) << "the other is not tried again";
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorReplace, AFailureLeavesTheSearchOfTheFirstAlone) {
  run_first();
  last();
  end();
  ASSERT_EQ(state(), "waiting");
  no_answer();
  replace("rtsp://cam/b");
  FakeSource* second = source;
  loop.advance(milliseconds(500));
  EXPECT_EQ(knocks, 2) << "of the first, which goes on being searched for";
  const auto next = supervisor.snapshot().next_try;
  ASSERT_TRUE(next);
  states.clear();
  const auto on_ended = second->listener.on_ended;
  on_ended(Error(ErrorKind::kRefused, "Nobody there."));
  loop.run_posted();
  EXPECT_THAT(answers, ElementsAre("Nobody there."));
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(supervisor.snapshot().reason, "Refused.");
  EXPECT_EQ(supervisor.snapshot().next_try, next);
  answer();
  open();
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().restarts, 1u);
  EXPECT_EQ(number(), 1u) << "a restart is no other source";
}

TEST_F(SupervisorReplace, AFailureLeavesAStalledSourceAlone) {
  run_first();
  loop.advance(milliseconds(2600));
  ASSERT_EQ(state(), "stalled");
  replace("rtsp://cam/b");
  end(ErrorKind::kRefused, "Nobody there.");
  EXPECT_EQ(state(), "stalled");
  source = first;
  picture();
  loop.advance(milliseconds(500));
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().restarts, 0u);
}

TEST_F(SupervisorReplace, WithWaitAMissingSourceTakesThePlace) {
  run_first();
  replace("rtsp://cam/b", true);
  end(ErrorKind::kRefused, "Nobody there.");
  EXPECT_THAT(taken, ElementsAre("rtsp://cam/b"));
  EXPECT_THAT(states, ElementsAre("waiting", "answered"));
  EXPECT_EQ(supervisor.snapshot().name, "rtsp://cam/b");
  EXPECT_EQ(supervisor.snapshot().reason, "Nobody there.");
  EXPECT_EQ(number(), 2u);
  wait_alive(1);  // it knocks
  answer();
  open();
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().restarts, 0u);
}

TEST_F(SupervisorReplace, TheLaterOfTwoWins) {
  run_first();
  replace("rtsp://cam/b");
  const auto second = source->listener;
  replace("rtsp://cam/c");
  loop.run_posted();
  EXPECT_THAT(answers, ElementsAre(kOther));
  second.on_opened({});
  loop.run_posted();
  EXPECT_EQ(supervisor.snapshot().name, "rtsp://cam/a") << "a late word is not heard";
  open();
  EXPECT_THAT(answers, ElementsAre(kOther, "ok"));
  EXPECT_THAT(taken, ElementsAre("rtsp://cam/c"));
  EXPECT_EQ(number(), 2u);
  wait_alive(1);
}

TEST_F(SupervisorReplace, TheSameOtherTwiceIsOpenedAgain) {
  run_first();
  replace("rtsp://cam/b");
  replace("rtsp://cam/b");
  loop.run_posted();
  EXPECT_THAT(answers, ElementsAre(kOther));
  open();
  EXPECT_THAT(answers, ElementsAre(kOther, "ok"));
  EXPECT_EQ(number(), 2u);
}

TEST_F(SupervisorReplace, ToChooseTheFirstAgainEndsTheReplacing) {
  run_first();
  replace("rtsp://cam/b");
  replace("rtsp://cam/a");
  loop.run_posted();
  EXPECT_THAT(answers, ElementsAre(kOther, "ok"));
  EXPECT_EQ(supervisor.snapshot().name, "rtsp://cam/a");
  wait_alive(1);
}

TEST_F(SupervisorReplace, StopEndsBoth) {
  run_first();
  replace("rtsp://cam/b");
  supervisor.stop();
  loop.run_posted();
  EXPECT_THAT(answers, ElementsAre(messages::kSourceStoppedBefore));
  EXPECT_EQ(state(), "stopped");
  EXPECT_FALSE(supervisor.running());
  wait_alive(0);
  EXPECT_EQ(sink.pictures, 0);
  loop.advance(seconds(100));
  EXPECT_EQ(opened, 2);
}

TEST_F(SupervisorReplace, StartIsRefusedMeanwhile) {
  run_first("/clips/a.mp4");
  replace("rtsp://cam/b");
  start("rtsp://cam/c");
  loop.run_posted();
  EXPECT_THAT(answers, ElementsAre(messages::kSourceRunning));
  const auto on_ended = first->listener.on_ended;
  on_ended(Error(ErrorKind::kEnded, "It has ended."));
  ASSERT_EQ(state(), "ended");
  start("rtsp://cam/c");
  loop.run_posted();
  EXPECT_EQ(answers.size(), 2u) << "as another one is being opened";
  open();
  EXPECT_EQ(supervisor.snapshot().name, "rtsp://cam/b") << "which follows the one that has ended";
}

TEST_F(SupervisorReplace, AFirstThatBreaksMeanwhileComesBack) {
  run_first();
  last();
  replace("rtsp://cam/b");
  FakeSource* second = source;
  const auto on_ended = first->listener.on_ended;
  on_ended(Error(ErrorKind::kUnavailable, "It broke."));
  loop.run_posted();
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(supervisor.snapshot().name, "rtsp://cam/a");
  answer();
  open();
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().restarts, 1u);
  first = source;
  source = second;
  open();
  EXPECT_EQ(supervisor.snapshot().name, "rtsp://cam/b");
  EXPECT_EQ(supervisor.snapshot().restarts, 0u);
  wait_alive(1);
}

TEST_F(SupervisorReplace, AFirstThatHasNotOpenedYetGivesWay) {
  start("rtsp://cam/a", true);
  replace("rtsp://cam/b");
  EXPECT_EQ(supervisor.snapshot().name, "rtsp://cam/a");
  open();
  EXPECT_THAT(answers, ElementsAre(kOther, "ok"));
  EXPECT_EQ(supervisor.snapshot().name, "rtsp://cam/b");
}

TEST_F(SupervisorReplace, WhatItCannotReadChangesNothing) {
  run_first();
  replace("ftp://ann:secret@host/a.mp4", true);
  EXPECT_THAT(answers, IsEmpty()) << "never from within replace()";
  loop.run_posted();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_THAT(answers[0], says(messages::kSchemeNotSupported, "ftp"));
  EXPECT_THAT(answers[0], Not(HasSubstr("secret")));
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().name, "rtsp://cam/a");
}

TEST_F(SupervisorReplace, EachSourceThatTakesThePlaceHasANumber) {
  EXPECT_EQ(number(), 0u);
  start("ftp://host/a.mp4");
  EXPECT_EQ(number(), 0u);
  run_first();
  EXPECT_EQ(number(), 1u);
  end();
  supervisor.try_now();
  open();
  EXPECT_EQ(number(), 1u) << "a restart is no other source";
  supervisor.stop();
  EXPECT_EQ(number(), 1u);
  start("rtsp://cam/a");
  EXPECT_EQ(number(), 2u) << "the same words, another start";
  EXPECT_THAT(taken, ElementsAre("rtsp://cam/a"));
}

TEST_F(SupervisorReplace, DestroyingItWaitsForBoth) {
  {
    SourceSupervisor second(loop, sink, {}, {}, nullptr, nullptr, maker());
    second.start("rtsp://cam/a", false, [](const auto&) {});
    open();
    second.replace("rtsp://cam/b", false, [](const auto&) { ADD_FAILURE() << "nobody is left to answer to"; });
    EXPECT_EQ(census.alive, 2);
  }
  EXPECT_EQ(census.alive, 0);
  EXPECT_EQ(sink.pictures, 0);
  loop.run_posted();
}

}  // namespace
}  // namespace np::test
