#include "perception/motion/assignment.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace np::perception {
namespace {

// A foreground drawn by hand; each shape added without touching another is a blob of its own.
struct Canvas {
  Foreground f{160, 120, std::vector<std::int32_t>(160 * 120, 0), {}, 0};

  template <typename Inside>
  void add(Box box, Inside inside) {
    Blob blob{box, 0, static_cast<int>(f.blobs.size()) + 1};
    for (int y = static_cast<int>(box.y); y < static_cast<int>(box.bottom()); ++y) {
      for (int x = static_cast<int>(box.x); x < static_cast<int>(box.right()); ++x) {
        if (!inside(x, y)) continue;
        f.labels[static_cast<std::size_t>(y) * 160 + x] = blob.label;
        ++blob.area;
      }
    }
    f.blobs.push_back(blob);
  }
  void add_block(Box box) {
    add(box, [](int, int) { return true; });
  }
};

// Head and body around the middle `cx`, 60 high.
bool in_body(int cx, int x, int y) {
  const bool head = std::hypot(x - cx, y - 36) < 6;
  const bool body = std::abs(x - cx) < 9 && y >= 44 && y < 90;
  return head || body;
}

TEST(WatcherAssignment, OneBodyIsOne) {
  Canvas canvas;
  canvas.add({50, 30, 20, 60}, [](int x, int y) { return in_body(60, x, y); });
  EXPECT_EQ(bodies_in(canvas.f, canvas.f.blobs[0]).size(), 1u);
}

TEST(WatcherAssignment, BodiesSideBySideAreToldApartAtTheirHeads) {
  Canvas canvas;
  canvas.add({50, 30, 60, 60},
             [](int x, int y) { return in_body(60, x, y) || in_body(79, x, y) || in_body(99, x, y); });
  const auto bodies = bodies_in(canvas.f, canvas.f.blobs[0]);
  ASSERT_EQ(bodies.size(), 3u);
  EXPECT_NEAR(bodies[0].center().x, 60, 4);
  EXPECT_NEAR(bodies[1].center().x, 79, 4);
  EXPECT_NEAR(bodies[2].center().x, 99, 4);
}

TEST(WatcherAssignment, AWideThingIsNoCrowd) {
  Canvas canvas;
  canvas.add_block({20, 40, 100, 40});
  EXPECT_EQ(bodies_in(canvas.f, canvas.f.blobs[0]).size(), 1u);
}

TEST(WatcherAssignment, EverybodyGetsHisOwnBlob) {
  Canvas canvas;
  canvas.add_block({10, 40, 16, 40});
  canvas.add_block({60, 40, 16, 40});
  const std::vector<Expected> expected{{{62, 40, 16, 40}, 640, false}, {{12, 41, 16, 40}, 640, false}};
  const Assignment a = assign(canvas.f, expected);
  ASSERT_TRUE(a.sightings[0].seen && a.sightings[1].seen);
  EXPECT_EQ(a.sightings[0].box.x, 60);
  EXPECT_EQ(a.sightings[1].box.x, 10);
  EXPECT_TRUE(a.unclaimed.empty());
}

TEST(WatcherAssignment, TwoShareOneBlobWhenTheyMeet) {
  Canvas canvas;
  canvas.add_block({50, 40, 26, 40});
  const std::vector<Expected> expected{{{50, 40, 16, 40}, 640, false}, {{60, 40, 16, 40}, 640, false}};
  const Assignment a = assign(canvas.f, expected);
  ASSERT_TRUE(a.sightings[0].seen && a.sightings[1].seen);
  EXPECT_TRUE(a.sightings[0].shared && a.sightings[1].shared);
  EXPECT_LT(a.sightings[0].box.center().x, a.sightings[1].box.center().x);
}

TEST(WatcherAssignment, PiecesOfOneBodyAreOne) {
  Canvas canvas;
  canvas.add_block({50, 30, 14, 18});
  canvas.add_block({50, 56, 14, 24});  // a sign hides what is between
  const std::vector<Expected> expected{{{50, 30, 14, 50}, 700, false}};
  const Assignment a = assign(canvas.f, expected);
  ASSERT_TRUE(a.sightings[0].seen);
  EXPECT_EQ(a.sightings[0].box.y, 30);
  EXPECT_EQ(a.sightings[0].box.bottom(), 80);
  EXPECT_TRUE(a.unclaimed.empty());
}

TEST(WatcherAssignment, WhatNobodyExpectedIsNew) {
  Canvas canvas;
  canvas.add_block({10, 40, 16, 40});
  canvas.add_block({120, 40, 16, 40});
  const std::vector<Expected> expected{{{11, 40, 16, 40}, 640, false}};
  const Assignment a = assign(canvas.f, expected);
  ASSERT_EQ(a.unclaimed.size(), 1u);
  EXPECT_EQ(a.unclaimed[0].box.x, 120);
  EXPECT_EQ(a.unclaimed[0].pixels, 640);
}

TEST(WatcherAssignment, WhoIsGoneIsNotSeen) {
  const Canvas canvas;
  const std::vector<Expected> expected{{{11, 40, 16, 40}, 640, false}};
  EXPECT_FALSE(assign(canvas.f, expected).sightings[0].seen);
}

}  // namespace
}  // namespace np::perception
