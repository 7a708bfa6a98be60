#include "supervised.hpp"

namespace np::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using SupervisorStall = SupervisorTest;

TEST_F(SupervisorStall, ASilentSourceIsStalled) {
  start();
  open();
  loop.advance(milliseconds(2490));
  EXPECT_EQ(state(), "live");
  loop.advance(milliseconds(30));
  EXPECT_EQ(state(), "stalled");
  EXPECT_THAT(supervisor.snapshot().reason, says(messages::kNoPictureComes));
  EXPECT_EQ(knocks, 1) << "another connection is tried";
  loop.advance(milliseconds(500));
  EXPECT_EQ(supervisor.snapshot().pictures_per_s, 0);
  picture();
  loop.advance(milliseconds(500));
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().reason, "");
  EXPECT_EQ(supervisor.snapshot().restarts, 0u) << "it came back by itself";
  EXPECT_GT(supervisor.snapshot().gone, seconds(3));
  wait_alive(1);
}

TEST_F(SupervisorStall, AStalledConnectionGivesWayToOneThatIsAnswered) {
  start();
  open();
  FakeSource* stalled = source;
  loop.advance(milliseconds(2600));
  answer();
  EXPECT_EQ(state(), "stalled");
  stalled->sink.on_picture(nullptr);
  EXPECT_EQ(sink.pictures, 1) << "it may still come back";
  EXPECT_EQ(census.given_up, 0);
  loop.advance(milliseconds(300));
  EXPECT_EQ(census.given_up, 1);
  EXPECT_EQ(state(), "stalled") << "until it is known what becomes of the other one";
  EXPECT_GT(supervisor.snapshot().picture_age, seconds(2));
  wait_alive(1);
  EXPECT_EQ(sink.pictures, 1) << "nothing comes from the old one";
  open();
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().restarts, 1u);
}

TEST_F(SupervisorStall, APeerThatWasStoppedGoesOnWhereItWas) {
  start();
  open();
  FakeSource* stalled = source;
  loop.advance(seconds(3));
  answer();
  loop.advance(milliseconds(200));
  stalled->beat = {2, loop.now(), loop.now()};
  loop.advance(milliseconds(100));
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(census.given_up, 0);
  wait_alive(1);
  stalled->sink.on_picture(nullptr);
  EXPECT_EQ(sink.pictures, 1);
  loop.advance(milliseconds(2000));
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorStall, WhatADeadConnectionHeldUpIsBegunAnewWithoutIt) {
  start();
  open();
  loop.advance(milliseconds(2600));
  answer();
  loop.advance(milliseconds(300));
  EXPECT_EQ(census.given_up, 1);
  wait_until([&] { return opened == 2; });
  EXPECT_EQ(state(), "stalled");
  wait_alive(1);
  open();
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorStall, WhatFlowsIsNotBegunAnew) {
  start();
  open();
  loop.advance(milliseconds(2600));
  answer();
  const auto on_flowing = source->listener.on_flowing;
  on_flowing();
  loop.advance(milliseconds(300));
  EXPECT_EQ(census.given_up, 1);
  wait_alive(1);
  loop.advance(seconds(5));
  EXPECT_EQ(opened, 1);
  open();
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorStall, AStalledConnectionIsGivenUpInTheEnd) {
  start();
  open();
  loop.advance(seconds(60));
  EXPECT_EQ(state(), "stalled");
  loop.advance(milliseconds(3200));
  EXPECT_EQ(state(), "waiting");
  EXPECT_THAT(supervisor.snapshot().reason, says(messages::kNoPictureComes));
  loop.advance(seconds(100));
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(supervisor.snapshot().picture_age, milliseconds(163200));
}

TEST_F(SupervisorStall, AStalledConnectionThatBreaksIsSearchedFor) {
  start();
  open();
  loop.advance(milliseconds(2600));
  end();
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(supervisor.snapshot().reason, "It broke.");
  EXPECT_EQ(knocks, 1) << "the same search";
  answer();
  open();
  EXPECT_EQ(supervisor.snapshot().gone, milliseconds(2600)) << "since the last picture";
}

TEST_F(SupervisorStall, ALastPictureOfADyingConnectionChangesNothing) {
  start();
  open();
  FakeSource* first = source;
  loop.advance(seconds(30));
  first->beat = {2, loop.now(), loop.now()};  // what was still in a decoder
  loop.advance(milliseconds(500));
  EXPECT_EQ(state(), "live");
  const int before = knocks;
  const auto on_ended = first->listener.on_ended;
  on_ended(Error(ErrorKind::kUnavailable, "It broke."));
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(knocks, before + 1) << "at once, as it was there for long";
}

