// What the observer tells without a detector: things without a name, and the picture as a whole.
#include <gmock/gmock.h>

#include <cmath>
#include <functional>

#include "perception/observer.hpp"
#include "unit/perception/stage.hpp"

namespace np::perception {
namespace {

using What = Occurrence::What;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

class Watching : public testing::Test {
 protected:
  // Plays so many seconds; `act` sets the stage before each frame, told the seconds since the call.
  std::vector<Occurrence> play(double seconds, const std::function<void(double)>& act = {}) {
    std::vector<Occurrence> events;
    for (int i = 0; i < std::lround(seconds * Stage::kFps); ++i) {
      if (act) act(i / Stage::kFps);
      facts = observer.observe(*stage.next());
      events.insert(events.end(), facts->events.begin(), facts->events.end());
    }
    return events;
  }
  static std::vector<What> kinds(const std::vector<Occurrence>& events) {
    std::vector<What> kinds;
    for (const Occurrence& e : events) kinds.push_back(e.what);
    return kinds;
  }

  Stage stage;
  Observer observer{nullptr};
  FactsPtr facts;
};

TEST_F(Watching, NothingHappensInAQuietYard) {
  EXPECT_THAT(play(12), IsEmpty());
  EXPECT_TRUE(facts->actors.empty());
}

TEST_F(Watching, ANoisyCameraIsNoEvent) {
  stage.noise = 25;
  EXPECT_THAT(play(12), IsEmpty());
}

struct Crossing {
  Side from;
  Side to;
};

class Crossings : public Watching, public testing::WithParamInterface<Crossing> {};

TEST_P(Crossings, IsSeenAtBothSides) {
  play(3);
  const auto [from, to] = GetParam();
  const double length = from == Side::kLeft || from == Side::kRight ? Stage::kWidth : Stage::kHeight;
  const bool forward = from == Side::kLeft || from == Side::kTop;
  stage.props.resize(1);
  stage.props[0].w = stage.props[0].h = 40;
  const TimePoint begun = stage.now();
  const auto events = play(9, [&](double t) {
    const double way = -30 + (length + 60) * t / 7;
    const double place = forward ? way : length - way;
    stage.props[0].x = from == Side::kLeft || from == Side::kRight ? place : 150;
    stage.props[0].y = from == Side::kLeft || from == Side::kRight ? 130 : place;
  });
  ASSERT_THAT(kinds(events), ElementsAre(What::kEnters, What::kLeaves));
  EXPECT_EQ(events[0].side, from);
  EXPECT_EQ(events[1].side, to);
  EXPECT_EQ(events[0].who.kind, Kind::kThing);
  EXPECT_LT(to_seconds(events[0].at - begun), 2.0);
  EXPECT_GT(to_seconds(events[1].at - begun), 5.0);
}

INSTANTIATE_TEST_SUITE_P(AllSides, Crossings,
                         testing::Values(Crossing{Side::kLeft, Side::kRight}, Crossing{Side::kRight, Side::kLeft},
                                         Crossing{Side::kTop, Side::kBottom}, Crossing{Side::kBottom, Side::kTop}));

TEST_F(Watching, TwoThatCrossEachOtherStayTwo) {
  play(3);
  stage.props = {{.y = 120}, {.y = 126}};
  const auto events = play(8, [&](double t) {
    stage.props[0].x = -20 + 50 * t;
    stage.props[1].x = 340 - 50 * t;
    if (std::abs(t - 2.4) < 0.05 || std::abs(t - 3.4) < 0.05 || std::abs(t - 4.6) < 0.05) {
      EXPECT_EQ(facts->actors.size(), 2u) << t;
    }
  });
  EXPECT_THAT(kinds(events), testing::UnorderedElementsAre(What::kEnters, What::kEnters, What::kLeaves, What::kLeaves));
}

TEST_F(Watching, AThingThatStartsToMoveInsideIsTold) {
  stage.props = {{.x = 60, .y = 60, .w = 30, .h = 30}};
  play(4);
  const TimePoint begun = stage.now();
  const auto events = play(3, [&](double t) { stage.props[0].x = 60 + 40 * t; });
  ASSERT_THAT(kinds(events), ElementsAre(What::kStirs));
  EXPECT_LT(events[0].place.x, 0.5f);
  EXPECT_LT(events[0].place.y, 0.4f);
  EXPECT_LT(to_seconds(events[0].at - begun), 2.0);
}

TEST_F(Watching, AThingThatComesToRestBelongsToTheScene) {
  play(3);
  stage.props = {{.y = 150, .w = 70, .h = 40}};
  EXPECT_THAT(kinds(play(4, [&](double t) { stage.props[0].x = -30 + 50 * t; })), ElementsAre(What::kEnters));
  EXPECT_FALSE(facts->actors.empty());
  EXPECT_THAT(play(12), IsEmpty());
  EXPECT_TRUE(facts->actors.empty());
  const double from = stage.props[0].x;
  const auto events = play(6, [&](double t) { stage.props[0].x = from + 50 * t; });
  EXPECT_THAT(kinds(events), Contains(What::kLeaves));
  play(2);
  EXPECT_TRUE(facts->actors.empty()) << "it leaves no hole behind";
}

TEST_F(Watching, AHoleThatSomebodyLeavesIsNobody) {
  stage.props = {{.x = 160, .y = 120}};
  play(1);
  play(4, [&](double t) { stage.props[0].x = 160 - 60 * t; });
  play(2);
  EXPECT_TRUE(facts->actors.empty());
}

TEST_F(Watching, LeavesInTheWindAreNoEvent) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    stage = Stage(seed);
    observer.reset();
    std::mt19937 wind(seed);
    stage.props.resize(12);
    const auto blow = [&](double) {
      for (std::size_t i = 0; i < stage.props.size(); ++i) {
        const double x = 200 + 12.0 * static_cast<double>(i % 4), y = 60 + 14.0 * static_cast<double>(i / 4);
        stage.props[i] = {.x = x + wind() % 5, .y = y + wind() % 5, .w = 8, .h = 8, .rgb = {40, 120, 40}};
      }
    };
    EXPECT_LE(play(4, blow).size(), 1u) << "that the tree is restless has to be learned";
    EXPECT_THAT(play(7, blow), IsEmpty());
  }
}

