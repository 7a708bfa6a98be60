#include "subtitles/breaker.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "subtitles/glyph.hpp"

namespace np::subtitles {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Rows = std::vector<std::string>;

std::vector<Rows> broken(std::string_view line) {
  std::vector<Rows> cues;
  for (CueText& cue : break_line(line)) cues.push_back(std::move(cue.rows));
  return cues;
}

TEST(Breaker, LeavesAShortLineAlone) {
  EXPECT_THAT(broken(""), IsEmpty());
  EXPECT_THAT(broken("A dog."), ElementsAre(Rows{"A dog."}));
  EXPECT_THAT(broken("A person in a red coat walks to the bench."),
              ElementsAre(Rows{"A person in a red coat walks to the bench."}))
      << "42 columns";
}

TEST(Breaker, BreaksAtPunctuation) {
  EXPECT_THAT(broken("The keeper dives to his left, and the ball goes in off the post."),
              ElementsAre(Rows{"The keeper dives to his left,", "and the ball goes in off the post."}));
  EXPECT_THAT(broken("A van stops at the gate. Somebody gets out of it quickly."),
              ElementsAre(Rows{"A van stops at the gate.", "Somebody gets out of it quickly."}));
}

TEST(Breaker, BreaksBeforeConjunctionsAndPrepositions) {
  EXPECT_THAT(broken("A woman pushes a bicycle while two children run ahead"),
              ElementsAre(Rows{"A woman pushes a bicycle", "while two children run ahead"}));
  EXPECT_THAT(broken("Somebody carries a large cardboard box into the kitchen"),
              ElementsAre(Rows{"Somebody carries a large cardboard box", "into the kitchen"}));
  EXPECT_THAT(broken("Ein Mann geht langsam über den Hof und trägt eine Kiste"),
              ElementsAre(Rows{"Ein Mann geht langsam über den Hof", "und trägt eine Kiste"}));
  EXPECT_THAT(broken("Una mujer cruza la calle despacio con un perro muy grande"),
              ElementsAre(Rows{"Una mujer cruza la calle despacio", "con un perro muy grande"}));
}

TEST(Breaker, KeepsArticlesNumbersAndNamesTogether) {
  for (const char* line : {"It is standing quietly right beside the gate again",
                           "Slowly walks past twelve more parked cars and 5 buses today",
                           "Tonight the referee looks at the Santiago Bernabeu stand",
                           "Nobody expected that young Mr. Johnson would stay here",
                           "Watch how carefully the young J. Smith lifts that heavy one"}) {
    const auto cues = broken(line);
    ASSERT_EQ(cues.size(), 1u) << line;
    ASSERT_EQ(cues[0].size(), 2u) << line;
    for (const char* bad : {" the", " a", " 5", "Santiago", "Mr.", "J.", " that"})
      EXPECT_FALSE(cues[0][0].ends_with(bad)) << cues[0][0] << " / " << cues[0][1];
  }
}

TEST(Breaker, BalancesRows) {
  const auto cues = broken("Everybody cheers loudly everywhere tonight again");
  ASSERT_EQ(cues.size(), 1u);
  ASSERT_EQ(cues[0].size(), 2u);
  EXPECT_LT(std::max(cues[0][0].size(), cues[0][1].size()), 30u);
}

TEST(Breaker, MakesSeveralCuesOfALongLineAtItsSentences) {
  EXPECT_THAT(broken("A man in a blue jacket comes out of the house and looks around. Then he walks down the steps and "
                     "gets into the car."),
              ElementsAre(Rows{"A man in a blue jacket comes", "out of the house and looks around."},
                          Rows{"Then he walks down the steps", "and gets into the car."}));
}

TEST(Breaker, KnowsWhatEndsNoSentence) {
  // "Dr." and "approx." end none, so the better break is elsewhere.
  const auto cues =
      broken("Over there we now see Dr. Miller again, and he stands approx. two metres away from the big new fence.");
  ASSERT_EQ(cues.size(), 2u);
  for (const Rows& rows : cues)
    for (const std::string& row : rows) EXPECT_FALSE(row.ends_with("Dr.")) << row;
}

TEST(Breaker, BreaksChineseAndJapaneseWithoutSpaces) {
  const auto cues = broken("一只棕色的狗从左边跑进院子，然后停在门口抬头看着那个女人。");
  ASSERT_EQ(cues.size(), 1u);
  ASSERT_EQ(cues[0].size(), 2u);
  EXPECT_EQ(cues[0][0], "一只棕色的狗从左边跑进院子，");
  for (const Rows& rows : broken("彼女は「こんにちは。」と言って、ゆっくりとドアの方へ歩いていきました。そして、もう一"
                                 "度だけ振り返りました。"))
    for (const std::string& row : rows) {
      EXPECT_LE(glyphs(row).size(), 20u);
      for (const char* never_first : {"。", "、", "」", "っ"}) EXPECT_FALSE(row.starts_with(never_first)) << row;
      EXPECT_FALSE(row.ends_with("「")) << row;
    }
}

TEST(Breaker, KeepsKoreanWordsWhole) {
  const std::string line = "한 남자가 천천히 마당을 가로질러 걸어가고 있습니다 그리고 문 앞에서 멈춥니다";
  std::string joined;
  for (const Rows& rows : broken(line))
    for (const std::string& row : rows) joined += (joined.empty() ? "" : " ") + row;
  EXPECT_EQ(joined, line) << "only spaces were broken at";
}

TEST(Breaker, KeepsRightToLeftTextAsItIs) {
  const std::string line = "رجل يرتدي معطفا أحمر يمشي ببطء نحو الباب، ثم يتوقف وينظر إلى الشارع";
  const auto cues = broken(line);
  ASSERT_EQ(cues.size(), 1u);
  ASSERT_EQ(cues[0].size(), 2u);
  EXPECT_EQ(cues[0][0] + " " + cues[0][1], line);
  EXPECT_TRUE(cues[0][0].ends_with("،"));
}

TEST(Breaker, TearsOnlyWhatFitsInNoRow) {
  const std::string word = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen";
  std::string joined;
  for (const Rows& rows : broken(word))
    for (const std::string& row : rows) joined += row;
  EXPECT_EQ(joined, word);
  const auto cues = broken("The Donaudampfschifffahrtsgesellschaft sails");
  ASSERT_EQ(cues.size(), 1u);
  EXPECT_THAT(cues[0], ElementsAre("The Donaudampfschifffahrtsgesellschaft", "sails"));
}

TEST(Breaker, BreaksCompoundsBehindTheirHyphen) {
  for (const Rows& rows : broken("twenty-three-metre-long-and-very-narrow-red-white-and-blue-striped-barrier"))
    for (const std::string& row : rows) EXPECT_TRUE(row.ends_with("-") || row.ends_with("barrier")) << row;
}

TEST(Breaker, BreaksBehindADashThatStandsAlone) {
  EXPECT_THAT(broken("The keeper waits and waits and waits – nobody comes near him"),
              ElementsAre(Rows{"The keeper waits and waits and waits –", "nobody comes near him"}));
}

TEST(Breaker, TakesTimeInProportion) {
  for (const std::string& piece : {std::string("\u200B"), std::string("x"), std::string(". "), std::string("猫"),
                                   std::string("a "), std::string("e\u0301\u0301\u0301"), std::string("「")}) {
    std::string line;
    while (line.size() < 100'000) line += piece;
    line += "end";
    std::string joined;
    for (const CueText& cue : break_line(line))
      for (const std::string& row : cue.rows) joined += row;
    std::erase(joined, ' ');
    std::erase(line, ' ');
    EXPECT_EQ(joined, line) << piece;
  }
}

}  // namespace
}  // namespace np::subtitles
