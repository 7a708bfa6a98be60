#include "supervised.hpp"

namespace np::test {
namespace {

using std::chrono::milliseconds;
using SupervisorClosing = SupervisorTest;

constexpr int kMoreThanFit = 100;

TEST_F(SupervisorClosing, ThoseThatDoNotEndAreBoundedAndNeverHoldUpTheLoop) {
  {
    std::lock_guard none_ends(census.closing);
    for (int i = 0; i < kMoreThanFit; ++i) {
      start();
      supervisor.stop();
    }
    EXPECT_EQ(census.destroyed_on_loop, 0);
    EXPECT_LT(opened, 70);
    loop.run_posted();
    ASSERT_EQ(answers.size(), static_cast<std::size_t>(kMoreThanFit)) << "each is answered";
    EXPECT_THAT(answers.back(), says(messages::kStillClosing));
    EXPECT_EQ(state(), "stopped");
  }
  wait_alive(0);
  start();
  open();
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorClosing, APatientStartWaitsUntilThereIsRoom) {
  {
    std::lock_guard none_ends(census.closing);
    for (int i = 0; i < kMoreThanFit && state() != "waiting"; ++i) {
      supervisor.stop();
      start("rtsp://cam/a", true);
    }
    ASSERT_EQ(state(), "waiting");
  }
  wait_alive(0);
  const int before = opened;
  loop.advance(milliseconds(1101));
  EXPECT_EQ(opened, before + 1);
  open();
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorClosing, WhatADeadConnectionHeldUpIsBegunAnewHoweverManyAreBeingClosed) {
  start("rtsp://cam/a");
  open();
  loop.advance(milliseconds(2600));
  ASSERT_EQ(knocks, 1);
  int before = 0;
  {
    std::lock_guard none_ends(census.closing);
    for (int i = 0; i < kMoreThanFit; ++i) replace("rtsp://cam/b");
    supervisor.replace("rtsp://cam/a", false, [](const auto&) {});
    answer();
    before = opened;
    loop.advance(milliseconds(300));
    EXPECT_EQ(census.given_up, 1);
    EXPECT_EQ(census.destroyed_on_loop, 0);
  }
  wait_until([&] { return opened > before; });
  open();
  EXPECT_EQ(supervisor.snapshot().name, "rtsp://cam/a");
  EXPECT_EQ(state(), "live");
}

}  // namespace
}  // namespace np::test