TEST_F(Watching, DarkAndLightAgain) {
  play(4);
  stage.light = 0.1;
  EXPECT_THAT(kinds(play(4)), ElementsAre(What::kDark));
  stage.light = 1;
  EXPECT_THAT(kinds(play(4)), ElementsAre(What::kLightBack));
}

TEST_F(Watching, LightThatFadesInSecondsIsTold) {
  play(4);
  EXPECT_THAT(kinds(play(5, [&](double t) { stage.light = std::max(0.62, 1 - 0.2 * t); })), ElementsAre(What::kDimmer));
}

TEST_F(Watching, BrighterIsTold) {
  stage.light = 0.6;
  play(4);
  stage.light = 1;
  EXPECT_THAT(kinds(play(4)), ElementsAre(What::kBrighter));
}

TEST_F(Watching, AFlashIsToldOnce) {
  stage.light = 0.6;
  play(4);
  stage.light = 1.2;
  play(0.2);
  stage.light = 0.6;
  const auto after = play(5);
  EXPECT_THAT(after, IsEmpty());
}

TEST_F(Watching, AFlickeringLampIsToldAFewTimesAndThenNoMore) {
  play(4);
  const auto events = play(12, [&](double t) { stage.light = std::fmod(t, 1.6) < 0.8 ? 1 : 0.5; });
  EXPECT_THAT(kinds(events), Contains(What::kFlickers).Times(1));
  EXPECT_LE(events.size(), 5u);
  EXPECT_THAT(kinds(events), Not(Contains(What::kEnters)));
}

TEST_F(Watching, ACutIsACutAndNothingElse) {
  play(4);
  stage.set_yard(99);
  stage.props = {{.x = 100, .y = 100}};
  EXPECT_THAT(kinds(play(5)), ElementsAre(What::kCut));
  stage.set_yard(1);
  stage.props.clear();
  EXPECT_THAT(kinds(play(5)), ElementsAre(What::kCut));
}

TEST_F(Watching, ALapIsNoEvent) {
  play(3);
  stage.props = {{.x = 80, .y = 120}};
  play(3, [&](double t) { stage.props[0].x = 80 + 40 * t; });
  stage.discontinuity = true;
  stage.props = {{.x = 12, .y = 120}, {.x = 250, .y = 100}};
  EXPECT_THAT(play(4), IsEmpty());
}

