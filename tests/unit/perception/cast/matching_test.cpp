#include "perception/cast/matching.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace np::perception {
namespace {

using testing::ElementsAre;
using testing::Eq;
using testing::IsEmpty;

constexpr auto kNone = std::nullopt;

Worth worth_of(const std::vector<std::vector<float>>& rows) {
  Worth worth(rows.size(), rows.empty() ? 0 : rows.front().size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < rows[r].size(); ++c) worth.at(r, c) = rows[r][c];
  }
  return worth;
}

float sum_of(const Worth& worth, const std::vector<std::optional<std::size_t>>& pairs) {
  float sum = 0;
  for (std::size_t r = 0; r < pairs.size(); ++r) sum += pairs[r] ? worth.at(r, *pairs[r]) : 0;
  return sum;
}

// All there are, tried.
float most_of(const Worth& worth) {
  std::vector<int> columns(std::max(worth.rows(), worth.columns()));
  std::ranges::iota(columns, 0);
  float most = 0;
  do {
    float sum = 0;
    for (std::size_t r = 0; r < worth.rows(); ++r) {
      const auto c = static_cast<std::size_t>(columns[r]);
      if (c < worth.columns()) sum += std::max(0.f, worth.at(r, c));
    }
    most = std::max(most, sum);
  } while (std::ranges::next_permutation(columns).found);
  return most;
}

TEST(Matching, TheBestPairYieldsWhereAllAreBetterOff) {
  EXPECT_THAT(best_pairs(worth_of({{0.9f, 0.8f}, {0.8f, 0.1f}})), ElementsAre(1, 0));
  EXPECT_THAT(best_pairs(worth_of({{0.9f, 0.2f}, {0.3f, 0.1f}})), ElementsAre(0, 1));
}

TEST(Matching, WhatIsWorthNothingIsNoPair) {
  EXPECT_THAT(best_pairs(worth_of({{0, -1}, {0.5f, 0}})), ElementsAre(Eq(kNone), 0));
}

TEST(Matching, MoreOfTheOnesThanOfTheOthers) {
  EXPECT_THAT(best_pairs(worth_of({{0.1f}, {0.5f}, {0.3f}})), ElementsAre(Eq(kNone), 0, Eq(kNone)));
  EXPECT_THAT(best_pairs(worth_of({{0.1f, 0.5f, 0.3f}})), ElementsAre(1));
  EXPECT_THAT(best_pairs(worth_of({})), IsEmpty());
  EXPECT_THAT(best_pairs(Worth(2, 0)), ElementsAre(Eq(kNone), Eq(kNone)));
}

TEST(Matching, NothingSumsUpToMore) {
  std::minstd_rand random(5);
  for (int i = 0; i < 200; ++i) {
    Worth worth(1 + random() % 5, 1 + random() % 5);
    for (std::size_t r = 0; r < worth.rows(); ++r) {
      for (std::size_t c = 0; c < worth.columns(); ++c)
        worth.at(r, c) = static_cast<float>(random() % 1000) / 1000 - 0.3f;
    }
    const auto pairs = best_pairs(worth);
    EXPECT_NEAR(sum_of(worth, pairs), most_of(worth), 1e-4);
    for (std::size_t r = 0; r < pairs.size(); ++r) {
      EXPECT_TRUE(!pairs[r] || std::ranges::count(pairs, pairs[r]) == 1);
    }
  }
}

}  // namespace
}  // namespace np::perception
