#include "commentary/line.hpp"

#include <gtest/gtest.h>

#include "commentary/length_hint.hpp"

namespace np {
namespace {

const std::string kLong(60, 'x');

TEST(LineTest, KnowsASkip) {
  for (const char* skip : {"...", " ...\n", "…", "", "  ", ".", "....."}) EXPECT_TRUE(is_skip(skip)) << skip;
  for (const char* line : {"Goal!", "... and he is back.", "A dog.", "!"}) EXPECT_FALSE(is_skip(line)) << line;
}

TEST(LineTest, HoldsBackUntilItIsLongerThanASkip) {
  Line line("");
  EXPECT_EQ(line.push("Goal!"), "");
  EXPECT_EQ(line.push(" "), "");
  EXPECT_EQ(line.push("He"), "Goal! He");
  EXPECT_EQ(line.push("\n"), "\n");
  EXPECT_EQ(line.finish(), "");
  EXPECT_EQ(line.text(), "Goal! He\n");
  EXPECT_FALSE(line.nothing());
}

TEST(LineTest, AShortTextIsALineAtItsEnd) {
  Line line("");
  EXPECT_EQ(line.push("Goal!"), "");
  EXPECT_EQ(line.finish(), "Goal!");
}

TEST(LineTest, WithholdsARepetitionHoweverItIsSplit) {
  const std::string last = "A dog runs in.";
  for (std::size_t size = 1; size <= last.size(); ++size) {
    Line line(last);
    for (std::size_t at = 0; at < last.size(); at += size) EXPECT_EQ(line.push(last.substr(at, size)), "");
    EXPECT_EQ(line.push(" \n"), "");
    EXPECT_EQ(line.finish(), "");
    EXPECT_TRUE(line.nothing());
    EXPECT_TRUE(line.repeated());
  }
}

TEST(LineTest, TellsAllOfALineThatOnlyBeginsLikeTheLastOne) {
  Line line("A dog runs in.");
  EXPECT_EQ(line.push("A dog runs"), "");
  EXPECT_EQ(line.push(" away."), "A dog runs away.");
}

TEST(LineTest, ASkipIsNoRepetition) {
  Line line("A dog.");
  EXPECT_EQ(line.push(" ..."), "");
  EXPECT_FALSE(line.is_skip_by_now());
  EXPECT_EQ(line.push("\n"), "");
  EXPECT_TRUE(line.is_skip_by_now());
  EXPECT_EQ(line.finish(), "");
  EXPECT_TRUE(line.nothing());
  EXPECT_FALSE(line.repeated());
}

TEST(LineTest, WhiteSpaceAloneIsNoSkipYet) {
  Line line("");
  line.push("\n\n ");
  EXPECT_FALSE(line.is_skip_by_now());
  EXPECT_EQ(line.push("A dog."), "A dog.");
}

TEST(LengthHintTest, FollowsSceneDifferenceAndLastLine) {
  EXPECT_EQ(length_hint(14.9, "short"), LengthHint::kMinimal);
  EXPECT_EQ(length_hint(14.9, kLong), LengthHint::kBrief);
  EXPECT_EQ(length_hint(15.0, "short"), LengthHint::kBrief);
  EXPECT_EQ(length_hint(39.9, "short"), LengthHint::kBrief);
  EXPECT_EQ(length_hint(15.0, kLong), LengthHint::kNone);
  EXPECT_EQ(length_hint(40.0, "short"), LengthHint::kNone);
  EXPECT_EQ(length_hint(14.9, std::string(40, 'x')), LengthHint::kBrief);
  EXPECT_EQ(length_hint(14.9, std::string(39, 'x')), LengthHint::kMinimal);
}

}  // namespace
}  // namespace np
