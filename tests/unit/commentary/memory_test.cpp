#include "commentary/memory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/format.hpp"
#include "commentary/messages.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr TimePoint kNow{};

TEST(Memory, TellsTheNewestLinesOldestFirst) {
  Memory memory(2);
  EXPECT_EQ(memory.told(), "");
  for (const char* line : {"One.", "Two.", "Three\nfour."}) memory.said(line, kNow);
  EXPECT_EQ(memory.told(), std::string(messages::kYouHaveSaid) + "\n- Two.\n- Three four.");
  memory.set_lines(0);
  EXPECT_EQ(memory.told(), "");
}

TEST(Memory, TellsNoMoreThanItsBound) {
  Memory memory(20);
  for (int i = 0; i < 30; ++i) memory.said(np::format("Line {} {}", i, std::string(100, 'x')), kNow);
  EXPECT_LE(memory.told().size(), Memory::kMostTold);
  EXPECT_THAT(memory.told(), HasSubstr("Line 29"));
  memory.summarised(std::string(5000, 'y'));
  EXPECT_LE(memory.told().size(), Memory::kMostTold);
  EXPECT_THAT(memory.told(), HasSubstr("Line 29"));
  // Of a script with three bytes a character, and without an end.
  for (int i = 0; i < 30; ++i) {
    std::string line;
    for (int k = 0; k < 500; ++k) line += "犬";
    memory.said(line, kNow);
  }
  EXPECT_LE(memory.told().size(), Memory::kMostTold);
  EXPECT_THAT(memory.told(), HasSubstr("犬"));
}

TEST(Memory, ASummaryEndsWithASentence) {
  Memory memory(2);
  const std::string sentence = std::string(300, 'a') + ".";
  memory.summarised(" " + sentence + " " + std::string(400, 'b'));
  EXPECT_EQ(memory.summary(), sentence);
  EXPECT_THAT(memory.told(), HasSubstr(np::format(messages::kSoFar, sentence)));
  memory.summarised("  ");
  EXPECT_EQ(memory.summary(), sentence) << "an empty one is none";
}

TEST(Memory, EightLinesAreNotToBeSaidAgain) {
  Memory memory(6);
  for (int i = 0; i < 12; ++i) memory.said(np::format("Line {}.", i), kNow + i * 1s);
  EXPECT_THAT(memory.not_again(kNow + 12s), SizeIs(8));
  EXPECT_EQ(memory.not_again(kNow + 12s).back(), "Line 4.");
  EXPECT_THAT(memory.not_again(kNow + 5min + 10s), ElementsAre("Line 11.", "Line 10."));
  memory.may_be_said_again();
  EXPECT_THAT(memory.not_again(kNow + 12s), IsEmpty());
  EXPECT_THAT(memory.told(), HasSubstr("Line 11.")) << "they are still remembered";
  memory.said("New.", kNow + 13s);
  EXPECT_THAT(memory.not_again(kNow + 13s), ElementsAre("New."));
}

TEST(Memory, WantsASummaryOfLinesThatAreInNone) {
  Memory memory(3);
  for (const char* line : {"One.", "Two."}) memory.said(line, kNow);
  EXPECT_FALSE(memory.wants_summary());
  memory.said("Three.", kNow);
  EXPECT_TRUE(memory.wants_summary());
  memory.summarised("Three things happened.");
  EXPECT_FALSE(memory.wants_summary());
  for (const char* line : {"Four.", "Five.", "Six."}) memory.said(line, kNow);
  EXPECT_TRUE(memory.wants_summary());
  EXPECT_THAT(memory.question(), HasSubstr("Three things happened."));
  EXPECT_THAT(memory.question(), HasSubstr("- Four.\n- Five.\n- Six."));
  EXPECT_THAT(memory.question(), Not(HasSubstr("- Three.")));
  EXPECT_THAT(memory.question(), HasSubstr(messages::kSumUp));
  memory.set_lines(0);
  EXPECT_FALSE(memory.wants_summary());
}

TEST(Memory, AQuestionIsBounded) {
  Memory memory(6);
  for (int i = 0; i < 1000; ++i) memory.said(std::string(1000, 'x'), kNow);
  EXPECT_LT(memory.question().size(), 6000u);
}

TEST(Memory, ForgetsAll) {
  Memory memory(2);
  for (const char* line : {"One.", "Two."}) memory.said(line, kNow);
  memory.summarised("Two things.");
  memory.forget();
  EXPECT_EQ(memory.told(), "");
  EXPECT_THAT(memory.not_again(kNow), IsEmpty());
  EXPECT_FALSE(memory.wants_summary());
}

}  // namespace
}  // namespace np
