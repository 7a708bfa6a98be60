#include "base/similarity.hpp"

#include <gtest/gtest.h>

#include <string>

namespace np {
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

TEST(Similarity, CountsCharactersAndNotBytes) {
  EXPECT_NEAR(similarity("Ein Hund läuft über den Hof.", "Der Hund läuft über die Höfe."), 0.8070175438596491, 1e-9);
  EXPECT_NEAR(similarity("犬が庭を走る。", "犬は庭を走った。"), 0.6666666666666666, 1e-9);
  EXPECT_NEAR(similarity("Café – 日本 😀.", "Cafe – 日本 😀!"), 0.8333333333333334, 1e-9);
}

TEST(Similarity, IsAlikeFromTheRatioOn) {
  const char* a = "A person walks in from the left.";
  const char* b = "A person walks in from the right.";
  EXPECT_TRUE(alike(a, b, 0.892));
  EXPECT_FALSE(alike(a, b, 0.893));
  EXPECT_FALSE(alike(a, "A person", 0.85)) << "by the length alone";
  EXPECT_FALSE(alike("abcdefgh", "hgfedcba", 0.85)) << "all characters are common, and the order is not";
  EXPECT_TRUE(alike("", "", 1));
}

TEST(Similarity, ALongLineIsNoTrouble) {
  const std::string a(4000, 'a'), b(4000, 'b');
  EXPECT_DOUBLE_EQ(similarity(a, b), 0);
  EXPECT_DOUBLE_EQ(similarity(a, a), 1);
}

}  // namespace
}  // namespace np
