// One sender at a time by SRT, and one that was killed and calls again.
#include "source/pipeline/srt_callers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace np {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Port : public testing::Test {
 protected:
  bool calls(const std::string& host, const std::string& id = "") { return callers.may_call(host, id, now); }
  void sends(Duration how_long) {
    callers.came("10.0.0.7");
    for (const TimePoint end = now + how_long; now < end; now += milliseconds(40)) callers.sent(now);
  }

  int gone = 0;
  SrtCallers callers{std::nullopt, [this] { ++gone; }};
  TimePoint now{seconds(1000)};
};

TEST_F(Port, OneIsLetInAndNobodyElseWhileItSends) {
  EXPECT_TRUE(calls("10.0.0.7"));
  sends(seconds(3));
  EXPECT_FALSE(calls("10.0.0.7"));
  EXPECT_FALSE(calls("10.0.0.8"));
  EXPECT_EQ(gone, 0);
}

TEST_F(Port, WhoIsSilentMakesWayForOneOfTheSameAddress) {
  sends(seconds(3));
  now += seconds(1);
  EXPECT_FALSE(calls("10.0.0.8"));
  EXPECT_EQ(gone, 0) << "a stranger ends nobody";
  EXPECT_FALSE(calls("10.0.0.7")) << "it calls again once the port is open anew";
  EXPECT_EQ(gone, 1);
  EXPECT_FALSE(calls("10.0.0.7"));
  EXPECT_EQ(gone, 1) << "once";
}

TEST_F(Port, WhoIsSilentOnlyAfterTheCallMakesWayThen) {
  sends(seconds(3));
  EXPECT_EQ(callers.look_at(), TimePoint::max()) << "nobody has called";
  EXPECT_FALSE(calls("10.0.0.8"));
  EXPECT_EQ(callers.look_at(), TimePoint::max()) << "a stranger has";
  EXPECT_FALSE(calls("10.0.0.7"));
  const TimePoint at = callers.look_at();
  ASSERT_LT(at, now + seconds(1));
  callers.look(at);
  EXPECT_EQ(gone, 0);
  callers.look(at + milliseconds(1));
  EXPECT_EQ(gone, 1);
  EXPECT_EQ(callers.look_at(), TimePoint::max());
}

TEST_F(Port, WhatSrtHasHeldBackIsNoSignOfLife) {
  sends(seconds(3));
  EXPECT_FALSE(calls("10.0.0.7"));
  const TimePoint at = callers.look_at();
  sends(milliseconds(120));
  callers.look(at + milliseconds(1));
  EXPECT_EQ(gone, 0);
  EXPECT_EQ(callers.look_at(), at + milliseconds(120));
  callers.look(at + milliseconds(121));
  EXPECT_EQ(gone, 1);
}

TEST_F(Port, WhoGoesOnAfterTheCallKeepsThePlace) {
  sends(seconds(3));
  EXPECT_FALSE(calls("10.0.0.7"));
  sends(SrtCallers::kCallCounts);
  EXPECT_EQ(callers.look_at(), TimePoint::max());
  callers.look(now + seconds(2));
  EXPECT_EQ(gone, 0) << "silent, but that call was long ago";
}

TEST_F(Port, WhoHasSentNothingYetIsNotSilent) {
  callers.came("10.0.0.7");
  now += seconds(3);
  EXPECT_FALSE(calls("10.0.0.7"));
  EXPECT_EQ(callers.look_at(), TimePoint::max());
  EXPECT_EQ(gone, 0);
}

TEST_F(Port, NothingIsToldOnceItIsClosed) {
  sends(seconds(3));
  now += seconds(1);
  callers.close();
  EXPECT_FALSE(calls("10.0.0.7"));
  EXPECT_EQ(gone, 0);
}

// SRT, the element and GStreamer's clock ask on threads of their own, also while the source is closed.
TEST(PortOfManyThreads, IsToldOnceAndNotAfterItIsClosed) {
  std::atomic<int> gone{0};
  std::atomic<bool> over{false};
  SrtCallers callers(std::nullopt, [&] {
    EXPECT_FALSE(over);
    ++gone;
  });
  callers.came("10.0.0.7");
  const auto turn = [&](auto f) {
    return std::thread([&, f] {
      for (TimePoint now{seconds(1000)}; now < TimePoint(seconds(1100)); now += milliseconds(40)) f(now);
    });
  };
  std::thread all[] = {turn([&](TimePoint now) {
                         if (now < TimePoint(seconds(1050))) callers.sent(now);
                       }),
                       turn([&](TimePoint now) { EXPECT_FALSE(callers.may_call("10.0.0.7", "", now)); }),
                       turn([&](TimePoint now) { callers.look(std::min(now, callers.look_at())); })};
  for (std::thread& one : all) one.join();
  EXPECT_LE(gone, 1);
  callers.close();
  over = true;
  callers.may_call("10.0.0.7", "", TimePoint(seconds(2000)));
  EXPECT_LE(gone, 1);
}

TEST(PortWithAStreamId, OnlyWhoKnowsItIsLetIn) {
  SrtCallers callers("live/front", [] {});
  const TimePoint now{seconds(1000)};
  EXPECT_FALSE(callers.may_call("10.0.0.7", "", now));
  EXPECT_FALSE(callers.may_call("10.0.0.7", "live/back", now));
  EXPECT_TRUE(callers.may_call("10.0.0.7", "live/front", now));
}

}  // namespace
}  // namespace np
