#include "commentary/clause_cut.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

std::string front(std::string_view sentence, std::size_t most) {
  const auto cut = cut_at_clause(sentence, most);
  return cut ? cut->front + " | " + cut->rest : "";
}

TEST(ClauseCut, TheLongestFrontThatFits) {
  constexpr const char* kLong = "A man walks across the yard, stops beside the car, and opens it.";
  EXPECT_EQ(front(kLong, 1000), "A man walks across the yard, stops beside the car. | and opens it.");
  EXPECT_EQ(front(kLong, 45), "A man walks across the yard. | stops beside the car, and opens it.");
  EXPECT_EQ(front(kLong, 27), "");
}

TEST(ClauseCut, DashesAndWordsEndClauses) {
  EXPECT_EQ(front("The light goes out – nobody moves.", 1000), "The light goes out. | nobody moves.");
  EXPECT_EQ(front("The light goes out - nobody moves.", 1000), "The light goes out. | nobody moves.");
  EXPECT_EQ(front("A dog runs around while a child looks on.", 1000), "A dog runs around. | while a child looks on.");
}

TEST(ClauseCut, NotWithinAClause) {
  EXPECT_EQ(front("A man in a red and white shirt sits down.", 1000), "");
  EXPECT_EQ(front("The well-known man from St. Paul sits down.", 1000), "");
  EXPECT_EQ(front("Look, he runs.", 1000), "") << "too little to be said by itself";
}

TEST(ClauseCut, OfNothingNothing) {
  EXPECT_EQ(front("", 1000), "");
  EXPECT_EQ(front("A dog runs across the yard,  ", 1000), "");
  EXPECT_EQ(front("Two people stand in the yard, one leaves.", 0), "");
}

}  // namespace
}  // namespace np
