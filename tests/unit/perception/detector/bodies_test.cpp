#include "perception/detector/bodies.hpp"

#include <gmock/gmock.h>

namespace np::perception {
namespace {

using testing::SizeIs;

constexpr int kWidth = 200, kHeight = 150;

class BodiesTest : public testing::Test {
 protected:
  BodiesTest() : foreground{.width = kWidth, .height = kHeight, .labels = {}, .blobs = {}, .share = 0} {
    foreground.labels.assign(static_cast<std::size_t>(kWidth) * kHeight, 0);
  }
  void moves(const Box& box) {
    for (int y = static_cast<int>(box.y); y < static_cast<int>(box.bottom()); ++y) {
      for (int x = static_cast<int>(box.x); x < static_cast<int>(box.right()); ++x)
        foreground.labels[static_cast<std::size_t>(y) * kWidth + x] = 1;
    }
  }
  std::vector<Detection> found(std::vector<Detection> all, std::vector<Box> known = {}) {
    return bodies(std::move(all), &foreground, known);
  }

  Foreground foreground;
};

TEST_F(BodiesTest, ABoxIsAsWideAndTallAsWhatMovesInIt) {
  moves({60, 40, 20, 50});
  const auto all = found({{Kind::kPerson, 0.8f, {56, 42, 16, 46}}});
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_GT(iou(all[0].box, {60, 40, 20, 50}), 0.95f);
}

TEST_F(BodiesTest, TwoHalvesAreOneBody) {
  moves({60, 40, 17, 50});
  EXPECT_THAT(found({{Kind::kPerson, 0.9f, {59, 40, 13, 50}}, {Kind::kPerson, 0.57f, {66, 40, 12, 50}}}), SizeIs(1));
}

TEST_F(BodiesTest, TwoWhoTouchStayTwo) {
  moves({60, 40, 18, 50});
  moves({78, 42, 18, 50});
  const std::vector<Detection> seen{{Kind::kPerson, 0.9f, {60, 40, 18, 50}}, {Kind::kPerson, 0.8f, {78, 42, 18, 50}}};
  const auto all = found(seen);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_GT(iou(all[0].box, seen[0].box), 0.99f) << "where one ends cannot be told from what moves";
}

TEST_F(BodiesTest, ABoxThatHoldsTwoKnownPeopleStaysAsItIs) {
  moves({60, 40, 24, 50});
  const Box both{58, 40, 22, 50};
  const auto all = found({{Kind::kPerson, 0.9f, both}}, {{58, 40, 14, 48}, {68, 42, 14, 48}});
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_GT(iou(all[0].box, both), 0.99f);
}

TEST_F(BodiesTest, WhereNothingMovesTheBoxCounts) {
  const Box box{60, 40, 18, 50};
  EXPECT_GT(iou(found({{Kind::kPerson, 0.9f, box}})[0].box, box), 0.99f);
  moves({0, 0, kWidth, kHeight});
  EXPECT_GT(iou(found({{Kind::kPerson, 0.9f, box}})[0].box, box), 0.99f) << "nor where all does";
}

TEST_F(BodiesTest, WhoSitsBeforeTheCameraIsMoreThanWhatMovesOfThem) {
  moves({70, 40, 60, 110});
  const Box box{50, 20, 100, 130};
  EXPECT_GT(iou(found({{Kind::kPerson, 0.9f, box}})[0].box, box), 0.99f);
}

TEST_F(BodiesTest, OneBoxAroundSeveralPeopleIsNobody) {
  EXPECT_THAT(found({{Kind::kPerson, 0.6f, {40, 40, 100, 60}},
                     {Kind::kPerson, 0.9f, {45, 42, 20, 55}},
                     {Kind::kPerson, 0.8f, {110, 42, 20, 55}}}),
              SizeIs(2));
}

}  // namespace
}  // namespace np::perception
