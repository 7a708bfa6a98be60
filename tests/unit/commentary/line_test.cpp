#include "commentary/line.hpp"

#include <gtest/gtest.h>

#include "base/similarity.hpp"
#include "commentary/length_hint.hpp"

namespace np {
namespace {

const std::string kLong(60, 'x');

TEST(LineTest, KnowsASkip) {
  for (const char* skip : {"...", " ...\n", "…", "", "  ", ".", "....."}) EXPECT_TRUE(is_skip(skip)) << skip;
  for (const char* line : {"Goal!", "... and he is back.", "A dog.", "!"}) EXPECT_FALSE(is_skip(line)) << line;
}

TEST(LineTest, HoldsBackUntilItIsLongerThanASkip) {
  Line line({});
  EXPECT_EQ(line.push("Goal!"), "");
  EXPECT_EQ(line.push(" "), "");
  EXPECT_EQ(line.push("He"), "Goal! He");
  EXPECT_EQ(line.push("\n"), "\n");
  EXPECT_EQ(line.finish(), "");
  EXPECT_EQ(line.text(), "Goal! He\n");
  EXPECT_FALSE(line.nothing());
}

TEST(LineTest, AShortTextIsALineAtItsEnd) {
  Line line({});
  EXPECT_EQ(line.push("Goal!"), "");
  EXPECT_EQ(line.finish(), "Goal!");
}

TEST(LineTest, WithholdsARepetitionHoweverItIsSplit) {
  const std::string last = "A dog runs in.";
  for (std::size_t size = 1; size <= last.size(); ++size) {
    Line line({.said = {last}});
    for (std::size_t at = 0; at < last.size(); at += size) EXPECT_EQ(line.push(last.substr(at, size)), "");
    EXPECT_EQ(line.push(" \n"), "");
    EXPECT_EQ(line.finish(), "");
    EXPECT_TRUE(line.nothing());
    EXPECT_TRUE(line.repeated());
  }
}

TEST(LineTest, TellsAllOfALineThatOnlyBeginsLikeTheLastOne) {
  Line line({.said = {"A dog runs in."}});
  EXPECT_EQ(line.push("A dog runs"), "");
  EXPECT_EQ(line.push(" away."), "A dog runs away.");
}

TEST(LineTest, ASkipIsNoRepetition) {
  Line line({.said = {"A dog."}});
  EXPECT_EQ(line.push(" ..."), "");
  EXPECT_FALSE(line.is_nothing_by_now());
  EXPECT_EQ(line.push("\n"), "");
  EXPECT_TRUE(line.is_nothing_by_now());
  EXPECT_EQ(line.finish(), "");
  EXPECT_TRUE(line.nothing());
  EXPECT_FALSE(line.repeated());
}

TEST(LineTest, WhiteSpaceAloneIsNoSkipYet) {
  Line line({});
  line.push("\n\n ");
  EXPECT_FALSE(line.is_nothing_by_now());
  EXPECT_EQ(line.push("A dog."), "A dog.");
}

// --- a model's line
// ----------------------------------------------------------------------------------------------------

LineRules rules(std::vector<std::string> said) {
  return {.said = std::move(said), .alike = 0.85, .filter = FilterRules{}};
}

struct Again {
  const char* said;
  const char* text;
};
// Each is at least as alike as the rule has it; the figures are Python's.
constexpr Again kAgain[] = {
    {"A man in a red jacket walks across the yard.", "A man in a red jacket walks across the yard."},        // 1.000
    {"A man in a red jacket walks across the yard.", "The man in the red jacket walks across the yard."},    // 0.913
    {"A man in a red jacket walks across the yard.", "A man in a red jacket strolls across the yard."},      // 0.911
    {"A man in a red jacket walks across the yard.", "Now a man in a red jacket walks across the yard."},    // 0.935
    {"A man in a red jacket walks across the yard.", "A man in a red jacket walks across the yard again."},  // 0.936
    {"A man in a red jacket walks across the yard.", "A man in a jacket walks across the yard."},            // 0.952
    {"The dog sleeps in the sun.", "The dog sleeps in the shade."},                                          // 0.889
    {"Ein Hund läuft über den Hof.", "Ein Hund läuft über die Höfe."},                                       // 0.912
    {"一只狗跑过院子里的草地", "一只狗跑过院子里的绿草地"},                                                  // 0.957
};

TEST(ModelLine, WithholdsWhatIsMuchTheSameHoweverItIsSplit) {
  for (const Again& again : kAgain) {
    const std::string text = again.text;
    ASSERT_TRUE(alike(again.said, text, 0.85)) << text << similarity(again.said, text);
    for (const std::size_t words : {1u, 3u, 100u}) {
      Line line(rules({"Something else.", again.said, "A bus stops."}));
      std::string heard;
      for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        for (std::size_t i = 0; i < words && end < text.size(); ++i)
          end = std::min(text.find(' ', end + 1), text.size());
        heard += line.push(text.substr(at, end - at));
        at = end;
      }
      heard += line.finish();
      EXPECT_EQ(heard, "") << text;
      EXPECT_TRUE(line.repeated()) << text;
    }
  }
}

TEST(ModelLine, TellsWhatIsNew) {
  for (const Again& other :
       {Again{"A man in a red jacket walks across the yard.", "A woman follows him with a pram."},
        Again{"The dog sleeps in the sun.", "The dog sleeps in the sun, and a cat creeps up on it."},
        Again{"It is 2:1 for the reds.", "It is 2:2 for the reds."}, Again{"Goal!", "Goal for the reds!"}}) {
    Line line(rules({other.said}));
    std::string heard = line.push(other.text);
    heard += line.finish();
    EXPECT_EQ(heard, other.text);
    EXPECT_FALSE(line.repeated());
  }
}

TEST(ModelLine, ALineIsToldAsSoonAsItHasWordsOfItsOwn) {
  const std::vector<std::string> said = {"A man in a red jacket walks across the yard.", "The dog sleeps in the sun.",
                                         "Two children chase a ball."};
  const auto first_heard = [&](const std::string& text) {
    Line line(rules(said));
    for (std::size_t at = 0; at < text.size(); ++at)
      if (!line.push(text.substr(at, 1)).empty()) return at + 1;
    return text.size() + 1;
  };
  EXPECT_LE(first_heard("Nobody is left on the bench."), 11u);
  EXPECT_LE(first_heard("Suddenly the gate opens."), 13u);
  EXPECT_LE(first_heard("A woman opens the gate."), 13u) << "a woman";
}

TEST(ModelLine, OfAnotherLanguageNothingIsHeard) {
  FilterRules filter{.language = "de"};
  Line line({.said = {}, .alike = 0.85, .filter = filter});
  EXPECT_EQ(line.push("一只狗跑过院子。"), "");
  EXPECT_TRUE(line.is_nothing_by_now());
  EXPECT_TRUE(line.in_another_language());
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
