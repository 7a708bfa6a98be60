#include "speech/text/normaliser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/format.hpp"
#include "speech/messages.hpp"

namespace np::text {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

std::string words(const std::string& text) { return Normaliser().words(text); }

// What a person would read, word for word.
TEST(Normaliser, ReadsAsPeopleDo) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"It is 2–1 after 67 minutes.", "It is two one after sixty seven minutes."},
      {"The score is 3-0.", "The score is three nil."},
      {"They lead 2-1 at half time.", "They leed two one at half time."},
      {"2-3 people are waiting.", "two to three people are waiting."},
      {"Between 10-15 cars pass.", "Between ten to fifteen cars pass."},
      {"It starts at 14:05.", "It starts at fourteen oh five."},
      {"Meet at 3:00 pm.", "Meet at three p m."},
      {"He finished in 1:02:03.", "He finished in one hour, two minutes and three seconds."},
      {"At 9:30 a.m. the doors open.", "At nine thirty ay em the doors open."},
      {"She came 3rd.", "She came third."},
      {"The 21st goal of the 2nd half.", "The twenty first goal of the second half."},
      {"It drives at 120 km/h.", "It drives at one hundred twenty kilometers per hour."},
      {"It is 20°C outside.", "It is twenty degrees Celsius outside."},
      {"It is -5°C tonight.", "It is minus five degrees Celsius tonight."},
      {"50% of them agree.", "fifty percent of them agree."},
      {"It costs $3.50.", "It costs three dollars and fifty cents."},
      {"A £5 ticket and 10 € more.", "A five pound ticket and ten euros more."},
      {"They paid $3.2 billion.", "They paid three point two billion dollars."},
      {"It is $1,250.", "It is one thousand two hundred fifty dollars."},
      {"In 1998 he won.", "In nineteen ninety eight he won."},
      {"The 2026 season begins.", "The twenty twenty six season begins."},
      {"From 1998-2002 he played there.", "From nineteen ninety eight to two thousand two he played there."},
      {"In the 1990s.", "In the nineteen nineties."},
      {"Pi is 3.14159.", "Pi is three point one four one five nine."},
      {"1,234,567 fans", "one million two hundred thirty four thousand five hundred sixty seven fans"},
      {"The 100m race", "The one hundred meter race"},
      {"Add 1/2 cup and 3/4 spoon.", "Add one half cup and three quarters spoon."},
      {"Mr. Smith and Dr. Jones meet.", "Mister Smith and Doctor Jones meet."},
      {"St. Mary's church on Main St.", "Saint Mary's church on Main Street."},
      {"Red vs. Blue", "Red versus Blue"},
      {"Dogs, cats, etc.", "Dogs, cats, et cetera."},
      {"Some birds, e.g. sparrows, sing.", "Some birds, for example, sparrows, sing."},
      {"J. R. Smith scores.", "J R Smith scores."},
      {"The U.S. team leads.", "The U S team leads."},
      {"The FBI and NASA are here.", "The F B I and nasa are here."},
      {"He plays for FC Bayern.", "He plays for F C Bayern."},
      {"The BBC's reporter", "The B B C's reporter"},
      {"See https://example.org/a?b=c now.", "See now."},
      {"Write to ann@example.org.", "Write to ann at example dot org."},
      {"Nice 🙂👍 shot!", "Nice shot!"},
      {"**Bold** and <b>tags</b>", "Bold and tags"},
      {"Luka Modrić passes to Ødegaard.", "Luka Modric passes to Odegaard."},
      {"Müller and José cross the Straße.", "Muller and Jose cross the Strasse."},
      {"A well-known goal-line save.", "A well known goal line save."},
      {"“Wow,” she says.", "Wow, she says."},
      {"The dog's ball", "The dog's ball"},
      {"Wait... what?!", "Wait... what?!"},
      {"No. 7 scores.", "number seven scores."},
      {"#10 has the ball.", "number ten has the ball."},
      {"It is 7-6, 6-4.", "It is seven six, six four."},
      {"3 × 4 = 12", "three times four equals twelve"},
      {"Rock & roll", "Rock and roll"},
      {"The B-52 flies.", "The B fifty two flies."},
      {"007 is here.", "zero zero seven is here."},
      {"Call 5551234567890123.",
       "Call five five five one two three four five six seven eight nine zero one two three."},
      {"It moves 20km north.", "It moves twenty kilometers north."},
      {"She is 5 ft tall", "She is five feet tall"},
      {"The temperature fell 2-3°C.", "The temperature fell two to three degrees Celsius."},
      {"A 4x100 relay", "A four by one hundred relay"},
      {"Jan. 5th, 2026", "January fifth, twenty twenty six"},
      {"On March 10, 2026 and Sept. 3", "On March tenth, twenty twenty six and September third"},
      {"In May 5 people came.", "In May five people came."},
      {"In March, 7 came.", "In March, seven came."},
      {"Mars 3 is near.", "Mars three is near."},
      {"He is 6 ft 2 in tall.", "He is six feet two inches tall."},
      {"He made 2 in a row.", "He made two in a row."},
      {"2026-11-29", "November twenty ninth, twenty twenty six"},
      {"The player Nguyễn Văn Toàn shoots.", "The player Nguyen Van Toan shoots."},
      {"He ran 10 km in 45 min.", "He ran ten kilometers in forty five minutes."},
      {"It's the '90s.", "It's the nineties."},
      {"The 3rd-place match", "The third place match"},
      {"At 12:30 they stop", "At twelve thirty they stop"},
      {"About 1,500 people", "About one thousand five hundred people"},
      {"A.J. runs to 5th Ave.", "ay J runs to fifth Avenue."},
      {"The ref shows a red card (his second).", "The ref shows a red card, his second."},
      {"It weighs 1 kg.", "It weighs one kilogram."},
      {"He made 5 saves; she made 1.", "He made five saves; she made one."},
      {"A £5 ticket for the 100m race", "A five pound ticket for the one hundred meter race"},
      {"The car does 0-60 in 3 s.", "The car does zero to sixty in three seconds."},
      {"the 3rd-place match", "the third place match"},
      {"2:1 for Ajax", "two to one for Ajax"},
      {"CAPS AND A DOG", "caps and a dog"},
      {"U.S.A. wins at 90:00 or 45+2", "U S ay wins at ninety minutes or forty five plus two"},
      {"80-year-old man, 5-year-olds", "eighty year old man, five year olds"},
      {"R.E.M. & AC/DC (1991)", "R E M and AC DC, nineteen ninety one,"},
      {"$1 and $0.50 and $1.01", "one dollar and fifty cents and one dollar and one cent"},
      {"Flight BA2490 at gate B12", "Flight B ay two thousand four hundred ninety at gate B twelve"},
      {"GOAL! WHAT A SHOT!", "goal! what a shot!"},
      {"half-time: 1 - 0", "half time: one nil"},
      {"Channel 4's 4K TV", "Channel four's four k T V"},
      {"Kick-off is at 20:00.", "Kick off is at eight p m."},
      {"NO WAY!", "no way!"},
      {"A FAR post, an FA CUP final", "A far post, an F ay cup final"},
      {"Open 24/7, a 50/50 ball, 9/11, 10/10",
       "Open twenty four seven, a fifty fifty ball, nine eleven, ten out of ten"},
      {"3½ hours, 5 1/4 km, ½ time", "three and a half hours, five and a quarter kilometers, one half time"},
      {"World War II and Henry VIII", "World War two and Henry the eighth"},
      {"Chapter IV, Part I, Super Bowl LVIII", "Chapter four, Part one, Super Bowl fifty eight"},
      {"The starting XI wait.", "The starting eleven wait."},
      {"Size XL, an IV drip, and I", "Size X L, an I V drip, and I"},
      {"US$20, $10-20 and $1-$2 million", "twenty dollars, ten to twenty dollars and one to two million dollars"},
      {"10 000 fans, 1.000.000 views, 1'000 cars", "ten thousand fans, one million views, one thousand cars"},
      {"There are 5 100 m races, at 192.168.100.200.",
       "There are five one hundred meters races, at one hundred ninety two. one hundred sixty eight. one hundred. two "
       "hundred."},
      {"1,5 km or 1,5% of rooms 1,2", "one point five kilometers or one point five percent of rooms one two"},
      {"1st–3rd place", "first to third place"},
      {"1°, -1 °C, 2°", "one degree, minus one degree Celsius, two degrees"},
      {"120 m², 5 m³, x²", "one hundred twenty square meters, five cubic meters, x squared"},
      {"1920×1080, 3×", "one thousand nine hundred twenty by one thousand eighty, three times"},
      {"No 7 shoots. No. It is no 7.", "number seven shoots. No. It is no seven."},
      {"The under-21s and U21s", "The under twenty ones and U twenty ones"},
      {"CO2 on the A1", "C O two on the ay one"},
      {"A 4x100 m relay", "A four by one hundred meters relay"},
      {"We're live.", "weer lyve."},
      {"They take the lead and lead 2-1.", "They take the leed and leed two one."},
      {"A lead pipe", "A lead pipe"},
      {"We live here, live on TV.", "We live here, lyve on T V."},
      {"This livestream is live.", "This lyve stream is lyve."},
  };
  for (const auto& [text, said] : cases) EXPECT_EQ(words(text), said) << text;
}

