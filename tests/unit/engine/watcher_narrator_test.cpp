#include <gmock/gmock.h>

#include <random>
#include <set>

#include "engine/watcher/words/said.hpp"
#include "unit/engine/watcher_fixture.hpp"

namespace np::watcher {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using What = Occurrence::What;

TEST_F(WatcherNarrator, KnowsWhatItsLinesAreFor) {
  play.put(Kind::kPerson, 0.4);
  play.put(Kind::kBench, 0.6);
  go(4);
  ASSERT_FALSE(kinds.empty());
  EXPECT_EQ(kinds.front(), LineKind::kOpening);
  kinds.clear();
  play.walk_in(Side::kLeft);
  go(3);
  ASSERT_FALSE(kinds.empty());
  EXPECT_EQ(kinds.front(), LineKind::kEvent);
  kinds.clear();
  go(60);
  EXPECT_THAT(kinds, Contains(LineKind::kSummary));
}

TEST_F(WatcherNarrator, SaysNothingBeforeAnythingIsKnown) {
  EXPECT_EQ(narrator.comment({}), "");
  EXPECT_THAT(go(1), IsEmpty()) << "and least of all that it is watching";
}

TEST_F(WatcherNarrator, OpensWithThePlaceAndWhoIsThere) {
  play.put(Kind::kCar, 0.1, Colour::kWhite);
  play.put(Kind::kTrafficLight, 0.5);
  play.put(Kind::kPerson, 0.7, Colour::kRed);
  EXPECT_THAT(text(3), AllOf(HasSubstr("street"), HasSubstr("person in red")));
}

TEST_F(WatcherNarrator, OpensWhenThePlaceWasLookedAtOftenEnough) {
  play.put(Kind::kPerson, 0.7, Colour::kRed);
  play.look_every = 2;
  EXPECT_EQ(text(2.6), "") << "a parked car may not have been recognised yet";
  play.put(Kind::kCar, 0.1);
  play.put(Kind::kCar, 0.3);
  EXPECT_THAT(text(1), HasSubstr("two parked cars"));
}

TEST_F(WatcherNarrator, OpensInFullThoughMuchHappens) {
  play.put(Kind::kCar, 0.1);
  play.put(Kind::kCar, 0.3);
  play.put(Kind::kPerson, 0.7, Colour::kRed);
  for (int i = 0; i < 12; ++i) narrator.see(play.next());
  const Ask ask{.instruction = instruction, .profile_key = profile, .anew = true, .hint = LengthHint::kBrief};
  EXPECT_THAT(narrator.comment(ask), HasSubstr("street with two parked cars"));
}

TEST_F(WatcherNarrator, OpensEvenIfItIsSeldomLookedAt) {
  play.put(Kind::kPerson, 0.7, Colour::kRed);
  play.look_every = 10;
  EXPECT_THAT(text(4), HasSubstr("person in red"));
}

TEST_F(WatcherNarrator, KnowsPlacesByWhatStandsInThem) {
  const std::pair<std::vector<Kind>, const char*> kPlaces[] = {
      {{Kind::kBus}, "street"},
      {{Kind::kSheep, Kind::kSheep}, "pasture"},
      {{Kind::kBoat}, "water"},
      {{Kind::kOven}, "kitchen"},
      {{Kind::kTable, Kind::kCup, Kind::kFork}, "table"},
      {{Kind::kBed}, "bedroom"},
      {{Kind::kLaptop}, "desk"},
      {{Kind::kCouch}, "living room"},
      {{Kind::kChair, Kind::kTable}, "room"},
      {{Kind::kBench}, "benches"},
      {{Kind::kBall, Kind::kPerson, Kind::kPerson, Kind::kPerson}, "game"},
  };
  for (const auto& [kinds, place] : kPlaces) {
    play = {};
    narrator = {};
    anew = true;
    clock = ask_at = 0;
    double x = 0.1;
    for (const Kind kind : kinds) play.put(kind, x += 0.15);
    EXPECT_THAT(text(3), HasSubstr(place));
  }
}

TEST_F(WatcherNarrator, ClaimsNoPlaceThatNothingBearsOut) {
  for (double x : {0.2, 0.4, 0.6, 0.8}) play.put(Kind::kPerson, x);
  EXPECT_THAT(text(3), AllOf(HasSubstr("our people"), Not(HasSubstr("street")), Not(HasSubstr("room"))));
}

TEST_F(WatcherNarrator, FollowsACharacter) {
  play.put(Kind::kTruck, 0.5, Colour::kWhite);
  go(4);
  const int red = play.walk_in(Side::kLeft, Colour::kRed);
  EXPECT_THAT(text(4), AllOf(HasSubstr("person in red"), HasSubstr("left")));
  play.stop(red);
  EXPECT_THAT(text(3), AllOf(AnyOf(HasSubstr("he person in red"), HasSubstr("They")), HasSubstr("truck")))
      << "known by now";
  play.set_off(red, Side::kRight);
  go(4);
  play.leave(red, Side::kRight);
  EXPECT_THAT(text(3), AllOf(HasSubstr("he person in red"), HasSubstr("right")));
}

TEST_F(WatcherNarrator, TellsThoseApartWhoLookAlike) {
  go(4);
  const int a = play.walk_in(Side::kLeft, Colour::kRed);
  go(5);
  const int b = play.walk_in(Side::kRight, Colour::kRed);
  EXPECT_THAT(text(4), HasSubstr("nother person in red"));
  play.stop(a);
  EXPECT_THAT(text(4), AnyOf(HasSubstr("person on the"), HasSubstr("who came from the left")));
  play.stop(b);
  go(4);
  EXPECT_THAT(
      all, Each(AllOf(Not(HasSubstr(" she ")), Not(HasSubstr(" he ")), Not(HasSubstr("He ")), Not(HasSubstr("She ")))));
}

TEST_F(WatcherNarrator, AGroupIsAGroup) {
  go(4);
  for (int i = 0; i < 3; ++i) play.walk_in(Side::kRight);
  EXPECT_THAT(text(2), AllOf(HasSubstr("hree people"), HasSubstr("right"), HasSubstr("together")));
}

TEST_F(WatcherNarrator, RidersAreCalledByWhatTheyRide) {
  const std::pair<Kind, const char*> kRiders[] = {{Kind::kBicycle, "cyclist"},
                                                  {Kind::kMotorcycle, "motorcyclist"},
                                                  {Kind::kHorse, "rider"},
                                                  {Kind::kSkateboard, "skateboarder"}};
  for (const auto& [mount, word] : kRiders) {
    play = {};
    narrator = {};
    clock = ask_at = 0;
    go(4);
    const int rider = play.walk_in(Side::kLeft), ridden = play.put(mount, 0.05);
    play.of(rider).rides = ridden;
    play.of(ridden).ridden_by = rider;
    const std::string said = text(3);
    EXPECT_THAT(said, AllOf(HasSubstr(word), Not(HasSubstr("erson")))) << said;
  }
}

TEST_F(WatcherNarrator, ADogGoesWithItsPerson) {
  go(4);
  const int person = play.walk_in(Side::kLeft, Colour::kBlue),
            dog = play.walk_in(Side::kLeft, Colour::kBrown, Kind::kDog);
  play.of(dog).with = person;
  EXPECT_THAT(text(3), AnyOf(HasSubstr("with a dog"), HasSubstr("walking a dog")));
}

TEST_F(WatcherNarrator, SaysNoKindThatWasSeenOnce) {
  go(4);
  const int dog = play.walk_in(Side::kLeft, Colour::kNone, Kind::kDog);
  play.of(dog).sightings = -1000;
  go(3);
  EXPECT_THAT(all, Each(Not(HasSubstr("dog"))));
}

TEST_F(WatcherNarrator, SaysTheBroaderWordWhereItIsNotSure) {
  go(4);
  const int dog = play.walk_in(Side::kLeft, Colour::kNone, Kind::kDog);
  play.of(dog).certainty = 0.5;
  EXPECT_THAT(text(3), AllOf(HasSubstr("animal"), Not(HasSubstr("dog"))));
  const int car = play.walk_in(Side::kRight, Colour::kRed, Kind::kCar);
  play.of(car).certainty = 0.57f;
  EXPECT_THAT(text(3), AllOf(HasSubstr("vehicle"), Not(HasSubstr("car"))));
  play.of(dog).certainty = 0.8f;
  EXPECT_THAT(text(5), HasSubstr("a dog")) << "the animal turns out to be one";
}

TEST_F(WatcherNarrator, WhatHasNoNameIsOneLineAPlace) {
  go(4);
  for (int i = 0; i < 20; ++i) {
    const int thing = play.walk_in(Side::kLeft, Colour::kNone, Kind::kThing);
    play.tell(What::kStirs, thing);
    go(1.5);
    play.leave(thing, Side::kBottom);
  }
  EXPECT_THAT(all, SizeIs(testing::Le(2u)));
  EXPECT_THAT(all, Each(AllOf(Not(HasSubstr("eaves")), Not(HasSubstr("bottom")))));
}

TEST_F(WatcherNarrator, TellsThatThePictureIsBlackOnce) {
  play.put(Kind::kPerson, 0.3);
  go(4);
  all.clear();
  play.facts().picture = PictureState::kBlack;
  play.facts().picture_for = 0;
  go(2);
  EXPECT_THAT(all, testing::ElementsAre(HasSubstr("black")));
  EXPECT_THAT(go(120), IsEmpty()) << "nothing is made up";
  play.facts().picture = PictureState::kNormal;
  EXPECT_THAT(go(2), Contains(HasSubstr("picture"))) << "and that it is back";
  play.facts().picture = PictureState::kTestCard;
  EXPECT_THAT(text(2), HasSubstr("test card"));
  play.facts().picture = PictureState::kFrozen;
  play.facts().picture_for = 5;
  EXPECT_THAT(text(2), HasSubstr("frozen"));
}

TEST_F(WatcherNarrator, TellsCutsAndLight) {
  play.put(Kind::kPerson, 0.3);
  go(4);
  play.tell(What::kDark);
  EXPECT_THAT(text(1), HasSubstr("dark"));
  go(3);
  play.tell(What::kLightBack);
  EXPECT_THAT(text(1), AnyOf(HasSubstr("light"), HasSubstr("bright")));
  go(3);
  play.cut();
  play.put(Kind::kCat, 0.5);
  const std::string said = text(4);
  EXPECT_THAT(said, AllOf(AnyOf(HasSubstr("scene"), HasSubstr("Cut")), HasSubstr("cat")));
}

TEST_F(WatcherNarrator, AFilmIsNotAListOfCuts) {
  for (int i = 0; i < 30; ++i) {
    play.cut();
    play.put(Kind::kPerson, 0.5, static_cast<Colour>(1 + i % 9));
    go(2);
  }
  const auto cuts = std::ranges::count_if(
      all, [](const std::string& line) { return line.contains("scene") || line.contains("Cut"); });
  EXPECT_LE(cuts, 3);
  EXPECT_THAT(all, Contains(HasSubstr("person")));
}

TEST_F(WatcherNarrator, ACameraThatSwingsIsSaidOnce) {
  play.put(Kind::kPerson, 0.3);
  go(4);
  all.clear();
  for (int i = 0; i < 5; ++i) {
    play.facts().camera_moves = true;
    play.tell(What::kCameraMoves);
    const int id = play.walk_in(Side::kLeft);
    go(2);
    play.facts().camera_moves = false;
    play.tell(What::kCameraRests);
    play.leave(id, Side::kRight);
    go(1);
  }
  EXPECT_LE(std::ranges::count_if(all, [](const std::string& l) { return l.contains("camera") || l.contains("view"); }),
            3);
}

TEST_F(WatcherNarrator, OnlyTheDog) {
  play.put(Kind::kPerson, 0.3);
  ask_for("Only tell me what the dog does");
  EXPECT_THAT(text(4), HasSubstr("No dog in view so far")) << "once";
  play.walk_in(Side::kLeft);
  EXPECT_THAT(go(40), IsEmpty());
  const int dog = play.walk_in(Side::kRight, Colour::kNone, Kind::kDog);
  EXPECT_THAT(text(3), HasSubstr("dog"));
  play.run(dog);
  EXPECT_THAT(text(4), AnyOf(HasSubstr("he dog"), HasSubstr("It ")));
}

TEST_F(WatcherNarrator, DoesNotSayOfABlackPictureWhatIsNotInIt) {
  ask_for("Only tell me what the dog does");
  play.facts().picture = PictureState::kBlack;
  EXPECT_THAT(go(20), testing::ElementsAre(HasSubstr("black")));
  play.facts().picture = PictureState::kNormal;
  play.facts().picture_for = 0;
  EXPECT_THAT(text(2), Not(HasSubstr("dog"))) << "it is not known yet";
  EXPECT_THAT(text(2), HasSubstr("No dog in view so far"));
}

TEST_F(WatcherNarrator, WhatComesAndGoesAlone) {
  play.put(Kind::kPerson, 0.3, Colour::kRed);
  ask_for("only tell me who comes and goes");
  go(4);
  all.clear();
  const int a = play.walk_in(Side::kLeft, Colour::kBlue);
  EXPECT_THAT(text(3), HasSubstr("in blue"));
  play.stop(a);
  play.run(a);
  EXPECT_THAT(go(6), IsEmpty());
  play.leave(a, Side::kRight);
  EXPECT_THAT(text(3), HasSubstr("in blue"));
}

TEST_F(WatcherNarrator, OneSideAlone) {
  ask_for("what happens on the left");
  go(8);
  all.clear();
  play.walk_in(Side::kRight, Colour::kBlue);
  EXPECT_THAT(text(3), Not(HasSubstr("comes"))) << "that is the right";
  play.walk_in(Side::kLeft, Colour::kRed);
  EXPECT_THAT(text(3), HasSubstr("in red"));
}

TEST_F(WatcherNarrator, CountsOnRequest) {
  play.put(Kind::kPerson, 0.3);
  play.put(Kind::kPerson, 0.6);
  ask_for("how many people are there?");
  EXPECT_THAT(text(4), HasSubstr("wo people"));
  EXPECT_THAT(go(10), IsEmpty());
  const int third = play.walk_in(Side::kLeft);
  EXPECT_THAT(text(4), HasSubstr("three"));
  play.leave(third, Side::kLeft);
  EXPECT_THAT(text(4), HasSubstr("two"));
}

TEST_F(WatcherNarrator, SaysOnceWhatItCannotDo) {
  play.put(Kind::kPerson, 0.3);
  ask_for("Who is winning?");
  const std::string said = text(3);
  EXPECT_THAT(said, AllOf(HasSubstr("I can't tell who is winning"), HasSubstr("model"), HasSubstr("people")));
  play.walk_in(Side::kLeft);
  EXPECT_THAT(text(60), Not(HasSubstr("can't")));
  narrator.reset();
  EXPECT_THAT(text(10), Not(HasSubstr("can't"))) << "not for another source either";
}

TEST_F(WatcherNarrator, WithoutTheDetectorItSaysSoAndTellsWhatMoves) {
  play.facts().names_things = false;
  ask_for("only the dog");
  EXPECT_THAT(text(8), AllOf(HasSubstr("I can't tell dogs from other things"), HasSubstr("anything that moves")));
  play.walk_in(Side::kLeft, Colour::kNone, Kind::kThing);
  EXPECT_THAT(text(3), AllOf(HasSubstr("ove"), HasSubstr("left")));
}

TEST_F(WatcherNarrator, ACrowdIsACrowd) {
  for (int i = 0; i < 40; ++i) play.put(Kind::kPerson, 0.02 * i);
  play.facts().crowd = 31;
  EXPECT_THAT(text(3), AllOf(HasSubstr("about thirty people")));
  for (int i = 0; i < 1000; ++i) play.put(Kind::kPerson, 0.001 * i);
  play.facts().crowd = 1040;
  for (int i = 0; i < 20; ++i) play.tell(What::kStops, 5 + i);
  EXPECT_THAT(go(4), SizeIs(testing::Le(2u)));
}

TEST_F(WatcherNarrator, SaysWhyItIsSilentAndThenIsSilent) {
  play.put(Kind::kCar, 0.2);
  play.put(Kind::kTrafficLight, 0.4);
  EXPECT_THAT(go(10), SizeIs(1));
  EXPECT_THAT(go(40), testing::ElementsAre(AnyOf(HasSubstr("street"), HasSubstr("othing"))));
  EXPECT_THAT(go(130), IsEmpty());
  EXPECT_THAT(go(600), SizeIs(testing::Le(3u)));
}

TEST_F(WatcherNarrator, SpeaksNowAndThenOfThoseWhoAreThere) {
  play.put(Kind::kBench, 0.25);
  play.put(Kind::kPerson, 0.2, Colour::kRed);
  const int b = play.put(Kind::kPerson, 0.7, Colour::kBlue);
  play.move(b, Side::kLeft);
  play.of(b).velocity = {};
  go(4);
  all.clear();
  go(60);
  EXPECT_GE(all.size(), 2u);
  EXPECT_LE(all.size(), 6u);
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
  EXPECT_THAT(all, Contains(HasSubstr("in red")));
}

TEST_F(WatcherNarrator, CountsOnOneSide) {
  play.put(Kind::kPerson, 0.8);
  ask_for("how many people are there on the left?");
  EXPECT_THAT(text(4), HasSubstr("o people on the left"));
  play.walk_in(Side::kLeft);
  EXPECT_THAT(text(3), AllOf(HasSubstr("one person"), HasSubstr("on the left")));
}

TEST_F(WatcherNarrator, CallsAMatchByTheBall) {
  profile = "sports";
  const int red = play.put(Kind::kPerson, 0.2, Colour::kRed), blue = play.put(Kind::kPerson, 0.8, Colour::kBlue);
  play.put(Kind::kPerson, 0.5, Colour::kGreen);
  const int ball = play.put(Kind::kBall, 0.35);
  EXPECT_THAT(text(4), AllOf(HasSubstr("game"), HasSubstr("players")));
  play.of(ball).box = {play.of(red).box.x, 0.66f, 0.03f, 0.03f};
  EXPECT_THAT(text(3), AllOf(HasSubstr("player in red"), HasSubstr("ball")));
  play.of(ball).box = {play.of(blue).box.x, 0.66f, 0.03f, 0.03f};
  EXPECT_THAT(text(3), AllOf(HasSubstr("player in red"), HasSubstr("player in blue")));
  EXPECT_THAT(go(5), Each(Not(HasSubstr("ball")))) << "it is still there";
}

TEST_F(WatcherNarrator, WhoComesOneAfterTheOtherIsOneLine) {
  go(6);
  play.walk_in(Side::kRight, Colour::kRed);
  go(0.6);
  play.walk_in(Side::kRight);
  go(0.4);
  play.walk_in(Side::kRight);
  EXPECT_THAT(text(3), HasSubstr("wo more people"));
}

TEST_F(WatcherNarrator, WhoComesBehindSomebodyWithANameIsToldSo) {
  go(6);
  play.walk_in(Side::kRight, Colour::kRed);
  go(2);
  play.walk_in(Side::kRight);
  EXPECT_THAT(text(3), HasSubstr("ehind the person in red"));
}

TEST_F(WatcherNarrator, TellsWhereWhoComesInIsHeading) {
  play.put(Kind::kBench, 0.7);
  go(6);
  play.walk_in(Side::kLeft, Colour::kRed);
  std::string said = text(3);
  for (int i = 0; i < 3 && !said.contains("towards"); ++i) {
    play.walk_in(Side::kLeft, static_cast<Colour>(2 + i));
    go(8);
    said = all.back();
    for (const std::string& line : all) said += line;
  }
  EXPECT_THAT(said, HasSubstr("towards the bench"));
}

TEST_F(WatcherNarrator, TheLastOneIsWhoHasJustComeIn) {
  for (double x : {0.3, 0.45, 0.6, 0.8}) play.put(Kind::kPerson, x, Colour::kBlack);
  go(6);
  const int last = play.walk_in(Side::kLeft, Colour::kBlack);
  go(4);
  all.clear();
  play.run(last);
  EXPECT_THAT(text(3), AnyOf(HasSubstr("who has just come in"), HasSubstr("who came from the left")));
}

TEST_F(WatcherNarrator, NothingSaysWhatNothingSetsApart) {
  for (double x : {0.2, 0.4, 0.6, 0.8, 0.9}) play.put(Kind::kPerson, x, Colour::kBlack);
  go(4);
  all.clear();
  play.tell(What::kTurnsRound, 3);
  EXPECT_THAT(go(3), IsEmpty()) << "that one of many has turned round";
  EXPECT_THAT(all, Each(Not(HasSubstr("black")))) << "which all of them wear";
}

TEST_F(WatcherNarrator, NoColourThatNoAnimalHas) {
  go(6);
  play.walk_in(Side::kLeft, Colour::kGreen, Kind::kDog);
  EXPECT_THAT(text(3), AllOf(HasSubstr("dog"), Not(HasSubstr("green"))));
}

TEST_F(WatcherNarrator, WhoIsRecognisedOnlyAMomentLaterIsToldAsComingIn) {
  go(6);
  const int a = play.walk_in(Side::kLeft, Colour::kRed, Kind::kThing);
  go(0.6);
  play.of(a).kind = Kind::kPerson;
  EXPECT_THAT(text(2), AllOf(HasSubstr("person in red"), HasSubstr("left")));
}

TEST_F(WatcherNarrator, WhoIsSimplyThereHasNotAppeared) {
  play.put(Kind::kPerson, 0.5, Colour::kRed);
  go(8);
  all.clear();
  play.put(Kind::kPerson, 0.7, Colour::kBlue);
  EXPECT_THAT(go(6), Each(AllOf(Not(HasSubstr("appear")), Not(HasSubstr("come"))))) << "nobody saw it come";
}

TEST_F(WatcherNarrator, AParkedCarHasNotCome) {
  play.put(Kind::kPerson, 0.5);
  go(8);
  const int car = play.put(Kind::kCar, 0.8, Colour::kWhite);
  play.tell(What::kAppears, car);
  EXPECT_THAT(go(5), Each(AllOf(Not(HasSubstr("come")), Not(HasSubstr("appears")), Not(HasSubstr("drive")))));
}

TEST_F(WatcherNarrator, KeepsToTheWordsThereIsTimeFor) {
  for (const int most : {3, 8, 12}) {
    play = {};
    narrator = {};
    play.put(Kind::kPerson, 0.5, Colour::kBlue);
    for (int i = 0; i < 25; ++i) narrator.see(play.next());
    narrator.comment({.anew = true});
    for (int i = 0; i < 15; ++i) narrator.see(play.next());
    play.walk_in(Side::kLeft, Colour::kRed);
    play.walk_in(Side::kRight, Colour::kGreen);
    narrator.see(play.next());
    const std::string line = narrator.comment({.max_words = most});
    EXPECT_FALSE(line.empty());
    EXPECT_LE(std::ranges::count(line, '.'), most < 16 ? 1 : 2) << line;
  }
}

TEST_F(WatcherNarrator, ProfilesHaveATone) {
  std::set<std::string> different;
  for (const char* key : {"default", "sports", "nature", "security", "descriptive"}) {
    play = {};
    narrator = {};
    anew = true;
    clock = ask_at = 0;
    profile = key;
    play.put(Kind::kPerson, 0.3, Colour::kRed);
    play.put(Kind::kPerson, 0.8, Colour::kBlue);
    std::string said = text(4);
    play.walk_in(Side::kLeft, Colour::kGreen);
    play.walk_in(Side::kRight, Colour::kNone, Kind::kDog);
    said += text(8);
    EXPECT_THAT(said, HasSubstr("green")) << key;
    different.insert(said);
  }
  EXPECT_EQ(different.size(), 5u);
  profile = "no such profile";
  EXPECT_THAT(go(4), Each(Not(IsEmpty())));
}

TEST_F(WatcherNarrator, WhatIsStaleIsNotTold) {
  play.put(Kind::kPerson, 0.3);
  go(4);
  const int a = play.walk_in(Side::kLeft, Colour::kRed);
  (void)a;
  for (int i = 0; i < 60; ++i) narrator.see(play.next());
  EXPECT_EQ(narrator.comment({.instruction = instruction, .profile_key = profile}).find("in from"), std::string::npos);
}

TEST_F(WatcherNarrator, TellsForHowLongThereWasNoPicture) {
  play.put(Kind::kPerson, 0.3);
  go(4);
  narrator.see(play.next());
  EXPECT_THAT(narrator.comment({.instruction = instruction, .profile_key = profile, .gone = std::chrono::seconds(30)}),
              HasSubstr("half a minute"));
}

TEST_F(WatcherNarrator, TheSameFactsGiveTheSameWords) {
  const auto tell = [] {
    WatcherNarrator_TheSameFactsGiveTheSameWords_Test other;
    other.play.put(Kind::kPerson, 0.3);
    for (int i = 0; i < 10; ++i) {
      const int id = other.play.walk_in(i % 2 ? Side::kLeft : Side::kRight, static_cast<Colour>(i % 5));
      other.go(3);
      other.play.leave(id, Side::kLeft);
    }
    return other.all;
  };
  EXPECT_EQ(tell(), tell());
}

}  // namespace
}  // namespace np::watcher
