// People who sit in front of the camera, as before a webcam.
#include <gmock/gmock.h>

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

class WatcherCloseUp : public WatcherNarrator {
 protected:
  static constexpr PictureBox kSeat{0.3f, 0.25f, 0.4f, 0.75f};

  int sit_down(Colour colour = Colour::kOrange, PictureBox box = kSeat) {
    const int id = play.put(Kind::kPerson, 0.5, colour);
    place(id, box);
    return id;
  }
  void place(int id, PictureBox box) {
    play.of(id).box = box;
    play.of(id).distance = Distance::kNear;
  }
  int take_up(Kind kind, PictureBox box) {
    const int id = play.put(kind, 0.5);
    play.of(id).box = box;
    play.of(id).at_start = false;
    return id;
  }
};

TEST_F(WatcherCloseUp, TheOpeningClaimsNoPosture) {
  sit_down();
  EXPECT_THAT(text(4), AllOf(HasSubstr("person in orange"), AnyOf(HasSubstr("camera"), HasSubstr("close up")),
                             Not(HasSubstr("stand")), Not(HasSubstr("sit"))));
}

TEST_F(WatcherCloseUp, SomebodyWhoKeepsStillIsNoNews) {
  sit_down();
  go(4);
  all.clear();
  EXPECT_THAT(go(60), SizeIs(testing::Le(3u)));
  EXPECT_THAT(all, Each(AllOf(Not(HasSubstr("stand")), Not(HasSubstr("lean")))));
}

TEST_F(WatcherCloseUp, WhatTheLegsDoIsNotSeen) {
  const int id = sit_down();
  go(4);
  all.clear();
  for (const What what : {What::kStops, What::kSetsOff, What::kTurnsRound, What::kRuns, What::kSitsDown}) {
    play.tell(what, id);
    go(2);
  }
  EXPECT_THAT(all, Each(AllOf(Not(HasSubstr("stop")), Not(HasSubstr("walk")), Not(HasSubstr("turn")),
                              Not(HasSubstr("run")), Not(HasSubstr("sit")))));
}

TEST_F(WatcherCloseUp, LeansInAndBack) {
  const int id = sit_down();
  go(10);
  all.clear();
  place(id, {0.2f, 0.1f, 0.6f, 0.9f});
  EXPECT_THAT(text(4), AnyOf(HasSubstr("leans in"), HasSubstr("closer")));
  place(id, kSeat);
  EXPECT_THAT(text(4), AnyOf(HasSubstr("back"), HasSubstr("Back")));
}

TEST_F(WatcherCloseUp, AFirstBoxThatIsTooSmallIsNoLeaning) {
  const int id = sit_down();
  place(id, {0.36f, 0.4f, 0.28f, 0.6f});
  go(0.6);
  place(id, kSeat);
  EXPECT_THAT(go(10), Each(AllOf(Not(HasSubstr("leans")), Not(HasSubstr("closer")))));
}

TEST_F(WatcherCloseUp, LeansToASide) {
  const int id = sit_down();
  go(10);
  all.clear();
  place(id, {0.15f, 0.25f, 0.4f, 0.75f});
  EXPECT_THAT(text(4), HasSubstr("to the left"));
  place(id, kSeat);
  EXPECT_THAT(go(4), IsEmpty()) << "upright again is no news";
}

TEST_F(WatcherCloseUp, HoldsUpACup) {
  sit_down();
  go(9);
  all.clear();
  const int cup = take_up(Kind::kCup, {0.55f, 0.5f, 0.1f, 0.15f});
  EXPECT_THAT(text(3), AllOf(HasSubstr("person in orange"), HasSubstr("a cup")));
  EXPECT_TRUE(play.there(cup));
  take_up(Kind::kCup, {0.5f, 0.5f, 0.1f, 0.15f});
  EXPECT_THAT(go(5), Each(Not(HasSubstr("cup")))) << "the same one, seen anew";
}

TEST_F(WatcherCloseUp, ACupThatStoodThereIsNotTakenUp) {
  sit_down();
  go(9);
  all.clear();
  const int cup = take_up(Kind::kCup, {0.55f, 0.8f, 0.1f, 0.15f});
  play.of(cup).at_start = true;
  EXPECT_THAT(go(5), Each(AllOf(Not(HasSubstr("holds")), Not(HasSubstr("in hand")))));
}

TEST_F(WatcherCloseUp, IsBack) {
  const int id = sit_down();
  go(8);
  all.clear();
  play.leave(id, Side::kRight);
  EXPECT_THAT(text(4), AllOf(HasSubstr("erson in orange"), HasSubstr("right")));
  const int again = play.walk_in(Side::kRight, Colour::kOrange);
  place(again, {0.6f, 0.25f, 0.4f, 0.75f});
  play.of(again).velocity = {};
  EXPECT_THAT(text(3), AllOf(HasSubstr("he person in orange"), HasSubstr("back")));
}

TEST_F(WatcherCloseUp, WithoutAColourSomebodyIsBack) {
  const int id = sit_down(Colour::kNone);
  go(8);
  play.leave(id, Side::kLeft);
  go(4);
  const int again = play.walk_in(Side::kLeft);
  place(again, {0.0f, 0.25f, 0.4f, 0.75f});
  play.of(again).velocity = {};
  EXPECT_THAT(text(3), AllOf(HasSubstr("omebody"), HasSubstr("back")));
}

TEST_F(WatcherCloseUp, SomebodyWhoSitsElsewhereNowNoLongerLeans) {
  const int id = sit_down();
  go(10);
  place(id, {0.15f, 0.25f, 0.4f, 0.75f});
  go(60);
  all.clear();
  place(id, {0.3f, 0.25f, 0.4f, 0.75f});
  EXPECT_THAT(text(4), HasSubstr("to the right"));
}

TEST_F(WatcherCloseUp, SomebodyElseIsNotBack) {
  const int id = sit_down();
  go(8);
  play.leave(id, Side::kRight);
  go(4);
  all.clear();
  const int other = play.walk_in(Side::kRight, Colour::kBlue);
  place(other, {0.6f, 0.25f, 0.4f, 0.75f});
  play.of(other).velocity = {};
  EXPECT_THAT(text(3), AllOf(HasSubstr("in blue"), Not(HasSubstr("back"))));
}

TEST_F(WatcherCloseUp, SomebodyWhoIsLostAndFoundIsNotAlsoHere) {
  const int id = play.put(Kind::kPerson, 0.5);
  go(6);
  std::erase_if(play.facts().actors, [&](const Actor& a) { return a.id == id; });
  go(2);
  play.put(Kind::kPerson, 0.52);
  all.clear();
  EXPECT_THAT(go(5), Each(AllOf(Not(HasSubstr("also")), Not(HasSubstr("else")), Not(HasSubstr("there is")))));
}

TEST_F(WatcherCloseUp, SomebodyInFullIsNoCloseUp) {
  go(6);
  const int id = play.walk_in(Side::kLeft, Colour::kRed);
  play.of(id).box = {0.1f, 0.3f, 0.12f, 0.7f};
  EXPECT_THAT(text(3), HasSubstr("person in red"));
  play.stop(id);
  EXPECT_THAT(text(3), Not(HasSubstr("camera")));
}

TEST_F(WatcherCloseUp, PeopleOnASofaDoNotStand) {
  const int a = play.put(Kind::kPerson, 0.3), b = play.put(Kind::kPerson, 0.6);
  for (const int id : {a, b}) play.of(id).box.w = 0.25f;
  go(4);
  go(40);
  EXPECT_THAT(all, Each(Not(HasSubstr("stand"))));
}

}  // namespace
}  // namespace np::watcher