TEST_F(Watching, ALapIntoAnotherSceneIsNoEvent) {
  play(4);
  stage.discontinuity = true;
  stage.set_yard(5);
  stage.light = 0.7;
  EXPECT_THAT(play(4), IsEmpty());
}

TEST_F(Watching, WhoComesInAfterALapIsAnEntry) {
  play(3);
  stage.discontinuity = true;
  play(1);
  stage.props = {{.y = 120, .w = 36, .h = 36}};
  EXPECT_THAT(kinds(play(3, [&](double t) { stage.props[0].x = -16 + 50 * t; })), ElementsAre(What::kEnters));
}

TEST_F(Watching, AMovingCameraIsSaidOnceAndSoIsItsRest) {
  play(3);
  const auto moving = play(8, [&](double t) { stage.camera_x = 60 + static_cast<int>(30 * t); });
  EXPECT_THAT(kinds(moving), ElementsAre(What::kCameraMoves));
  EXPECT_TRUE(facts->camera_moves);
  EXPECT_TRUE(facts->actors.empty());
  EXPECT_THAT(kinds(play(5)), ElementsAre(What::kCameraRests));
  EXPECT_FALSE(facts->camera_moves);
}

TEST_F(Watching, SomebodyWhoFillsHalfOfThePictureIsNoMovingCamera) {
  constexpr int kStripe = 30;
  const auto sit_at = [&](double x) {
    stage.props.clear();
    for (int i = 0; i < 7; ++i) {
      const auto shade = static_cast<std::uint8_t>(i % 2 ? 220 : 20);
      stage.props.push_back(
          {.x = x + (i - 3) * kStripe, .y = 150, .w = kStripe, .h = 190, .rgb = {shade, shade, shade}});
    }
  };
  sit_at(160);
  play(4);
  EXPECT_THAT(kinds(play(6, [&](double t) { sit_at(160 + 30 * std::sin(4 * t)); })), Not(Contains(What::kCameraMoves)));
  EXPECT_FALSE(facts->camera_moves);
}

TEST_F(Watching, AShakingCameraIsNoEvent) {
  play(3);
  std::mt19937 hand(11);
  EXPECT_THAT(play(8,
                   [&](double) {
                     stage.camera_x = 58 + static_cast<int>(hand() % 5);
                     stage.camera_y = 39 + static_cast<int>(hand() % 3);
                   }),
              IsEmpty());
}

TEST_F(Watching, APushedCameraGoesOnInItsNewPlace) {
  play(4);
  stage.camera_x += 40;
  play(2);
  EXPECT_THAT(play(4), IsEmpty());
  stage.props = {{.y = 120, .w = 36, .h = 36}};
  EXPECT_THAT(kinds(play(3, [&](double t) { stage.props[0].x = -16 + 50 * t; })), ElementsAre(What::kEnters));
}

TEST_F(Watching, PicturesThatTellNothingAreTaken) {
  VideoFrame frame;
  facts = observer.observe(frame);
  frame.width = frame.height = 1;
  frame.rgb.resize(3);
  facts = observer.observe(frame);
  frame.width = frame.height = 100;  // with too few bytes
  facts = observer.observe(frame);
  EXPECT_THAT(facts->events, IsEmpty());
}

TEST_F(Watching, AnotherSizeIsANewBeginning) {
  play(4);
  VideoFrame frame = *stage.next();
  frame.width = 200;
  frame.height = 150;
  frame.rgb.assign(200 * 150 * 3, 90);
  for (int i = 0; i < 10; ++i) {
    frame.captured_at += std::chrono::milliseconds(200);
    facts = observer.observe(frame);
    EXPECT_THAT(facts->events, IsEmpty());
  }
  EXPECT_THAT(facts->events, IsEmpty());
}

TEST_F(Watching, ResetForgets) {
  play(3);
  stage.props = {{.x = 100, .y = 100}};
  play(2, [&](double t) { stage.props[0].x = 100 + 40 * t; });
  ASSERT_FALSE(facts->actors.empty());
  observer.reset();
  stage.set_yard(77);
  EXPECT_THAT(play(4), IsEmpty());
  EXPECT_TRUE(facts->actors.empty());
}

}  // namespace
}  // namespace np::perception
