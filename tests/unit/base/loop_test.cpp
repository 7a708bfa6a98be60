#include "base/loop.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "base/asio_loop.hpp"
#include "base/manual_loop.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;

TEST(ManualLoop, RunsPostedTasksInOrderAndNeverInsidePost) {
  ManualLoop loop;
  std::string log;
  loop.post([&] {
    loop.post([&] { log += "c"; });
    log += "a";
  });
  loop.post([&] { log += "b"; });
  EXPECT_EQ(log, "");
  EXPECT_EQ(loop.run_posted(), 3u);
  EXPECT_EQ(log, "abc");
}

TEST(ManualLoop, RunsTimersInOrderOfTimeAtTheirTime) {
  ManualLoop loop;
  const auto start = loop.now();
  std::vector<std::pair<std::string, Duration>> log;
  auto note = [&](const char* name) { return [&, name] { log.emplace_back(name, loop.now() - start); }; };
  const Timer late = loop.after(milliseconds(30), note("late"));
  const Timer early = loop.after(milliseconds(10), note("early"));
  const Timer never = loop.after(milliseconds(31), note("never"));
  loop.advance(milliseconds(30));
  ASSERT_EQ(log.size(), 2u);
  EXPECT_EQ(log[0], std::pair(std::string("early"), Duration(milliseconds(10))));
  EXPECT_EQ(log[1], std::pair(std::string("late"), Duration(milliseconds(30))));
  EXPECT_EQ(loop.now() - start, milliseconds(30));
}

TEST(ManualLoop, RunsWhatATimerPostsBeforeTheNextTimer) {
  ManualLoop loop;
  std::string log;
  const Timer first = loop.after(milliseconds(1), [&] { loop.post([&] { log += "posted "; }); });
  const Timer second = loop.after(milliseconds(2), [&] { log += "second"; });
  loop.advance(milliseconds(5));
  EXPECT_EQ(log, "posted second");
}

TEST(ManualLoop, ATimerThatSetsItselfAgainKeepsItsRhythm) {
  ManualLoop loop;
  const auto start = loop.now();
  std::vector<Duration> at;
  Timer timer;
  std::function<void()> tick = [&] {
    at.push_back(loop.now() - start);
    timer = loop.after(milliseconds(10), [&] { tick(); });
  };
  timer = loop.after(milliseconds(10), [&] { tick(); });
  loop.advance(milliseconds(35));
  EXPECT_EQ(at, (std::vector<Duration>{milliseconds(10), milliseconds(20), milliseconds(30)}));
}

TEST(ManualLoop, WaitsForWhatAnotherThreadPosts) {
  ManualLoop loop;
  bool ran = false;
  std::jthread other([&] { loop.post([&] { ran = true; }); });
  EXPECT_TRUE(loop.wait_posted(std::chrono::seconds(10)));
  EXPECT_TRUE(ran);
  EXPECT_FALSE(loop.wait_posted(milliseconds(1)));
}

TEST(Timer, GoneOrCancelledOrReplacedMeansNotRun) {
  ManualLoop loop;
  int ran = 0;
  {
    const Timer gone = loop.after(milliseconds(1), [&] { ++ran; });
  }
  Timer cancelled = loop.after(milliseconds(1), [&] { ++ran; });
  cancelled.cancel();
  cancelled.cancel();
  Timer replaced = loop.after(milliseconds(1), [&] { ++ran; });
  replaced = Timer();
  loop.advance(milliseconds(10));
  EXPECT_EQ(ran, 0);
}

TEST(Timer, MovesWithoutLosingItsTask) {
  ManualLoop loop;
  int ran = 0;
  Timer first = loop.after(milliseconds(1), [&] { ++ran; });
  Timer second = std::move(first);
  first.cancel();
  loop.advance(milliseconds(10));
  EXPECT_EQ(ran, 1);
}

TEST(Timer, CancelledByAnotherAtTheSameInstant) {
  ManualLoop loop;
  int ran = 0;
  Timer second;
  const Timer first = loop.after(milliseconds(1), [&] { second.cancel(); });
  second = loop.after(milliseconds(1), [&] { ++ran; });
  loop.advance(milliseconds(10));
  EXPECT_EQ(ran, 0);
}

