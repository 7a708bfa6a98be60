// Who is who, from scripted detections on a painted picture: people are upright blocks of one colour.
#include "perception/cast/cast.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <map>

namespace np::perception {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using What = Occurrence::What;
using Rgb = std::array<std::uint8_t, 3>;

constexpr Rgb kRedCoat{200, 30, 30}, kBlueCoat{30, 40, 200}, kDarkCoat{25, 25, 30};

struct Seen {
  Box box;
  Rgb colour = kDarkCoat;
  Kind kind = Kind::kPerson;
  float score = 0.9f;
};

Box standing(float x, float feet = 200, float tall = 80) { return {x - 15, feet - tall, 30, tall}; }

class CastTest : public testing::Test {
 protected:
  static constexpr int kWidth = 384, kHeight = 288;

  CastTest() { cast.begin(kWidth, kHeight, now); }

  // One look, 400 ms after the last.
  void look(const std::vector<Seen>& all, bool moves = true) {
    now += milliseconds(400);
    for (std::size_t i = 0; i < picture.data.size(); i += 3)
      picture.data[i] = picture.data[i + 1] = picture.data[i + 2] = 120;
    std::vector<Detection> detections;
    for (const Seen& s : all) {
      for (int y = std::max(0, static_cast<int>(s.box.y)); y < std::min<int>(kHeight, s.box.bottom()); ++y) {
        for (int x = std::max(0, static_cast<int>(s.box.x)); x < std::min<int>(kWidth, s.box.right()); ++x)
          std::ranges::copy(s.colour, picture.at(x, y));
      }
      const Box inside{std::max(0.f, s.box.x), s.box.y, std::min<float>(kWidth, s.box.right()) - std::max(0.f, s.box.x),
                       s.box.h};
      if (s.score > 0 && inside.w > 0.4f * s.box.w) detections.push_back({s.kind, s.score, inside});
    }
    cast.advance(now, [&](const Box&) { return moves; });
    cast.look({.detections = detections,
               .picture = picture,
               .closely = closely,
               .only = only,
               .moves = [&](const Box&) { return moves; },
               .fills = [&](const Box&) { return fills; },
               .known_as = [](const Box&) { return 0; },
               .came_over = [&](const Box&) { return came_over; },
               .began_inside = [&](const Box&) { return began_inside; },
               .steady = steady,
               .now = now});
    for (const Cast::Passage& p : cast.passages()) told.push_back(p);
  }
  void wait(int looks, const std::vector<Seen>& all = {}, bool moves = true) {
    for (int i = 0; i < looks; ++i) look(all, moves);
  }
  std::vector<What> whats() const {
    std::vector<What> all;
    for (const Cast::Passage& p : told) all.push_back(p.what);
    return all;
  }
  // The id of whoever is at x.
  int at(float x) const {
    for (const Member& m : cast.members()) {
      if (std::abs(m.box.center().x - x) < 8 && m.misses == 0) return m.id;
    }
    return 0;
  }

