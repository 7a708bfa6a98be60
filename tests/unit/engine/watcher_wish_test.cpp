#include <gmock/gmock.h>

#include "engine/watcher/wish/wish.hpp"

namespace np::watcher {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<std::string> heeded(std::string_view instruction) { return parse_wish(instruction).heeds; }
std::string unable(std::string_view instruction) { return parse_wish(instruction).unable; }

TEST(WatcherWish, KnowsKindsByTheirNamesAndSynonyms) {
  EXPECT_THAT(heeded("Only tell me what the dog does"), ElementsAre("dogs"));
  EXPECT_THAT(heeded("what does the puppy do"), ElementsAre("dogs"));
  EXPECT_THAT(heeded("Is anyone walking about?"), ElementsAre("people"));
  EXPECT_THAT(heeded("Watch the CARS and the traffic light"), ElementsAre("cars", "traffic lights"));
  EXPECT_THAT(heeded("cats, birds"), ElementsAre("cats", "birds"));
  EXPECT_THAT(heeded("any vehicle"), ElementsAre("vehicles"));
  EXPECT_THAT(heeded("Tell me which animals come and what they do."), ElementsAre("animals"));
  EXPECT_THAT(heeded("Follow the ball"), ElementsAre("the ball"));
  EXPECT_THAT(heeded("Commentate the match: the ball, the players, the big moments."),
              ElementsAre("people", "the ball"));
}

TEST(WatcherWish, FamiliesExpand) {
  const Wish animals = parse_wish("only the animals");
  EXPECT_TRUE(animals.wants(Kind::kDog));
  EXPECT_TRUE(animals.wants(Kind::kZebra));
  EXPECT_FALSE(animals.wants(Kind::kPerson));
  EXPECT_FALSE(animals.wants(Kind::kThing));
  const Wish vehicles = parse_wish("traffic");
  EXPECT_TRUE(vehicles.wants(Kind::kBus));
  EXPECT_FALSE(vehicles.wants(Kind::kDog));
}

TEST(WatcherWish, HeedsEverythingWhereNothingElseIsAsked) {
  for (const char* text : {"", "Tell me what happens, as it happens.", "Describe the scene.",
                           "What does the camera see?", "Describe the scene for somebody who cannot see it."}) {
    EXPECT_TRUE(parse_wish(text).everything()) << text;
    EXPECT_EQ(unable(text), "") << text;
  }
}

TEST(WatcherWish, WatchingAScreenIsNoWishForTelevisions) {
  for (const char* text : {"Monitor the driveway", "Describe what happens on the screen"})
    EXPECT_TRUE(parse_wish(text).everything()) << text;
  EXPECT_THAT(heeded("only the monitors"), ElementsAre("televisions"));
}

TEST(WatcherWish, ExceptionsOfARefusalAreAskedFor) {
  for (const char* text : {"Ignore everything except the dog", "Don't tell me about anything but the dog",
                           "no more of anything other than the dog"}) {
    const Wish dog = parse_wish(text);
    EXPECT_TRUE(dog.wants(Kind::kDog)) << text;
    EXPECT_FALSE(dog.wants(Kind::kPerson)) << text;
  }
  EXPECT_FALSE(parse_wish("Stop talking about cars").wants(Kind::kCar));
  EXPECT_TRUE(parse_wish("Stop talking about cars").wants(Kind::kPerson));
  for (const char* text : {"Don't forget the dog", "don't miss the dog"}) {
    EXPECT_TRUE(parse_wish(text).wants(Kind::kDog)) << text;
    EXPECT_FALSE(parse_wish(text).wants(Kind::kCar)) << text;
  }
  for (const char* text : {"Ignoriere Autos", "Keine Autos"}) {
    EXPECT_FALSE(parse_wish(text).wants(Kind::kCar)) << text;
    EXPECT_TRUE(parse_wish(text).wants(Kind::kPerson)) << text;
  }
}

TEST(WatcherWish, OrdinaryWordsAreNoWishes) {
  EXPECT_FALSE(parse_wish("Tell me when somebody comes to the counter").counts);
  EXPECT_TRUE(parse_wish("Tell me about the people at the bus stop").all_deeds());
  EXPECT_EQ(parse_wish("Tell me who left").side, Side::kNone);
  EXPECT_THAT(heeded("Tell me who left"), ElementsAre("going"));
  EXPECT_EQ(parse_wish("Watch the left part of the yard").side, Side::kLeft);
  EXPECT_TRUE(parse_wish("Watch the left part of the yard").all_deeds());
  for (const char* text : {"only the right", "the right-hand side"}) EXPECT_EQ(parse_wish(text).side, Side::kRight);
  EXPECT_THAT(heeded("What the man in the orange jacket does"), ElementsAre("people"));
  EXPECT_THAT(heeded("oranges"), ElementsAre("oranges"));
  EXPECT_EQ(unable("I don't want to hear about cars"), "");
  EXPECT_NE(unable("What do you hear?"), "");
  EXPECT_THAT(heeded("Only people: who comes and who goes."), ElementsAre("people", "coming and going"));
}

TEST(WatcherWish, UnderstandsWhatIsNotWanted) {
  const Wish no_cars = parse_wish("ignore cars");
  EXPECT_FALSE(no_cars.wants(Kind::kCar));
  EXPECT_TRUE(no_cars.wants(Kind::kBus));
  EXPECT_TRUE(no_cars.wants(Kind::kPerson));
  EXPECT_TRUE(no_cars.light);
  EXPECT_THAT(no_cars.heeds, ElementsAre("everything but cars"));
  EXPECT_FALSE(parse_wish("Everything, but no cuts").cuts);
  EXPECT_FALSE(parse_wish("everything but cars").wants(Kind::kCar));
  EXPECT_FALSE(parse_wish("Don\xE2\x80\x99t talk about the light").light);
  EXPECT_THAT(heeded("not the light, only people"), ElementsAre("people"));
  EXPECT_THAT(heeded("No light. People!"), ElementsAre("people"));
  const Wish but = parse_wish("no cars, tell me about people");
  EXPECT_TRUE(but.wants(Kind::kPerson));
  EXPECT_FALSE(but.wants(Kind::kCar));
  EXPECT_FALSE(parse_wish("don't tell me about dogs").wants(Kind::kDog));
  EXPECT_TRUE(parse_wish("don't tell me about dogs").wants(Kind::kCat));
}

TEST(WatcherWish, KnowsDeeds) {
  using What = Occurrence::What;
  const Wish passages = parse_wish("who comes and goes");
  EXPECT_THAT(passages.heeds, ElementsAre("people", "coming and going"));
  EXPECT_TRUE(passages.wants(What::kEnters) && passages.wants(What::kLeaves));
  EXPECT_FALSE(passages.wants(What::kStops) || passages.wants(What::kMeets));
  const Wish sits = parse_wish("tell me when someone sits down");
  EXPECT_TRUE(sits.wants(What::kSitsDown));
  EXPECT_FALSE(sits.wants(What::kEnters));
  EXPECT_THAT(heeded("tell me when somebody runs"), ElementsAre("people", "running"));
}

TEST(WatcherWish, KnowsSidesLightAndCuts) {
  const Wish left = parse_wish("what happens on the left");
  EXPECT_EQ(left.side, Side::kLeft);
  EXPECT_TRUE(left.all_kinds());
  EXPECT_THAT(left.heeds, ElementsAre("the left"));
  const Wish light = parse_wish("only the light");
  EXPECT_TRUE(light.light);
  EXPECT_FALSE(light.cuts || light.movement || light.wants(Kind::kPerson));
  EXPECT_THAT(heeded("say when the scene changes"), ElementsAre("cuts"));
  EXPECT_THAT(heeded("people, and light"), ElementsAre("people", "light"));
  EXPECT_THAT(heeded("anything that moves"), ElementsAre("movement"));
  EXPECT_TRUE(parse_wish("anything that moves").wants(Kind::kPerson));
}

TEST(WatcherWish, KnowsHowMany) {
  const Wish counts = parse_wish("how many people are there?");
  EXPECT_TRUE(counts.counts && counts.only_counts);
  EXPECT_THAT(counts.heeds, ElementsAre("counts", "people"));
  const Wish cars = parse_wish("Report how many cars there are");
  EXPECT_TRUE(cars.counts);
  EXPECT_TRUE(cars.counted[static_cast<std::size_t>(Kind::kCar)]);
  EXPECT_FALSE(cars.counted[static_cast<std::size_t>(Kind::kPerson)]);
  const Wish both = parse_wish("what happens, and how many people are there?");
  EXPECT_TRUE(both.counts && !both.only_counts);
  EXPECT_TRUE(both.wants(Kind::kDog));
}

TEST(WatcherWish, SaysWhatItCannotDo) {
  EXPECT_THAT(unable("who is winning?"), HasSubstr("winning"));
  EXPECT_THAT(heeded("who is winning?"), ElementsAre("people"));
  EXPECT_THAT(unable("Tell me about the goals"), HasSubstr("goals"));
  EXPECT_THAT(unable("read the signs to me"), HasSubstr("read"));
  EXPECT_THAT(unable("say hello"), HasSubstr("speak"));
  EXPECT_THAT(unable("do they look happy?"), HasSubstr("feel"));
  EXPECT_THAT(unable("watch the women"), HasSubstr("men, women"));
  EXPECT_THAT(unable("the squirrels at my feeder"), HasSubstr("tell squirrels from other animals"));
  EXPECT_THAT(unable("tell me when a fox comes"), HasSubstr("tell a fox from other animals"));
  EXPECT_THAT(heeded("the squirrels at my feeder"), Contains("animals"));
  EXPECT_THAT(unable("Wie viele Hunde sind da?"), HasSubstr("follow"));
  EXPECT_THAT(unable("Commentate the match: the ball, the players, the big moments."), IsEmpty());
  EXPECT_THAT(unable("Report people, vehicles and anything unusual."), IsEmpty());
}

TEST(WatcherWish, SomethingIsAlwaysHeeded) {
  const Wish wish = parse_wish("no people, no animals, no vehicles, no movement, no light, no cuts, no ball, no food");
  EXPECT_TRUE(wish.kinds.any());
  for (const char* text : {"\xC3\xBC\xE2\x80\x99", "....", "not", "no no no", "only", "'"}) parse_wish(text);
}

}  // namespace
}  // namespace np::watcher