TEST(Lifetime, GuardedTasksEndWithTheirOwner) {
  auto owner = std::make_unique<Lifetime>();
  int ran = 0;
  auto task = owner->guard([&](int by) { ran += by; });
  task(2);
  EXPECT_EQ(ran, 2);
  owner.reset();
  task(2);
  EXPECT_EQ(ran, 2);
}

TEST(Lifetime, RenewEndsWhatWasGuardedSoFarOnly) {
  Lifetime life;
  int ran = 0;
  auto before = life.guard([&] { ran += 1; });
  life.renew();
  auto after = life.guard([&] { ran += 10; });
  before();
  after();
  EXPECT_EQ(ran, 10);
}

TEST(Lifetime, TakesMoveOnlyTasks) {
  const Lifetime life;
  int seen = 0;
  Task task = life.guard([&, number = std::make_unique<int>(7)] { seen = *number; });
  task();
  EXPECT_EQ(seen, 7);
}

TEST(AsioLoop, RunsPostedTasksAndTimersOnTheThreadThatRunsIt) {
  AsioLoop loop;
  std::vector<std::string> log;
  std::thread::id ran_on;
  Timer timer;
  const auto started = loop.now();
  loop.post([&] {
    log.push_back("posted");
    ran_on = std::this_thread::get_id();
    timer = loop.after(milliseconds(20), [&] {
      log.push_back("timer");
      loop.stop();
    });
  });
  std::thread::id runner_id;
  std::thread runner([&] {
    runner_id = std::this_thread::get_id();
    loop.run();
  });
  runner.join();
  EXPECT_EQ(log, (std::vector<std::string>{"posted", "timer"}));
  EXPECT_EQ(ran_on, runner_id);
  EXPECT_GE(loop.now() - started, milliseconds(20));
}

TEST(AsioLoop, ACancelledTimerDoesNotRun) {
  AsioLoop loop;
  int ran = 0;
  Timer cancelled = loop.after(milliseconds(0), [&] { ++ran; });
  const Timer last = loop.after(milliseconds(5), [&] { loop.stop(); });
  cancelled.cancel();
  loop.run();
  EXPECT_EQ(ran, 0);
}

TEST(AsioLoop, ATimerMayBeCancelledWhenItIsAlreadyDue) {
  AsioLoop loop;
  int ran = 0;
  Timer second;
  // Both are due in the same turn of the loop: the second one's completion is already queued when the first cancels it.
  const Timer first = loop.after(-milliseconds(2), [&] { second.cancel(); });
  second = loop.after(-milliseconds(1), [&] { ++ran; });
  const Timer last = loop.after(milliseconds(5), [&] { loop.stop(); });
  loop.run();
  EXPECT_EQ(ran, 0);
}

TEST(AsioLoop, StopFromAnotherThreadEndsRun) {
  AsioLoop loop;
  std::jthread other([&] { loop.stop(); });
  loop.run();
}

TEST(AsioLoop, RunsAgainAfterStop) {
  AsioLoop loop;
  int ran = 0;
  for (int i = 0; i < 2; ++i) {
    loop.post([&] {
      ++ran;
      loop.stop();
    });
    loop.run();
  }
  EXPECT_EQ(ran, 2);
}

TEST(AsioLoop, DropsWhatIsPendingWhenItIsDestroyed) {
  auto token = std::make_shared<int>(0);
  Timer timer;
  {
    AsioLoop loop;
    loop.post([token] {});
    timer = loop.after(std::chrono::hours(1), [token] {});
    timer = Timer();
  }
  EXPECT_EQ(token.use_count(), 1);
}

TEST(AsioLoop, ExceptionsPassThroughRun) {
  AsioLoop loop;
  loop.post([] { throw std::runtime_error("seen"); });
  EXPECT_THROW(loop.run(), std::runtime_error);
}

}  // namespace
}  // namespace np
