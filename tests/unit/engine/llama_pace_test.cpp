#include "engine/llama/llama_pace.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace np {
namespace {

using namespace std::chrono_literals;

TEST(LlamaPace, AveragesOnlyWhatIsKnown) {
  const std::vector<LlamaPace> paces{
      {.encode_s = 0.1}, {}, {.encode_s = 0.3, .tokens_per_s = 20, .line_s = 4}, {.tokens_per_s = 40}};
  const LlamaPace all = average(paces);
  EXPECT_DOUBLE_EQ(all.encode_s, 0.2);
  EXPECT_DOUBLE_EQ(all.tokens_per_s, 30);
  EXPECT_DOUBLE_EQ(all.line_s, 4);
  EXPECT_EQ(average({}).encode_s, 0);
}

TEST(LlamaPace, ANewMeasurementCountsOnItsOwnFirstAndThenLittle) {
  EXPECT_DOUBLE_EQ(blend(0, 5), 5);
  EXPECT_DOUBLE_EQ(blend(5, 10), 6);
}

TEST(LlamaPace, GuessesALineFromAFrameUntilOneWasWritten) {
  EXPECT_EQ(likely_latency({}), std::nullopt);
  EXPECT_EQ(likely_latency({.tokens_per_s = 10}), std::nullopt);
  EXPECT_EQ(likely_latency({.encode_s = 0.5}), 2s);
  EXPECT_EQ(likely_latency({.encode_s = 0.5, .line_s = 3}), 3s);
}

}  // namespace
}  // namespace np
