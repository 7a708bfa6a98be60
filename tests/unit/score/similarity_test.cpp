#include "score/similarity.hpp"

#include <gtest/gtest.h>

#include <string>

namespace np::score {
namespace {

// The figures are Python's: difflib.SequenceMatcher(None, a, b, autojunk=False).ratio().
TEST(Similarity, IsDifflibsRatio) {
  EXPECT_DOUBLE_EQ(similarity("", ""), 1);
  EXPECT_DOUBLE_EQ(similarity("abc", ""), 0);
  EXPECT_DOUBLE_EQ(similarity("abcd", "bcde"), 0.75);
  EXPECT_DOUBLE_EQ(similarity("A person walks in.", "A person walks in."), 1);
  EXPECT_NEAR(similarity("A person walks in from the left.", "A person walks in from the right."), 0.8923076923076924,
              1e-9);
  EXPECT_NEAR(similarity("Two people are in view now.", "Someone in red leaves on the right."), 0.3548387096774194,
              1e-9);
  EXPECT_NEAR(similarity("A dog runs past the bench", "Past the bench runs a dog"), 0.52, 1e-9);
}

TEST(Similarity, ALongLineIsNoTrouble) {
  const std::string a(4000, 'a'), b(4000, 'b');
  EXPECT_DOUBLE_EQ(similarity(a, b), 0);
  EXPECT_DOUBLE_EQ(similarity(a, a), 1);
}

}  // namespace
}  // namespace np::score