TEST(Normaliser, AScoreIsNoRange) {
  EXPECT_EQ(words("Ajax win 2-1 against them."), "Ajax win two one against them.");
  EXPECT_EQ(words("2-3 minutes"), "two to three minutes");
  EXPECT_EQ(words("5-10% of 20-30 km"), "five to ten percent of twenty to thirty kilometers");
  EXPECT_EQ(words("The 2023-24 season"), "The twenty twenty three twenty four season");
}

TEST(Normaliser, WhatIsNotSpokenIsLeftOut) {
  EXPECT_EQ(words("a \x1B[1;31mred\x1B[0m car"), "a red car");
  EXPECT_EQ(words("zero\x01width\xE2\x80\x8Bspace"), "zero widthspace");
  EXPECT_EQ(words("see [the page](https://example.org/x)"), "see the page");
  for (const char* nothing :
       {"", "   ", "...", "?!", "🙂", "https://example.org", "- -", "()", "\xFF\xFE", "日本語", "'", "\"\""})
    EXPECT_EQ(words(nothing), "") << nothing;
}

TEST(Normaliser, LongNumbersHaveAnEnd) {
  EXPECT_EQ(words(std::string(300, '9')), "a very long number");
  EXPECT_EQ(words("It is " + std::string(300, '1') + "."), "It is a very long number");
  EXPECT_EQ(words("999999999999999"),
            "nine hundred ninety nine trillion nine hundred ninety nine billion nine hundred ninety "
            "nine million nine hundred ninety nine thousand nine hundred ninety nine");
  EXPECT_THAT(words("0." + std::string(30, '3')), HasSubstr("zero point three three"));
}

