// What members do, from scripted boxes.
#include "perception/cast/conduct.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

namespace np::perception {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using What = Occurrence::What;

class ConductTest : public testing::Test {
 protected:
  int add(Box box, Kind kind = Kind::kPerson) {
    Member m;
    m.id = static_cast<int>(members.size()) + 1;
    m.first_box = box;
    m.since = now;
    members.push_back(m);
    see(m.id, box, kind);
    return m.id;
  }
  void see(int id, Box box, Kind kind = Kind::kPerson) {
    members[id - 1].see({kind, 0.9f, box}, Member::View::kWhole, now);
  }

  // So many seconds, a look each 400 ms; `act` puts everybody where they are.
  std::vector<What> play(double seconds, const std::function<void(double)>& act, bool steady = true) {
    std::vector<What> all;
    for (double t = 0.4; t <= seconds + 0.01; t += 0.4) {
      now += milliseconds(400);
      act(t);
      conduct.watch(members, steady, now);
      for (const Conduct::Act& a : conduct.acts()) all.push_back(a.what), told.push_back(a);
    }
    return all;
  }

  static Box person(double x, double feet = 200, double tall = 80) {
    return {static_cast<float>(x - 15), static_cast<float>(feet - tall), 30, static_cast<float>(tall)};
  }

  std::vector<Member> members;
  Conduct conduct;
  std::vector<Conduct::Act> told;  // all of them
  TimePoint now = TimePoint{} + std::chrono::hours(1);
};

TEST_F(ConductTest, WalksStopsAndSetsOff) {
  const int id = add(person(40));
  EXPECT_THAT(play(4, [&](double t) { see(id, person(40 + 50 * t)); }), IsEmpty());
  EXPECT_EQ(conduct.gait(id), Gait::kWalks);
  EXPECT_THAT(play(7, [&](double t) { see(id, person(240 + std::sin(9 * t))); }), ElementsAre(What::kStops));
  EXPECT_EQ(conduct.gait(id), Gait::kStill);
  EXPECT_THAT(play(3, [&](double t) { see(id, person(240 - 50 * t)); }), Contains(What::kSetsOff));
}

TEST_F(ConductTest, Runs) {
  const int id = add(person(40));
  play(3, [&](double t) { see(id, person(40 + 40 * t)); });
  EXPECT_THAT(play(2.4, [&](double t) { see(id, person(160 + 200 * t)); }), ElementsAre(What::kRuns));
  EXPECT_EQ(conduct.gait(id), Gait::kRuns);
}

TEST_F(ConductTest, TurnsRound) {
  const int id = add(person(60));
  play(4, [&](double t) { see(id, person(60 + 50 * t)); });
  EXPECT_THAT(play(4, [&](double t) { see(id, person(260 - 50 * t)); }), ElementsAre(What::kTurnsRound));
}

TEST_F(ConductTest, AStepBackIsNoTurn) {
  const int id = add(person(60));
  play(4, [&](double t) { see(id, person(60 + 50 * t)); });
  EXPECT_THAT(play(1.2, [&](double t) { see(id, person(260 - 40 * t)); }), Not(Contains(What::kTurnsRound)));
  EXPECT_THAT(play(4, [&](double t) { see(id, person(212 + 50 * t)); }), Not(Contains(What::kTurnsRound)));
}

TEST_F(ConductTest, SomebodyElseSeenInItsPlaceIsNoTurn) {
  const int id = add(person(60));
  play(4, [&](double t) { see(id, person(60 + 50 * t)); });
  EXPECT_THAT(play(3, [&](double t) { see(id, person(120 + 50 * t)); }), Not(Contains(What::kTurnsRound)));
}

TEST_F(ConductTest, SitsDownAndGetsUp) {
  const int id = add(person(150));
  play(4, [&](double) { see(id, person(150)); });
  EXPECT_THAT(play(4, [&](double) { see(id, person(150, 200, 52)); }), ElementsAre(What::kSitsDown));
  EXPECT_THAT(play(4, [&](double) { see(id, person(150)); }), ElementsAre(What::kGetsUp));
}

TEST_F(ConductTest, WhoIsHalfHiddenDoesNotSit) {
  const int id = add(person(150));
  const int other = add(person(60));
  play(4, [&](double) { see(id, person(150)), see(other, person(60)); });
  EXPECT_THAT(play(4,
                   [&](double) {
                     see(id, person(150, 170, 50));
                     see(other, person(152, 215));
                   }),
              Not(Contains(What::kSitsDown)));
}

TEST_F(ConductTest, TwoMeetAndPart) {
  const int a = add(person(40)), b = add(person(340));
  const auto meet = play(6, [&](double t) {
    see(a, person(std::min(170.0, 40 + 50 * t)));
    see(b, person(std::max(215.0, 340 - 50 * t)));
  });
  EXPECT_THAT(meet, Contains(What::kMeets).Times(1));
  EXPECT_THAT(play(4, [&](double) { see(a, person(170)), see(b, person(215)); }), IsEmpty());
  EXPECT_THAT(play(6, [&](double t) { see(a, person(170 - 40 * t, 200)), see(b, person(215)); }),
              Contains(What::kParts));
}

TEST_F(ConductTest, WhoComesJoinsTheOneWhoIsThereAndWhoGoesLeavesThem) {
  const int stays = add(person(215)), comes = add(person(40));
  play(3, [&](double) { see(stays, person(215)), see(comes, person(40)); });
  EXPECT_THAT(play(7,
                   [&](double t) {
                     see(stays, person(215));
                     see(comes, person(std::min(170.0, 40 + 50 * t)));
                   }),
              Contains(What::kMeets));
  play(6, [&](double t) { see(stays, person(215)), see(comes, person(170 - 40 * t, 200)); });
  for (const What what : {What::kMeets, What::kParts}) {
    const auto act = std::ranges::find(told, what, &Conduct::Act::what);
    ASSERT_NE(act, told.end());
    EXPECT_EQ(std::pair(act->actor, act->other), std::pair(comes, stays)) << static_cast<int>(what);
  }
}

TEST_F(ConductTest, TwoWhoPassEachOtherDoNotMeet) {
  const int a = add(person(40)), b = add(person(340));
  const auto acts = play(6, [&](double t) { see(a, person(40 + 50 * t)), see(b, person(340 - 50 * t)); });
  EXPECT_THAT(acts, AllOf(Not(Contains(What::kMeets)), Contains(What::kPasses).Times(1)));
}

TEST_F(ConductTest, WhoWalkTheSameWayDoNotPass) {
  const int a = add(person(40)), b = add(person(200));
  EXPECT_THAT(play(6, [&](double t) { see(a, person(40 + 70 * t)), see(b, person(200 + 30 * t)); }),
              Not(Contains(What::kPasses)));
}

TEST_F(ConductTest, ACyclist) {
  const int who = add(person(60, 190)), bicycle = add({40, 160, 60, 45}, Kind::kBicycle);
  play(3, [&](double t) {
    see(who, person(60 + 80 * t, 190));
    see(bicycle, {static_cast<float>(35 + 80 * t), 160, 60, 45}, Kind::kBicycle);
  });
  EXPECT_EQ(conduct.rides(who), bicycle);
}

TEST_F(ConductTest, ADogAndItsPerson) {
  const int who = add(person(60)), dog = add({90, 175, 40, 26}, Kind::kDog);
  play(4, [&](double t) {
    see(who, person(60 + 40 * t));
    see(dog, {static_cast<float>(90 + 40 * t), 175, 40, 26}, Kind::kDog);
  });
  EXPECT_EQ(conduct.with(dog), who);
  EXPECT_EQ(conduct.with(who), 0);
}

TEST_F(ConductTest, NothingIsToldWhileTheCameraMoves) {
  const int id = add(person(40));
  EXPECT_THAT(play(8, [&](double t) { see(id, person(40 + 100 * std::fmod(t, 3))); }, false), IsEmpty());
  EXPECT_EQ(conduct.gait(id), Gait::kUnknown);
}

}  // namespace
}  // namespace np::perception