TEST_F(SupervisorStall, TheVerySamePictureIsAStall) {
  start();
  open();
  for (int i = 0; i < 26; ++i) {
    loop.advance(milliseconds(100));
    same_picture();
  }
  EXPECT_EQ(state(), "stalled");
  EXPECT_THAT(supervisor.snapshot().reason, says(messages::kSamePicture));
  EXPECT_EQ(knocks, 0) << "it would answer";
  for (int i = 0; i < 20 && opened == 1; ++i) {
    loop.advance(milliseconds(100));
    same_picture();
  }
  EXPECT_EQ(opened, 2) << "a new connection may cure it";
  EXPECT_EQ(state(), "stalled");
  open();
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorStall, ASlowSourceIsNotStalled) {
  start();
  open(0.25);  // a picture in four seconds
  loop.advance(seconds(11));
  EXPECT_EQ(state(), "live");
  loop.advance(seconds(2));
  EXPECT_EQ(state(), "stalled");
}

TEST_F(SupervisorStall, ASourceIsSlowWhateverItSays) {
  start();
  open(25);
  source->beat.interval = seconds(4);
  loop.advance(seconds(11));
  EXPECT_EQ(state(), "live");
  loop.advance(seconds(2));
  EXPECT_EQ(state(), "stalled");
}

TEST_F(SupervisorStall, WhatIsPlayedAtItsOwnTimesIsNotSilent) {
  start();
  open();
  for (int i = 0; i < 20; ++i) {
    source->beat.expected_at = loop.now();
    loop.advance(milliseconds(500));
  }
  EXPECT_EQ(state(), "live") << "the picture is to stand";
  EXPECT_EQ(knocks + opened, 1);
  loop.advance(seconds(3));
  EXPECT_EQ(state(), "stalled");
}

TEST_F(SupervisorStall, ASourceOfUnknownPaceHasTime) {
  start("http://cam/slow");
  open(0);
  loop.advance(milliseconds(9900));
  EXPECT_EQ(state(), "live");
  loop.advance(milliseconds(600));
  EXPECT_EQ(state(), "stalled");
}

TEST_F(SupervisorStall, AnOpeningDoesNotWinOverOneThatIsOnlySlow) {
  start("http://cam/slow");
  open(0);
  FakeSource* slow = source;
  loop.advance(seconds(11));
  answer();
  open(0);
  loop.advance(seconds(2));
  EXPECT_EQ(state(), "stalled");
  EXPECT_EQ(census.given_up, 0);
  slow->beat = {2, loop.now(), loop.now(), seconds(13)};
  loop.advance(milliseconds(500));
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().restarts, 0u);
  wait_alive(1);
  loop.advance(seconds(30));
  EXPECT_EQ(state(), "live") << "its pace is known now";
}

TEST_F(SupervisorStall, AnOpeningWinsOnceItHasShownMore) {
  start("http://cam/slow");
  open(0);
  loop.advance(seconds(11));
  answer();
  open(0);
  loop.advance(seconds(1));
  picture();
  loop.advance(milliseconds(600));
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().restarts, 1u);
  wait_alive(1);
}

TEST_F(SupervisorStall, AnOpeningBesideOneThatBreaksTakesItsPlace) {
  start("http://cam/slow");
  open(0);
  FakeSource* slow = source;
  loop.advance(seconds(11));
  answer();
  open(0);
  const auto on_ended = slow->listener.on_ended;
  on_ended(Error(ErrorKind::kUnavailable, "It broke."));
  loop.run_posted();
  EXPECT_EQ(state(), "live");
  wait_alive(1);
}

TEST_F(SupervisorStall, ThePaceIsLearnedOverConnections) {
  start("http://cam/slow");
  open(0);
  source->beat = {2, loop.now(), loop.now(), seconds(4)};
  loop.advance(milliseconds(500));
  end();
  loop.advance(seconds(2));
  open(0);
  EXPECT_EQ(state(), "live");
  loop.advance(seconds(11));
  EXPECT_EQ(state(), "live");
  loop.advance(seconds(2));
  EXPECT_EQ(state(), "stalled");
}

TEST_F(SupervisorStall, AVideoGoesOnWhereItWas) {
  start("http://host/a.mp4");
  open();
  source->beat.position = seconds(7);
  loop.advance(milliseconds(500));
  end();
  loop.advance(seconds(2));
  EXPECT_EQ(begin_at, seconds(7));
}

}  // namespace
}  // namespace np::test
