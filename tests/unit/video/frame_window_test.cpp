#include "video/frame_window.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

namespace np {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

FramePtr frame(std::uint64_t id, bool discontinuity = false) {
  auto f = std::make_shared<VideoFrame>();
  f->id = id;
  f->discontinuity = discontinuity;
  return f;
}

std::vector<std::uint64_t> ids(const std::vector<FramePtr>& frames) {
  std::vector<std::uint64_t> out;
  for (const auto& f : frames) out.push_back(f->id);
  return out;
}

void fill(FrameWindow& window, std::uint64_t count) {
  for (std::uint64_t id = 1; id <= count; ++id) window.push(frame(id));
}

TEST(FrameWindow, EmptyHoldsNothing) {
  const FrameWindow window(4);
  EXPECT_EQ(window.newest(), nullptr);
  EXPECT_EQ(window.size(), 0u);
  EXPECT_THAT(window.select(4, 1), IsEmpty());
}

TEST(FrameWindow, KeepsTheNewest) {
  FrameWindow window(3);
  fill(window, 5);
  EXPECT_EQ(window.size(), 3u);
  EXPECT_EQ(window.newest()->id, 5u);
  EXPECT_THAT(ids(window.select(10, 1)), ElementsAre(3, 4, 5));
}

TEST(FrameWindow, SelectsEveryNthFromTheNewestBackwardsOldestFirst) {
  FrameWindow window(48);
  fill(window, 20);
  EXPECT_THAT(ids(window.select(4, 1)), ElementsAre(17, 18, 19, 20));
  EXPECT_THAT(ids(window.select(4, 2)), ElementsAre(14, 16, 18, 20));
  EXPECT_THAT(ids(window.select(3, 9)), ElementsAre(2, 11, 20));
  EXPECT_THAT(ids(window.select(1, 7)), ElementsAre(20));
}

TEST(FrameWindow, SelectsFewerWhereThereAreFewer) {
  FrameWindow window(48);
  fill(window, 5);
  EXPECT_THAT(ids(window.select(4, 2)), ElementsAre(1, 3, 5));
  EXPECT_THAT(ids(window.select(8, 4)), ElementsAre(1, 5));
  EXPECT_THAT(ids(window.select(0, 1)), IsEmpty());
  EXPECT_THAT(ids(window.select(2, 0)), ElementsAre(4, 5)) << "a stride of nought is one";
}

TEST(FrameWindow, DoesNotReachAcrossABreak) {
  FrameWindow window(48);
  fill(window, 10);
  window.push(frame(11, true));
  EXPECT_THAT(ids(window.select(4, 1)), ElementsAre(11));
  window.push(frame(12));
  window.push(frame(13));
  EXPECT_THAT(ids(window.select(4, 1)), ElementsAre(11, 12, 13));
  EXPECT_THAT(ids(window.select(4, 2)), ElementsAre(11, 13));
  window.push(frame(14));
  EXPECT_THAT(ids(window.select(4, 2)), ElementsAre(12, 14)) << "the break itself need not be chosen";
}

TEST(FrameWindow, CapacityMayChange) {
  FrameWindow window(10);
  fill(window, 10);
  window.set_capacity(4);
  EXPECT_THAT(ids(window.select(10, 1)), ElementsAre(7, 8, 9, 10));
  window.set_capacity(5);
  window.push(frame(11));
  window.push(frame(12));
  EXPECT_THAT(ids(window.select(10, 1)), ElementsAre(8, 9, 10, 11, 12));
  window.clear();
  EXPECT_EQ(window.size(), 0u);
}

TEST(FrameWindow, AnyThread) {
  FrameWindow window(8);
  std::jthread writer([&] { fill(window, 2000); });
  for (int i = 0; i < 2000; ++i) {
    const auto chosen = ids(window.select(4, 2));
    for (std::size_t k = 1; k < chosen.size(); ++k) ASSERT_EQ(chosen[k], chosen[k - 1] + 2);
  }
}

}  // namespace
}  // namespace np
