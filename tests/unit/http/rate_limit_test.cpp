#include "http/server/rate_limit.hpp"

#include <gtest/gtest.h>

namespace np::http {
namespace {

using namespace std::chrono_literals;

class RateLimitTest : public ::testing::Test {
 protected:
  int taken(const std::string& client, int tries) {
    int n = 0;
    for (int i = 0; i < tries; ++i) n += !limit.take(client, now);
    return n;
  }

  RateLimit limit{{.all = 30, .each = 10}};
  TimePoint now{1000h};
};

TEST_F(RateLimitTest, EachMayTakeAMinutesWorthAtOnce) {
  EXPECT_EQ(taken("a", 20), 10);
  EXPECT_EQ(taken("b", 20), 10);
}

TEST_F(RateLimitTest, WhatWasTakenGrowsAgain) {
  taken("a", 10);
  EXPECT_EQ(limit.take("a", now), 6s);
  now += 5s;
  EXPECT_EQ(limit.take("a", now), 1s);
  now += 1s;
  EXPECT_EQ(taken("a", 5), 1);
  now += 18s;
  EXPECT_EQ(taken("a", 5), 3);
  now += 1h;
  EXPECT_EQ(taken("a", 20), 10) << "no more than a minute's worth is kept";
}

TEST_F(RateLimitTest, AllTogetherAreBounded) {
  for (const char* client : {"a", "b", "c"}) EXPECT_EQ(taken(client, 10), 10);
  EXPECT_EQ(limit.take("d", now), 2s);
  now += 2s;
  EXPECT_EQ(taken("d", 5), 1);
}

TEST_F(RateLimitTest, WhoIsRefusedTakesNothingFromOthers) {
  EXPECT_EQ(taken("a", 1000), 10);
  EXPECT_EQ(taken("b", 10), 10);
  EXPECT_EQ(taken("c", 10), 10);
}

TEST_F(RateLimitTest, TheLongerWaitIsTold) {
  for (const char* client : {"a", "b", "c"}) taken(client, 10);
  EXPECT_EQ(limit.take("a", now), 6s);
}

TEST_F(RateLimitTest, RemembersAFewClientsOnly) {
  std::size_t most = 0;
  for (int i = 0; i < 100000; ++i) {
    limit.take(std::to_string(i), now);
    now += 10ms;
    most = std::max(most, limit.clients());
  }
  EXPECT_LE(most, 60u);
  now += 1min;
  limit.take("a", now);
  EXPECT_EQ(limit.clients(), 1u);
}

}  // namespace
}  // namespace np::http
