// What a listener can follow: numbers that bear one another out, and nobody who is there without a word.
#include <algorithm>
#include <string>

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

class WatcherListener : public WatcherNarrator {
 protected:
  // Not seen any more, and nobody saw it go.
  void lose(int id) {
    std::erase_if(play.facts().actors, [&](const Actor& a) { return a.id == id; });
  }
};

TEST_F(WatcherListener, ASecondAnimalIsToldThatWasThereBeforeItWasRecognised) {
  go(3);
  const int cat = play.put(Kind::kCat, 0.7);
  play.move(cat, Side::kLeft);
  go(0.6);
  play.walk_in(Side::kLeft, Colour::kBlack, Kind::kDog);
  EXPECT_THAT(text(5), AllOf(HasSubstr("black dog"), HasSubstr("cat ")));
}

TEST_F(WatcherListener, WhoIsRecognisedAfterTheOpeningIsToldOnceAndHasNotCome) {
  play.put(Kind::kPerson, 0.8, Colour::kRed);
  go(4);
  all.clear();
  play.put(Kind::kPerson, 0.3, Colour::kBlue);
  go(5);
  EXPECT_EQ(std::ranges::count_if(all, [](const std::string& l) { return l.contains("person in blue"); }), 1);
  EXPECT_THAT(all, Each(AllOf(Not(HasSubstr("comes")), Not(HasSubstr("appear")))));
}

TEST_F(WatcherListener, OneOfManyIsNotToldOnlyForBeingThere) {
  for (double x : {0.1, 0.2, 0.3, 0.4, 0.5, 0.6}) play.put(Kind::kPerson, x);
  go(4);
  all.clear();
  play.put(Kind::kPerson, 0.8);
  EXPECT_THAT(go(4), IsEmpty());
}

TEST_F(WatcherListener, ThatSomebodyIsSomewhereIsNoNewsUnlessTheyGo) {
  play.put(Kind::kPerson, 0.2);
  go(4);
  all.clear();
  const int late = play.put(Kind::kPerson, 0.8);
  EXPECT_THAT(go(4), Each(Not(HasSubstr("somebody"))));
  play.move(late, Side::kLeft);
  EXPECT_THAT(text(3), AllOf(HasSubstr("omebody"), HasSubstr("walking to the left")));
}

TEST_F(WatcherListener, OneWhoIsFoundAloneIsNotThereAsWell) {
  go(8);
  all.clear();
  play.put(Kind::kCat, 0.5);
  EXPECT_THAT(text(4),
              AllOf(HasSubstr("cat"), Not(HasSubstr("also")), Not(HasSubstr("too")), Not(HasSubstr("as well"))));
}

TEST_F(WatcherListener, ManyWhoLeaveOneByOneAreNumbered) {
  std::vector<int> people;
  for (double x : {0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8}) people.push_back(play.put(Kind::kPerson, x));
  go(6);
  all.clear();
  for (int i = 0; i < 4; ++i) {
    play.leave(people[i], Side::kRight);
    go(3);
  }
  EXPECT_THAT(all, Contains(HasSubstr("third")));
  EXPECT_THAT(all, Contains(HasSubstr("fourth")));
}

TEST_F(WatcherListener, ThoseWhoComeOneByOneAreNotNumbered) {
  for (double x : {0.5, 0.6, 0.7}) play.put(Kind::kPerson, x);
  go(6);
  all.clear();
  for (int i = 0; i < 4; ++i) {
    play.walk_in(Side::kRight);
    go(3);
  }
  EXPECT_THAT(all, testing::SizeIs(testing::Ge(4u)));
  EXPECT_THAT(all, Each(AllOf(Not(HasSubstr("third")), Not(HasSubstr("fourth")))));
}

TEST_F(WatcherListener, NothingIsToldByAPlaceAmongMany) {
  std::vector<int> people;
  for (double x : {0.15, 0.4, 0.6, 0.85}) people.push_back(play.put(Kind::kPerson, x));
  go(8);
  play.set_off(people.front(), Side::kRight);
  go(6);
  all.clear();
  play.stop(people.front());
  go(4);
  const int red = play.walk_in(Side::kRight, Colour::kRed);
  play.move(red, Side::kLeft);
  go(4);
  EXPECT_THAT(all, Contains(HasSubstr("in red")));
  EXPECT_THAT(all, Each(AllOf(Not(HasSubstr("stop")), Not(HasSubstr("towards the person")))));
}

TEST_F(WatcherListener, NumbersThatFollowEachOtherBearOneAnotherOut) {
  for (const bool lost : {false, true}) {
    play = {};
    narrator = {};
    anew = true;
    clock = ask_at = 0;
    const int red = play.put(Kind::kPerson, 0.3, Colour::kRed);
    play.put(Kind::kPerson, 0.5, Colour::kBlue);
    if (lost) {
      const int green = play.put(Kind::kPerson, 0.7, Colour::kGreen);
      EXPECT_THAT(text(4), HasSubstr("hree people"));
      lose(green);
    } else {
      EXPECT_THAT(text(4), HasSubstr("in blue"));
    }
    go(3.6);
    play.leave(red, Side::kLeft);
    const std::string said = text(3);
    EXPECT_THAT(said, HasSubstr("in red"));
    EXPECT_EQ(said.contains("in blue"), !lost) << "of three who were told one has left: " << said;
  }
}