TEST(Normaliser, TheUsersWordsComeFirst) {
  const Normaliser normaliser(Lexicon("Nguyen = win\n# names\nØdegaard = urda gore\nSt = station\n10 = ten-ten\n"));
  EXPECT_EQ(normaliser.words("Nguyễn passes to ODEGAARD, and NGUYEN's shot!"),
            "win passes to urda gore, and win's shot!");
  EXPECT_EQ(normaliser.words("St. 10"), "station. ten-ten");
}

TEST(Lexicon, SaysWhichLinesAreWrong) {
  std::vector<std::string> warnings;
  const Lexicon lexicon(
      "\xEF\xBB\xBF"
      "a = b\nno sign\n= x\ntwo words = y\nq =\n   # nothing\n\nz=w",
      &warnings);
  ASSERT_THAT(warnings, SizeIs(4));
  EXPECT_EQ(warnings[0], np::format(messages::kLexiconLine, 2));
  ASSERT_TRUE(lexicon.find("A"));
  EXPECT_EQ(*lexicon.find("Z"), "w");
  EXPECT_FALSE(lexicon.find("q"));
  warnings.clear();
  EXPECT_TRUE(Lexicon::load("/no/such/file", warnings).empty());
  EXPECT_TRUE(Lexicon::load("/tmp", warnings).empty());
  EXPECT_TRUE(Lexicon::load("/dev/zero", warnings).empty());
  EXPECT_THAT(warnings, SizeIs(3));
}

TEST(Normaliser, SurvivesAnyText) {
  std::mt19937 random(7);
  const std::string liked = "0123456789.,:-/%$#@&+='\"()!?;xXkmhstndrAaMmPp ";
  for (int round = 0; round < 4000; ++round) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += round % 3 ? liked[random() % liked.size()] : static_cast<char>(random() % 256);
    const std::string said = words(text);
    ASSERT_TRUE(std::ranges::all_of(said, [](char c) { return c >= ' ' && c < 0x7F; }));
    ASSERT_LT(said.size(), 40 * text.size());
  }
  EXPECT_LT(words(std::string(20000, '1') + " " + std::string(20000, '(')).size(), 200u);
}

}  // namespace
}  // namespace np::text
