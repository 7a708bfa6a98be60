// What is told of those who leave, and of those who come back.
#include <gmock/gmock.h>

#include "unit/engine/watcher_fixture.hpp"

namespace np::watcher {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using What = Occurrence::What;

TEST_F(WatcherNarrator, SaysWhereSomebodyStoodWhoLeaves) {
  play.put(Kind::kBench, 0.5);
  go(6);
  const int red = play.walk_in(Side::kLeft, Colour::kRed);
  play.walk_in(Side::kRight, Colour::kGreen);
  go(3);
  play.stop(red);
  play.of(red).box.x = play.facts().actors.front().box.x;
  go(14);
  play.set_off(red, Side::kRight);
  go(6);
  play.leave(red, Side::kRight);
  EXPECT_THAT(text(3), AllOf(HasSubstr("person in red"), HasSubstr("by the bench"), HasSubstr("fifteen seconds")));
}

TEST_F(WatcherNarrator, SaysThatSomebodyHasCrossedWhoLeaves) {
  go(6);
  const int red = play.walk_in(Side::kLeft, Colour::kRed);
  go(10);
  play.leave(red, Side::kRight);
  EXPECT_THAT(text(3), AllOf(HasSubstr("erson in red"), AnyOf(HasSubstr("from the left"), HasSubstr("other side"),
                                                              HasSubstr("all the way across"))));
}

TEST_F(WatcherNarrator, SaysThatSomebodyHasMetAnotherBeforeTheyLeave) {
  go(6);
  const int red = play.walk_in(Side::kLeft, Colour::kRed), blue = play.walk_in(Side::kRight, Colour::kBlue);
  go(5);
  play.meet(red, blue);
  go(6);
  play.leave(red, Side::kLeft);
  EXPECT_THAT(text(3), AllOf(HasSubstr("erson in red"), HasSubstr("somebody here")));
}

TEST_F(WatcherNarrator, NothingIsMadeUpOfSomebodyWhoWasHardlyHere) {
  go(6);
  const int red = play.walk_in(Side::kLeft, Colour::kRed);
  go(2);
  play.leave(red, Side::kLeft);
  EXPECT_THAT(go(3), Each(AllOf(Not(HasSubstr("after")), Not(HasSubstr(" who ")))));
}

TEST_F(WatcherNarrator, ThoseWhoLeaveAreCalledByWhatTheyWearThoughOthersWearItToo) {
  std::vector<int> all_of_them;
  for (const double x : {0.2, 0.35, 0.5, 0.65, 0.8}) all_of_them.push_back(play.put(Kind::kPerson, x, Colour::kBlack));
  for (const int id : all_of_them) play.of(id).below = Colour::kBlack;
  play.of(all_of_them[2]).below = Colour::kBlue;
  go(9);
  all.clear();
  play.leave(all_of_them[2], Side::kRight);
  EXPECT_THAT(text(3), HasSubstr("in a black top and blue trousers"));
}

TEST_F(WatcherNarrator, OneColourIsEnoughOfThoseWhoLeaveIfTheOthersWearAnother) {
  std::vector<int> all_of_them;
  for (const double x : {0.2, 0.35, 0.5, 0.65, 0.8}) all_of_them.push_back(play.put(Kind::kPerson, x, Colour::kBlue));
  const int black = play.put(Kind::kPerson, 0.9, Colour::kBlack);
  play.of(black).below = Colour::kBlue;
  go(9);
  all.clear();
  play.leave(black, Side::kRight);
  EXPECT_THAT(text(3), AllOf(HasSubstr("in black"), Not(HasSubstr("trousers"))));
}

TEST_F(WatcherNarrator, WhatSomebodyWearsBelowSetsThemApart) {
  std::vector<int> all_of_them;
  for (const double x : {0.2, 0.35, 0.5, 0.65, 0.8}) all_of_them.push_back(play.put(Kind::kPerson, x, Colour::kBlack));
  play.of(all_of_them[3]).below = Colour::kWhite;
  go(9);
  all.clear();
  play.run(all_of_them[3]);
  EXPECT_THAT(text(3), HasSubstr("he person in a black top and white trousers"));
}

TEST_F(WatcherNarrator, ThoseWhoLeaveOneAfterTheOtherAreTold) {
  const int a = play.put(Kind::kPerson, 0.8, Colour::kRed), b = play.put(Kind::kPerson, 0.9, Colour::kGreen);
  play.put(Kind::kPerson, 0.2, Colour::kBlue);
  go(6);
  narrator.see(play.next());
  play.leave(a, Side::kRight);
  for (int i = 0; i < 7; ++i) narrator.see(play.next());
  play.leave(b, Side::kRight);
  narrator.see(play.next());
  EXPECT_THAT(narrator.comment({.instruction = instruction, .profile_key = profile}),
              AllOf(HasSubstr("one after the other"), HasSubstr("red"), HasSubstr("green")));
}

TEST_F(WatcherNarrator, WhoWasOutOfSightComesBackIntoView) {
  play.put(Kind::kPerson, 0.2, Colour::kBlue);
  const int red = play.put(Kind::kPerson, 0.6, Colour::kRed);
  go(6);
  const Actor before = play.of(red);
  play.vanish(red);
  go(9);
  all.clear();
  play.facts().actors.push_back(before);
  play.tell(What::kAppears, red);
  EXPECT_THAT(text(3),
              AllOf(HasSubstr("he person in red"), AnyOf(HasSubstr("back into view"), HasSubstr("in view again"))));
}

TEST_F(WatcherNarrator, WhoWearsWhatOneWoreWhoLeftComesInAgain) {
  play.put(Kind::kPerson, 0.5, Colour::kBlue);
  go(6);
  const int red = play.walk_in(Side::kLeft, Colour::kRed);
  go(6);
  play.leave(red, Side::kLeft);
  go(5);
  play.walk_in(Side::kRight, Colour::kRed);
  EXPECT_THAT(text(3), AllOf(HasSubstr("n red"), Not(HasSubstr("back")))) << "over another border";
  const int green = play.walk_in(Side::kRight, Colour::kGreen);
  go(6);
  play.leave(green, Side::kRight);
  go(5);
  play.walk_in(Side::kRight, Colour::kGreen);
  EXPECT_THAT(text(3), AllOf(HasSubstr("n green"), HasSubstr("back")));
}

}  // namespace
}  // namespace np::watcher