TEST_F(WatcherListener, BusierIsToldWithTheNumberOfNow) {
  for (double x : {0.3, 0.5, 0.7}) play.put(Kind::kPerson, x);
  go(30);
  for (int i = 0; i < 4; ++i) {
    const int id = play.walk_in(i % 2 ? Side::kLeft : Side::kRight);
    go(3);
    play.stop(id);
  }
  go(60);
  EXPECT_THAT(all, Contains(AllOf(AnyOf(HasSubstr("busier"), HasSubstr("filled up")), HasSubstr("seven people"))));
}

TEST_F(WatcherListener, WhoAsksForOneSideHearsNothingOfTheOther) {
  play.put(Kind::kPerson, 0.2, Colour::kRed);
  for (double x : {0.6, 0.7, 0.8}) play.put(Kind::kPerson, x, Colour::kBlue);
  ask_for("what happens on the left");
  go(60);
  EXPECT_THAT(all, Contains(HasSubstr("person in red")));
  EXPECT_THAT(all, Each(AllOf(Not(HasSubstr("blue")), Not(HasSubstr("four people")), Not(HasSubstr("our people")))));
}

TEST_F(WatcherListener, OneOfManyGoesAndIsToldWithHowManyAreThere) {
  for (double x : {0.1, 0.25, 0.4, 0.55, 0.7, 0.85}) play.put(Kind::kPerson, x);
  go(12);
  play.leave(6, Side::kRight);
  EXPECT_THAT(text(4), HasSubstr("ive people"));
}

TEST_F(WatcherListener, WhoAsksHowManyHearsTheNumberAlone) {
  ask_for("how many cats?");
  EXPECT_THAT(go(6), testing::SizeIs(1));
}

TEST_F(WatcherListener, AKindMayChangeUntilItIsSaid) {
  play.put(Kind::kPerson, 0.5, Colour::kRed);
  go(4);
  const int bus = play.walk_in(Side::kLeft, Colour::kNone, Kind::kTruck);
  play.of(bus).certainty = 0.5f;
  EXPECT_THAT(text(1.2), HasSubstr("vehicle"));
  play.of(bus).certainty = 0.95f;
  go(0.2);
  play.of(bus).kind = Kind::kBus;
  EXPECT_THAT(text(4), AllOf(HasSubstr("bus"), Not(HasSubstr("truck"))));
}

TEST_F(WatcherListener, NobodyHasJumpedInACrowd) {
  for (int i = 0; i < 16; ++i) play.put(Kind::kPerson, 0.05 + 0.06 * i);
  go(30);
  play.tell(Occurrence::What::kDrops, 4);
  EXPECT_THAT(go(3), Each(AllOf(Not(HasSubstr("jump")), Not(HasSubstr("leap")), Not(HasSubstr("down")))));
}

TEST_F(WatcherListener, TwoWhoAreCalledTheSameAreOneAndAnotherOne) {
  profile = "descriptive";
  for (double x : {0.2, 0.8}) play.put(Kind::kPerson, x);
  play.move(1, Side::kRight);
  EXPECT_THAT(text(4), AllOf(HasSubstr("another one"), Not(HasSubstr("and a person"))));
}

TEST_F(WatcherListener, CloseBehindIsWhoReallyFollowsAtOnce) {
  for (const double apart : {1.6, 4.4}) {
    bool close = false;
    for (int i = 0; i < 4; ++i) {
      go(12);
      all.clear();
      play.walk_in(Side::kRight, static_cast<Colour>(1 + 2 * i));
      go(apart);
      play.walk_in(Side::kRight, static_cast<Colour>(2 + 2 * i));
      go(4);
      for (const std::string& line : all)
        close |= line.contains("lose behind") || line.contains("ight behind") || line.contains("ehind the") ||
                 line.contains("ight after");
      while (!play.facts().actors.empty()) play.leave(play.facts().actors.back().id, Side::kLeft);
    }
    EXPECT_EQ(close, apart < 2) << apart;
  }
}

TEST_F(WatcherListener, NoSideIsSaidTwice) {
  play.put(Kind::kPerson, 0.8);
  const int left = play.put(Kind::kPerson, 0.2);
  go(20);
  play.leave(left, Side::kLeft);
  for (const std::string& line : go(3)) {
    std::size_t n = 0;
    for (std::size_t at = line.find("left"); at != line.npos && at < line.find(". "); at = line.find("left", at + 1))
      ++n;
    EXPECT_LE(n, 1u) << line;
  }
}

}  // namespace
}  // namespace np::watcher
