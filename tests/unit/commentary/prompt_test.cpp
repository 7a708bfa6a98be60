#include "commentary/prompt.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"

namespace np {
namespace {

const std::string kLong(60, 'x');

TEST(PromptTest, PutsLastLineHintAndFocusInThisOrder) {
  const std::string text = after_frames({"A dog runs.", LengthHint::kMinimal, "the dog"});
  const auto last = text.find("A dog runs.");
  const auto hint = text.find("one short phrase");
  const auto focus = text.find("Focus: the dog");
  ASSERT_NE(focus, std::string::npos);
  EXPECT_LT(last, hint);
  EXPECT_LT(hint, focus);
  EXPECT_NE(text.find("do not repeat"), std::string::npos);
}

TEST(PromptTest, LeavesOutWhatIsNotThere) { EXPECT_EQ(after_frames({"", LengthHint::kNone, "f"}), "Focus: f"); }

TEST(PromptTest, HintFollowsSceneDifferenceAndLastLine) {
  EXPECT_EQ(length_hint(14.9, "short"), LengthHint::kMinimal);
  EXPECT_EQ(length_hint(14.9, kLong), LengthHint::kBrief);
  EXPECT_EQ(length_hint(15.0, "short"), LengthHint::kBrief);
  EXPECT_EQ(length_hint(39.9, "short"), LengthHint::kBrief);
  EXPECT_EQ(length_hint(15.0, kLong), LengthHint::kNone);
  EXPECT_EQ(length_hint(40.0, "short"), LengthHint::kNone);
  EXPECT_EQ(length_hint(14.9, std::string(40, 'x')), LengthHint::kBrief);
  EXPECT_EQ(length_hint(14.9, std::string(39, 'x')), LengthHint::kMinimal);
}

TEST(PromptTest, KnowsASkip) {
  for (const char* skip : {"...", " ...\n", "…", "", "  ", ".", "....."}) EXPECT_TRUE(is_skip(skip)) << skip;
  for (const char* line : {"Goal!", "... and he is back.", "A dog.", "!"}) EXPECT_FALSE(is_skip(line)) << line;
}

TEST(PromptTest, CountsCharactersNotBytes) {
  EXPECT_EQ(utf8::count("abc"), 3u);
  EXPECT_EQ(utf8::count("äöü…"), 4u);
}

}  // namespace
}  // namespace np
