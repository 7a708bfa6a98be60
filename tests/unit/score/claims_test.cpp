#include "score/claims.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include "base/format.hpp"

namespace np::score {
namespace {

std::string side_names(Sides sides) {
  std::string names;
  for (const auto& [side, name] :
       {std::pair{kLeft, "left"}, {kRight, "right"}, {kTop, "top"}, {kBottom, "bottom"}, {kInside, "inside"}})
    if (sides & side) names += std::string(names.empty() ? "" : "/") + name;
  return names.empty() ? "anywhere" : names;
}

// "2 person in left"; "+" and a number: so many more may be meant.
std::string shown(const Claim& c) {
  const std::string who(c.who.kinds.empty() ? name(c.who.family).one : name(c.who.kinds.front()).one);
  const std::string more = c.more > 0 ? np::format("+{}", c.more) : "";
  return np::format("{}{} {} {} {}", c.count, more, who, c.what == What::kEnters ? "in" : "out", side_names(c.sides));
}

using Strings = std::vector<std::string>;

Strings read(const std::string& line) {
  Strings all;
  for (const Claim& c : claims_in(line)) all.push_back(shown(c));
  return all;
}

struct Case {
  std::string line;
  Strings claims;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.line; }

class Claims : public testing::TestWithParam<Case> {};

TEST_P(Claims, AreRead) { EXPECT_EQ(read(GetParam().line), GetParam().claims) << GetParam().line; }

INSTANTIATE_TEST_SUITE_P(
    Coming, Claims,
    testing::Values(
        Case{"A person walks in from the left.", {"1 person in left"}},
        Case{"Someone in red enters on the right.", {"1 person in right"}},
        Case{"Another person steps into view at the bottom.", {"1 person in bottom/inside"}},
        Case{"Two people come in from the right.", {"2 person in right"}},
        Case{"3 people enter from the left-hand side.", {"3 person in left"}},
        Case{"A woman in a dark coat has just entered the frame from the right side.", {"1 person in right"}},
        Case{"A cyclist rides in from the upper left.", {"1 person in left/top"}},
        Case{"A small brown dog trots into the picture at the bottom right.", {"1 dog in right/bottom"}},
        Case{"A bus arrives from the left.", {"1 bus in left"}},
        Case{"From the left, two joggers enter.", {"2 person in left"}},
        Case{"From the right comes a woman with an umbrella.", {"1 person in right"}},
        Case{"In comes a cyclist from the right.", {"1 person in right"}},
        Case{"Here comes a red bus!", {"1 bus in anywhere"}},
        Case{"A man appears in the middle.", {"1 person in inside"}},
        Case{"Someone comes into view in the upper left.", {"1 person in left/top/inside"}},
        Case{"A cat appears at the left edge.", {"1 cat in left/inside"}},
        Case{"A man comes out of the building on the left.", {"1 person in left/inside"}},
        Case{"Somebody emerges from behind the van.", {"1 person in inside"}},
        Case{"The man with the paper is back, from the right.", {"0+1 person in right"}},
        Case{"A man and a woman come in from the right.", {"1 person in right", "1 person in right"}},
        Case{"A man in jeans and a woman in black walk in from the right.", {"1 person in right", "1 person in right"}},
        Case{"A woman comes in with a dog from the left.", {"1 person in left", "0+1 dog in left"}},
        Case{"A man on a bicycle enters at the top.", {"1 person in top"}},
        Case{"A group of people enters from the left.", {"1+10 person in left"}},
        Case{"A group of three people enters from the left.", {"3 person in left"}},
        Case{"A couple walks in, from the right.", {"2 person in right"}},
        Case{"Two more people walk in from the right and head left.", {"2 person in right"}},
        Case{"A person walks in and heads to the left.", {"1 person in anywhere"}},
        Case{"One comes in from the left, another from the right.", {"1 person in left", "1 person in right"}},
        Case{"Something moves in from the right.", {"1 something in right"}},
        Case{"A motorcycle speeds into view.", {"1 motorcycle in anywhere"}},
        Case{"He comes back from the right.", {"1 person in right"}},
        Case{"People begin to come in from the right.", {"1+10 person in right"}},
        Case{"Two more people appear far off on the right.", {"2 person in right/inside"}},
        Case{"Another person in black shows up far off on the left.", {"1 person in left/inside"}},
        Case{"Close behind comes another person in black.", {"1 person in anywhere"}},
        Case{"There are two more people on the left.", {"0+2 person in left/inside"}},
        Case{"There’s another person now.", {"0+1 person in anywhere"}},
        Case{"A man pushing a bike comes in from the right, talking on his phone.", {"1 person in right"}}));

INSTANTIATE_TEST_SUITE_P(Going, Claims,
                         testing::Values(Case{"A person leaves on the right.", {"1 person out right"}},
                                         Case{"Someone walks out at the bottom.", {"1 person out bottom"}},
                                         Case{"Someone has left on the left.", {"1 person out left"}},
                                         Case{"Two people leave the picture on the right.", {"2 person out right"}},
                                         Case{"The man in black exits left.", {"1 person out left"}},
                                         Case{"The woman in red goes out of view on the left.", {"1 person out left"}},
                                         Case{"The dog runs off to the right.", {"1 dog out right"}},
                                         Case{"The cyclist heads off.", {"1 person out anywhere"}},
                                         Case{"The bus drives off the left edge.", {"1 bus out left"}},
                                         Case{"The bald man is gone.", {"1 person out anywhere"}},
                                         Case{"He disappears behind the building.", {"1 person out inside"}},
                                         Case{"The two people vanish at the top.", {"2 person out top/inside"}},
                                         Case{"The woman is no longer in view.", {"1 person out anywhere"}},
                                         Case{"A man walks away.", {"0+1 person out anywhere"}},
                                         Case{"Three of them have left on the right.", {"3 person out right"}},
                                         Case{"The last person left.", {"1 person out anywhere"}},
                                         Case{"Both leave on the right.", {"2 person out right"}},
                                         Case{"Off goes the bus.", {"1 bus out anywhere"}}));

INSTANTIATE_TEST_SUITE_P(
    Several, Claims,
    testing::Values(
        Case{"Two people come in from the right and one leaves at the bottom.",
             {"2 person in right", "1 person out bottom"}},
        Case{"A woman enters from the left and exits on the right.", {"1 person in left", "1 person out right"}},
        Case{"A woman walks in, a man leaves on the right.", {"1 person in anywhere", "1 person out right"}},
        Case{"A dog comes in from the left. It leaves at the top.", {"1 dog in left", "1 dog out top"}},
        Case{"Two people stand on the left while a woman enters from the right.", {"1 person in right"}},
        Case{"A man passes the two women and leaves on the left.", {"1 person out left"}},
        Case{"A man leaves on the right. Two more people follow.", {"1 person out right", "0+2 person out right"}},
        Case{"A man leaves on the right. One of the four people goes the same way.",
             {"1 person out right", "0+1 person out right"}},
        Case{"A dog follows the man and leaves on the left.", {"1 dog out left"}},
        Case{"Someone walks in from the right; another leaves on the left.",
             {"1 person in right", "1 person out left"}}));

INSTANTIATE_TEST_SUITE_P(
    NoClaim, Claims,
    testing::Values(Case{"Two people walk to the left.", {}}, Case{"A man stands on the right.", {}},
                    Case{"Nobody enters.", {}}, Case{"No one leaves on the left.", {}},
                    Case{"A man is about to leave.", {}}, Case{"He may leave soon.", {}},
                    Case{"She has not left yet.", {}}, Case{"The leaves move in the wind.", {}},
                    Case{"A man appears to be waiting.", {}},
                    Case{"The person in red, who came in from the left, has stopped by the van.", {}},
                    Case{"Two people walk in the middle.", {}}, Case{"A man in red walks left.", {}},
                    Case{"That leaves the two people.", {}}, Case{"A woman turns right.", {}},
                    Case{"They walk in circles.", {}}, Case{"A man jumps off the roof.", {}},
                    Case{"Only one person is left.", {}}, Case{"He leaves his bag on the bench.", {}},
                    Case{"A car drives past the bus stop.", {}}, Case{"She walks away from the camera.", {}},
                    Case{"...", {}}, Case{"", {}}));

TEST(ClaimsOfAnything, EndWithoutHarm) {
  for (const char* line :
       {"in", "left", "of of of", "out of", "into", "a", "two", "comes", "there is", "gone", ",,,;;..", "and and and",
        "one two three in out off", "\xff\xfe in from", "enters enters enters", "from the", "is no longer"})
    EXPECT_NO_THROW(read(line)) << line;
}

TEST(ClaimsOfAnything, RandomWordsEndToo) {
  static constexpr std::array kSome{
      "a",    "the",  "two",    "of",    "person", "people",  "left",  "right", "in",     "out",     "comes",
      "from", "and",  ",",      ".",     "is",     "gone",    "there", "who",   "enters", "leaves",  "into",
      "view", "with", "a dog",  "them",  "one",    "another", "to",    "same",  "way",    "follows", "back",
      "off",  "no",   "longer", "upper", ";",      "walks",   "it",    "more",  "bus",    "stop",    "group"};
  std::minstd_rand dice(3);
  for (int i = 0; i < 20000; ++i) {
    std::string line;
    for (int n = static_cast<int>(dice() % 14); n >= 0; --n) line += std::string(kSome[dice() % kSome.size()]) + " ";
    for (const Claim& c : claims_in(line)) ASSERT_GT(c.count + c.more, 0) << line;
    people_in(line);
  }
}

struct CountCase {
  std::string line;
  std::optional<int> people;
};
void PrintTo(const CountCase& c, std::ostream* out) { *out << c.line; }

class People : public testing::TestWithParam<CountCase> {};

TEST_P(People, AreCounted) { EXPECT_EQ(people_in(GetParam().line), GetParam().people) << GetParam().line; }

INSTANTIATE_TEST_SUITE_P(
    Lines, People,
    testing::Values(CountCase{"Two people, both in black, stand together now.", std::nullopt},
                    CountCase{"Two people, one in red and one in blue, meet.", std::nullopt},
                    CountCase{"Two people, both in black, are in view now.", 2},
                    CountCase{"Two people, both walking.", 2}, CountCase{"Four people are in view now.", 4},
                    CountCase{"I count 12 people.", 12}, CountCase{"There are five people in view.", 5},
                    CountCase{"I see three people; two walk to the left.", 3}, CountCase{"Only one person is left.", 1},
                    CountCase{"Five people in the yard now, most of them on their way to the right.", 5},
                    CountCase{"Nobody is in view.", 0}, CountCase{"There is no one here.", 0},
                    CountCase{"We can see about six pedestrians crossing.", 6},
                    CountCase{"That makes seven people.", 7}, CountCase{"A man stands still.", std::nullopt},
                    CountCase{"Three people stand on the left.", std::nullopt},
                    CountCase{"Two people come in from the right.", std::nullopt},
                    CountCase{"There are two people on the left.", std::nullopt},
                    CountCase{"Two people walk to the left.", std::nullopt}, CountCase{"Nobody moves.", std::nullopt},
                    CountCase{"There are two cars in view.", std::nullopt},
                    CountCase{"Two people meet at the van.", std::nullopt},
                    CountCase{"Four people are there, all but one walking.", 4},
                    CountCase{"Three people in black are there.", std::nullopt},
                    CountCase{"That leaves the two people.", 2}, CountCase{"The three people stay.", 3},
                    CountCase{"One of the people in black walks out of view on the right.", std::nullopt},
                    CountCase{"", std::nullopt}));

}  // namespace
}  // namespace np::score
