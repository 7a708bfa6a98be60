#include "video/display_buffer.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

namespace np {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr TimePoint kStart = TimePoint{} + std::chrono::hours(1);

PicturePtr picture(Duration at, std::size_t bytes = 10, std::uint64_t id = 0) {
  auto p = std::make_shared<JpegPicture>();
  p->captured_at = kStart + at;
  p->id = id;
  p->jpeg.resize(bytes);
  return p;
}

TEST(DisplayBuffer, EmptyHoldsNothing) {
  const DisplayBuffer buffer;
  EXPECT_EQ(buffer.newest(), nullptr);
  EXPECT_EQ(buffer.oldest(), nullptr);
  EXPECT_EQ(buffer.at(kStart), nullptr);
  EXPECT_EQ(buffer.after(kStart), nullptr);
  EXPECT_EQ(buffer.size(), 0u);
  EXPECT_EQ(buffer.bytes(), 0u);
}

TEST(DisplayBuffer, FindsThePictureOfATime) {
  DisplayBuffer buffer;
  for (const int s : {1, 2, 3}) buffer.push(picture(seconds(s)));
  EXPECT_EQ(buffer.at(kStart)->captured_at, kStart + seconds(1)) << "before all: the oldest";
  EXPECT_EQ(buffer.at(kStart + seconds(1))->captured_at, kStart + seconds(1));
  EXPECT_EQ(buffer.at(kStart + milliseconds(2999))->captured_at, kStart + seconds(2));
  EXPECT_EQ(buffer.at(kStart + seconds(9))->captured_at, kStart + seconds(3));
  EXPECT_EQ(buffer.after(kStart + seconds(1))->captured_at, kStart + seconds(2));
  EXPECT_EQ(buffer.after(kStart + milliseconds(1500))->captured_at, kStart + seconds(2));
  EXPECT_EQ(buffer.after(kStart + seconds(3)), nullptr);
  EXPECT_EQ(buffer.oldest()->captured_at, kStart + seconds(1));
  EXPECT_EQ(buffer.newest()->captured_at, kStart + seconds(3));
}

TEST(DisplayBuffer, KeepsThirtySeconds) {
  DisplayBuffer buffer;
  for (int i = 0; i <= 25 * 35; ++i) buffer.push(picture(i * milliseconds(40)));
  EXPECT_EQ(buffer.size(), 25u * 30 + 1);
  EXPECT_EQ(buffer.oldest()->captured_at, kStart + seconds(5));
  buffer.push(picture(seconds(100)));
  EXPECT_EQ(buffer.size(), 1u) << "after a pause only the new picture is recent";
}

TEST(DisplayBuffer, KeepsSixtyFourMegabytes) {
  DisplayBuffer buffer;
  for (int i = 0; i < 100; ++i) buffer.push(picture(i * milliseconds(40), 1 << 20));
  EXPECT_EQ(buffer.size(), 64u);
  EXPECT_EQ(buffer.bytes(), DisplayBuffer::kMaxBytes);
  buffer.push(picture(seconds(5), DisplayBuffer::kMaxBytes + 1));
  EXPECT_EQ(buffer.size(), 1u) << "the newest stays, however large";
  EXPECT_EQ(buffer.clearings(), 0u);
  buffer.clear();
  EXPECT_EQ(buffer.bytes(), 0u);
  EXPECT_EQ(buffer.clearings(), 1u);
}

TEST(DisplayBuffer, TimeThatJumpsBackForgetsWhatLiesAhead) {
  DisplayBuffer buffer;
  for (const int s : {1, 2, 3, 4}) buffer.push(picture(seconds(s), 10, s));
  buffer.push(picture(seconds(2), 7, 9));
  EXPECT_EQ(buffer.size(), 2u);
  EXPECT_EQ(buffer.newest()->id, 9u);
  EXPECT_EQ(buffer.oldest()->id, 1u);
  EXPECT_EQ(buffer.bytes(), 17u);
}

TEST(DisplayBuffer, TellsEachListenerOfEachPictureUntilItLeaves) {
  DisplayBuffer buffer;
  int first = 0, second = 0;
  const auto stays = buffer.listen([&] {
    ++first;
    EXPECT_NE(buffer.newest(), nullptr) << "may be asked from within";
  });
  auto leaves = buffer.listen([&] { ++second; });
  buffer.push(picture(seconds(1)));
  buffer.push(picture(seconds(2)));
  EXPECT_EQ(first, 2);
  EXPECT_EQ(second, 2);
  leaves.reset();
  buffer.push(picture(seconds(3)));
  EXPECT_EQ(first, 3);
  EXPECT_EQ(second, 2);
}

TEST(DisplayBuffer, AListenerThatHasLeftIsNotRunning) {
  DisplayBuffer buffer;
  std::atomic<bool> gone = false, late = false;
  std::jthread writer([&](std::stop_token stop) {
    for (int i = 0; !stop.stop_requested(); ++i) buffer.push(picture(i * milliseconds(1)));
  });
  for (int i = 0; i < 200; ++i) {
    gone = false;
    auto listener = buffer.listen([&] {
      if (gone) late = true;
    });
    std::this_thread::yield();
    listener.reset();
    gone = true;
  }
  EXPECT_FALSE(late);
}

}  // namespace
}  // namespace np