  int ids = 0;
  Cast cast{[this] { return ++ids; }};
  Image picture = make_image(kWidth, kHeight, 3);
  TimePoint now = TimePoint{} + std::chrono::hours(1);
  std::optional<Box> closely, only;
  bool fills = true;
  bool steady = true;
  bool began_inside = false;  // all that moves
  Side came_over = Side::kNone;
  std::vector<Cast::Passage> told;
};

TEST_F(CastTest, ACloseLookMissesNobodyElsewhere) {
  wait(4, {{standing(100)}, {standing(300)}});
  ASSERT_THAT(cast.members(), SizeIs(2));
  only = Box{220, 100, 160, 160};
  look({});
  for (const Member& m : cast.members()) EXPECT_EQ(m.misses, m.seen_box.center().x > 200 ? 1 : 0);
}

TEST_F(CastTest, SomethingSmallThatWasSeenCloselyIsNotMissedAtOnceWithoutACloseLook) {
  const Seen ball{{150, 150, 20, 20}, kRedCoat, Kind::kBall};
  wait(3, {{standing(300)}});
  closely = Box{120, 120, 80, 80};
  look({{standing(300)}, ball});
  closely.reset();
  wait(2, {{standing(300)}});
  ASSERT_NE(at(160), 0);
  wait(1, {{standing(300)}});
  EXPECT_EQ(at(160), 0) << "it may have gone by now";
  closely = Box{120, 120, 80, 80};
  look({{standing(300)}, ball});
  look({{standing(300)}});
  EXPECT_EQ(at(160), 0) << "a close look has missed it";
}

TEST_F(CastTest, WhatTheBorderCutsOffCountsLittleForItsKind) {
  const Seen front{{-30, 100, 90, 60}, kBlueCoat, Kind::kTruck};
  wait(6, {front});
  ASSERT_THAT(cast.members(), SizeIs(1));
  EXPECT_EQ(cast.members()[0].kind(), Kind::kTruck);
  wait(4, {{{4, 100, 90, 60}, kBlueCoat, Kind::kBus}});
  ASSERT_THAT(cast.members(), SizeIs(1));
  EXPECT_EQ(cast.members()[0].kind(), Kind::kBus);
}

TEST_F(CastTest, ACloseLookAtWhatMovesCountsMoreForItsKind) {
  const auto drives = [](float x, Kind kind) { return Seen{{x, 100, 60, 60}, kBlueCoat, kind}; };
  for (float x = 10; x < 160; x += 15) look({drives(x, Kind::kTruck)});
  ASSERT_THAT(cast.members(), SizeIs(1));
  ASSERT_TRUE(cast.members()[0].moved);
  for (float x = 160; x < 235; x += 15) {
    closely = Box{x - 40, 60, 140, 140};
    look({drives(x, Kind::kBus)});
  }
  ASSERT_THAT(cast.members(), SizeIs(1));
  EXPECT_EQ(cast.members()[0].kind(), Kind::kBus);
}

TEST_F(CastTest, AGableBehindSomebodyWhoWalksIsNoVehicleThatHasCome) {
  wait(8, {{standing(100)}});
  const Seen gable{{280, 20, 104, 260}, kBlueCoat, Kind::kBoat};
  fills = false;  // only the one who walks past it moves
  wait(4, {{standing(100)}, gable});
  ASSERT_THAT(cast.members(), SizeIs(2));
  EXPECT_FALSE(cast.members()[1].told);
  wait(3, {{standing(100)}, gable}, false);
  EXPECT_TRUE(cast.members()[1].told);
  EXPECT_TRUE(cast.members()[1].at_start);
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(CastTest, AVehicleThatFillsItsBoxHasCome) {
  wait(8, {{standing(100)}});
  came_over = Side::kRight;
  for (float x = 330; x > 200; x -= 20) look({{standing(100)}, {{x, 100, 90, 60}, kBlueCoat, Kind::kTruck}});
  EXPECT_THAT(whats(), ElementsAre(What::kEnters));
}

TEST_F(CastTest, WhoIsThereAtTheStartDidNotCome) {
  wait(6, {{standing(100)}, {standing(250)}});
  EXPECT_THAT(told, IsEmpty());
  ASSERT_THAT(cast.members(), SizeIs(2));
  EXPECT_TRUE(cast.members()[0].at_start);
}

TEST_F(CastTest, WhoIsThereAtAFirstLookThatComesLateDidNotCome) {
  now += std::chrono::seconds(3);
  cast.settle_by(now + milliseconds(700));
  wait(6, {{standing(10)}, {standing(250)}});
  EXPECT_THAT(told, IsEmpty());
  ASSERT_THAT(cast.members(), SizeIs(2));
  EXPECT_TRUE(cast.members()[0].at_start);
}

TEST_F(CastTest, InOnOneSideAndOutOnTheOther) {
  wait(6);
  for (float x = -10; x < kWidth + 40; x += 24) look({{standing(x), kRedCoat}});
  ASSERT_THAT(whats(), ElementsAre(What::kEnters, What::kLeaves));
  EXPECT_EQ(told[0].side, Side::kLeft);
  EXPECT_EQ(told[1].side, Side::kRight);
  EXPECT_EQ(told[0].who.id, told[1].who.id);
  EXPECT_EQ(told[1].who.colour(), Colour::kRed);
}

TEST_F(CastTest, WhoStepsOutFromBehindAThingHasNotComeOverABorder) {
  const Seen van{{80, 130, 130, 70}, kBlueCoat, Kind::kTruck};
  wait(12, {van});
  began_inside = true;
  for (float x = 232; x < 330; x += 26) look({van, {standing(x), kRedCoat}});
  ASSERT_THAT(whats(), ElementsAre(What::kAppears));
  EXPECT_EQ(told[0].side, Side::kNone);
}

TEST_F(CastTest, WhoWasHiddenForSomeSecondsIsTheSame) {
  wait(6);
  for (float x = 30; x < 190; x += 16) look({{standing(x), kRedCoat}});
  const int red = at(174);
  ASSERT_NE(red, 0);
  wait(2);
  wait(18, {}, false);
  ASSERT_THAT(cast.members(), IsEmpty()) << "nobody is to be seen for eight seconds";
  // At first half of them comes out.
  look({{{182, 120, 14, 80}, kRedCoat}});
  for (float x = 190; x < 280; x += 16) look({{standing(x), kRedCoat}});
  EXPECT_EQ(at(270), red);
  EXPECT_THAT(whats(), ElementsAre(What::kEnters, What::kVanishes, What::kAppears));
}

TEST_F(CastTest, WhoComesOutInOtherColoursIsAnother) {
  wait(6);
  for (float x = 30; x < 190; x += 16) look({{standing(x), kRedCoat}});
  const int red = at(174);
  wait(2);
  wait(18, {}, false);
  for (float x = 182; x < 280; x += 16) look({{standing(x), kBlueCoat}});
  EXPECT_NE(at(278), 0);
  EXPECT_NE(at(278), red);
}

TEST_F(CastTest, WhoComesOutFarAwayIsAnother) {
  wait(6);
  for (float x = 200; x > 90; x -= 12) look({{standing(x, 150, 30), kRedCoat}});
  const int red = cast.members().empty() ? 0 : cast.members().front().id;
  ASSERT_NE(red, 0);
  wait(2);
  wait(18, {}, false);
  for (float x = 250; x < 320; x += 12) look({{standing(x, 150, 30), kRedCoat}});
  ASSERT_THAT(cast.members(), SizeIs(1));
  EXPECT_NE(cast.members().front().id, red);
}

TEST_F(CastTest, ACarThatWaitsAtTheBorderHasNeitherComeNorGone) {
  wait(12);
  came_over = Side::kRight;  // something else has
  for (int i = 0; i < 4; ++i) look({{{310.f + 3 * static_cast<float>(i), 120, 66, 50}, kDarkCoat, Kind::kCar, 0.6f}});
  came_over = Side::kNone;
  wait(8);
  EXPECT_THAT(whats(), testing::Each(What::kAppears));
}

TEST_F(CastTest, WhatDrivesByIsTheSurerTheOfterItIsSeen) {
  wait(6);
  const auto car = [](float x) { return Seen{{x, 150, 60, 40}, kDarkCoat, Kind::kCar, 0.5f}; };
  for (float x = 10; x < 60; x += 20) look({car(x)});
  ASSERT_THAT(cast.members(), SizeIs(1));
  const float at_first = cast.members()[0].certainty_by_now();
  for (float x = 60; x < 240; x += 20) look({car(x)});
  ASSERT_THAT(cast.members(), SizeIs(1));
  EXPECT_LT(at_first, 0.6f);
  EXPECT_GT(cast.members()[0].certainty_by_now(), 0.7f);
  EXPECT_LT(cast.members()[0].certainty(), 0.6f) << "each look by itself is no surer";
}

TEST_F(CastTest, WhatIsTakenForThisAndForThatIsNoSurer) {
  wait(6);
  for (int i = 0; i < 12; ++i) {
    const Kind kind = i % 2 == 0 ? Kind::kCar : Kind::kTruck;
    look({{{10.f + 20 * static_cast<float>(i), 150, 60, 40}, kDarkCoat, kind, 0.5f}});
  }
  ASSERT_THAT(cast.members(), SizeIs(1));
  EXPECT_LT(cast.members()[0].certainty_by_now(), 0.6f);
}

TEST_F(CastTest, WhatComesInPastSomebodyWhoStandsHasNotBroughtThemIn) {
  wait(12);
  came_over = Side::kRight;
  wait(4, {{standing(250), kRedCoat}});
  EXPECT_THAT(whats(), testing::Not(testing::Contains(What::kEnters)));
}

TEST_F(CastTest, WhoIsOnTheWayOutHasNotJustComeIn) {
  wait(12);
  came_over = Side::kRight;
  for (float x = 320; x < 372; x += 12) look({{standing(x), kRedCoat}});
  EXPECT_THAT(whats(), testing::Not(testing::Contains(What::kEnters)));
}

TEST_F(CastTest, WhoSitsInAThingHasNotAppeared) {
  const Seen van{{80, 110, 130, 90}, kBlueCoat, Kind::kTruck};
  wait(12, {van});
  began_inside = true;
  wait(6, {van, {{120, 120, 30, 60}, kRedCoat}});
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(CastTest, WhoIsTakenForSomethingElseAtTheBorderHasNotComeInThere) {
  wait(12, {{standing(300)}});
  for (float x = 312; x < 380; x += 12) look({{standing(x)}});
  told.clear();
  const Box half{350, 120, 30, 80};
  wait(2, {{half, kDarkCoat, Kind::kBoat}});
  EXPECT_THAT(whats(), testing::Not(testing::Contains(What::kEnters)));
}

TEST_F(CastTest, WhoIsNoLongerRecognisedWhereNothingMovesHasStayed) {
  for (float x = -10; x < 200; x += 24) look({{standing(x), kRedCoat}});
  const float there = cast.members().at(0).box.center().x;
  wait(8, {}, false);
  ASSERT_THAT(cast.members(), SizeIs(1));
  EXPECT_NEAR(cast.members()[0].box.center().x, there, 3);
  EXPECT_LT(cast.members()[0].speed(), 0.05);
}

TEST_F(CastTest, WhoIsLostOnTheWayToABorderHasNotLeftOverIt) {
  for (float feet = 246; feet > 160; feet -= 16) look({{standing(190, feet), kRedCoat}});
  wait(12);
  EXPECT_THAT(whats(), testing::Not(testing::Contains(What::kLeaves)));
}

TEST_F(CastTest, WhoStoodAboveAndIsBelowAMomentLaterHasJumped) {
  wait(8, {{standing(150, 120)}});
  const int id = at(150);
  wait(2);
  wait(3, {{standing(190, 200, 50)}});
  EXPECT_THAT(whats(), ElementsAre(What::kDrops));
  EXPECT_EQ(at(190), id);
}

TEST_F(CastTest, WhoSwaysAboveMayJumpAndIsFoundWhenTheyRunOn) {
  for (int i = 0; i < 10; ++i) look({{standing(i % 4 < 2 ? 146.f : 158.f, 120)}});
  const int id = at(146) ? at(146) : at(158);
  wait(4);
  wait(3, {{standing(250, 205, 70)}});
  EXPECT_THAT(whats(), ElementsAre(What::kDrops));
  EXPECT_EQ(at(250), id);
}

TEST_F(CastTest, WhoWalkedDownThePictureUnseenHasNotJumped) {
  for (float y = 90; y < 150; y += 20) look({{standing(150, y, 60)}});
  wait(4);
  wait(3, {{standing(150, 240, 62)}});
  EXPECT_THAT(whats(), testing::Not(testing::Contains(What::kDrops)));
}

TEST_F(CastTest, WhoComesNearerHasNotJumped) {
  wait(8, {{standing(150, 120, 60)}});
  for (float y = 120; y < 260; y += 20) look({{standing(150, y, y / 2)}});
  EXPECT_THAT(told, IsEmpty());
  wait(3, {{standing(150, 260, 130)}});
  wait(3);
  wait(3, {{standing(150, 280, 200)}});
  EXPECT_THAT(whats(), testing::Not(testing::Contains(What::kDrops)));
}

TEST_F(CastTest, OnePictureIsNotEnough) {
  wait(6);
  look({{standing(200), kDarkCoat, Kind::kCow, 0.7f}});
  ASSERT_THAT(cast.members(), SizeIs(1));
  EXPECT_FALSE(cast.members()[0].real());
  wait(3);
  EXPECT_THAT(cast.members(), IsEmpty());
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(CastTest, TwoWhoCrossKeepTheirNames) {
  for (int first = 0; first < 2; ++first) {
    cast.begin(kWidth, kHeight, now + milliseconds(800));
    wait(3, {{standing(60), kRedCoat}, {standing(320), kBlueCoat}});
    const int red = at(60), blue = at(320);
    ASSERT_NE(red, 0);
    ASSERT_NE(blue, 0);
    for (int i = 1; i <= 20; ++i) {
      const float r = 60.f + 13.f * i, b = 320.f - 13.f * i;
      std::vector<Seen> all{{standing(r), kRedCoat}, {standing(b), kBlueCoat}};
      if (first) std::swap(all[0], all[1]);
      // The one behind is not seen.
      if (std::abs(r - b) < 24) all[0].score = 0;
      look(all);
    }
    EXPECT_EQ(at(320), red);
    EXPECT_EQ(at(60), blue);
    EXPECT_THAT(told, IsEmpty());
  }
}

TEST_F(CastTest, TwoWhoTurnBackWhereTheyMeetKeepTheirNames) {
  wait(3, {{standing(60), kRedCoat}, {standing(320), kBlueCoat}});
  const int red = at(60), blue = at(320);
  for (int i = 1; i <= 22; ++i) {
    const float way = 11.5f * static_cast<float>(i <= 11 ? i : 22 - i);
    std::vector<Seen> all{{standing(60 + way), kRedCoat}, {standing(320 - way), kBlueCoat}};
    if (all[1].box.x - all[0].box.x < 40) all[0].score = 0;
    look(all);
  }
  EXPECT_EQ(at(60), red);
  EXPECT_EQ(at(320), blue);
}

TEST_F(CastTest, TwoWhoLookAlikeGoOnTheirWay) {
  wait(3, {{standing(60)}, {standing(320, 206)}});
  const int one = at(60), other = at(320);
  for (int i = 1; i <= 20; ++i) {
    const float a = 60.f + 13.f * static_cast<float>(i), b = 320.f - 13.f * static_cast<float>(i);
    std::vector<Seen> all{{standing(a)}, {standing(b, 206)}};
    if (std::abs(a - b) < 28) all[0].score = 0;
    look(all);
  }
  EXPECT_EQ(at(320), one);
  EXPECT_EQ(at(60), other);
}

TEST_F(CastTest, BehindAPostForTwoSeconds) {
  wait(5, {{standing(100), kRedCoat}});
  float x = 100;
  for (int i = 0; i < 5; ++i) look({{standing(x += 12), kRedCoat}});
  const int id = at(x);
  for (int i = 0; i < 5; ++i) look({{standing(x += 12), kRedCoat, Kind::kPerson, 0}});
  for (int i = 0; i < 4; ++i) look({{standing(x += 12), kRedCoat}});
  EXPECT_EQ(at(x), id);
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(CastTest, AtOnePictureASecondWhoWalksIsSeenToWalk) {
  wait(6);
  for (int i = 0; i < 5; ++i) {
    now += milliseconds(1100);  // and the look's own 400
    look({{standing(40.f + 50.f * static_cast<float>(i)), kRedCoat}});
  }
  ASSERT_THAT(cast.members(), SizeIs(1));
  EXPECT_NEAR(cast.members()[0].speed(), 50 / 80. / 1.5, 0.05);
}

TEST_F(CastTest, WhereNothingMovesNobodyHasGone) {
  wait(5, {{standing(200)}});
  wait(20, {{standing(200), kDarkCoat, Kind::kPerson, 0}}, false);
  ASSERT_THAT(cast.members(), SizeIs(1));
  EXPECT_FALSE(cast.members()[0].covered);
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(CastTest, ALapKeepsThoseWhoStandAndForgetsTheOthersSilently) {
  wait(5, {{standing(200), kRedCoat}, {standing(60)}});
  const int id = at(200);
  cast.jump(now + milliseconds(900));
  wait(4, {{standing(200), kRedCoat}, {standing(320), kBlueCoat}});
  EXPECT_EQ(at(200), id);
  EXPECT_THAT(cast.members(), SizeIs(2));
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(CastTest, ThePersonAroundSeveralPeopleIsNobody) {
  wait(5, {{standing(100)}, {standing(200)}, {{60, 100, 240, 110}, kDarkCoat, Kind::kPerson, 0.6f}});
  EXPECT_THAT(cast.members(), SizeIs(2));
}

TEST_F(CastTest, ADogThatLooksLikeACatForAMomentStaysADog) {
  const Box box{150, 150, 60, 40};
  wait(4, {{box, {120, 80, 40}, Kind::kDog, 0.8f}});
  look({{box, {120, 80, 40}, Kind::kCat, 0.6f}});
  wait(2, {{box, {120, 80, 40}, Kind::kDog, 0.8f}});
  ASSERT_THAT(cast.members(), SizeIs(1));
  EXPECT_EQ(cast.members()[0].kind(), Kind::kDog);
  EXPECT_LT(cast.members()[0].certainty(), 0.75f) << "it is less sure than before";
}

TEST_F(CastTest, FurnitureNeitherComesNorGoes) {
  wait(6);
  wait(4, {{{2, 100, 80, 60}, kDarkCoat, Kind::kBench, 0.8f}});
  wait(8);
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(CastTest, NothingIsToldOfBordersThatMove) {
  wait(6);
  steady = false;
  for (float x = -10; x < kWidth + 40; x += 24) look({{standing(x)}});
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(CastTest, AThousandThingsAreBoundedWork) {
  std::vector<Seen> crowd;
  for (int i = 0; i < 1000; ++i)
    crowd.push_back({{static_cast<float>(i * 37 % 370), static_cast<float>(i * 53 % 250), 10, 24}});
  wait(4, crowd);
  EXPECT_LE(cast.members().size(), Cast::kMost);
}

}  // namespace
}  // namespace np::perception
