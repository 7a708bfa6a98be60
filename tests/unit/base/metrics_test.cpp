#include "base/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace np::metrics {
namespace {

using testing::HasSubstr;

TEST(Metrics, ANameAndItsLabelsAlwaysGiveTheSameMetric) {
  Counter& a = counter("np_test_same_total", "A test", {{"kind", "a"}});
  Counter& b = counter("np_test_same_total", "A test", {{"kind", "b"}});
  EXPECT_EQ(&a, &counter("np_test_same_total", "A test", {{"kind", "a"}}));
  EXPECT_NE(&a, &b);
  a.add();
  a.add(2.5);
  EXPECT_DOUBLE_EQ(a.value(), 3.5);
  EXPECT_DOUBLE_EQ(b.value(), 0);
}

TEST(Metrics, ExposesInPrometheusText) {
  counter("np_test_seen_total", "Things seen", {{"where", "left"}}).add(4);
  gauge("np_test_level", "A level").set(2.5);
  histogram("np_test_wait_seconds", "A wait").observe(0.02);
  const std::string text = expose();
  EXPECT_THAT(text, HasSubstr("# HELP np_test_seen_total Things seen\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE np_test_seen_total counter\n"));
  EXPECT_THAT(text, HasSubstr("np_test_seen_total{where=\"left\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("np_test_level 2.5\n"));
  EXPECT_THAT(text, HasSubstr("np_test_wait_seconds_bucket{le=\"0.01\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("np_test_wait_seconds_bucket{le=\"0.03\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("np_test_wait_seconds_count 1\n"));
}

TEST(Metrics, CountsFromSeveralThreads) {
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([] {
        for (int i = 0; i < 1000; ++i) counter("np_test_threads_total", "A test").add();
      });
  }
  EXPECT_DOUBLE_EQ(counter("np_test_threads_total", "A test").value(), 4000);
}

}  // namespace
}  // namespace np::metrics
