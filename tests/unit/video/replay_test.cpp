#include "video/replay.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "unit/video/make_picture.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using test::make_picture;

constexpr TimePoint kBegin = TimePoint{} + 1h;

// Ten pictures a second from kBegin on, with their number as id.
void fill(DisplayBuffer& pictures, int count, TimePoint from = kBegin) {
  for (int i = 0; i < count; ++i) pictures.push(make_picture(static_cast<std::uint64_t>(i), from + i * 100ms));
}

struct Shown {
  std::uint64_t id;
  TimePoint at;
};

// All that is shown to somebody who asks exactly when told to; the clock ends where the replay does.
std::vector<Shown> watch(Replay& replay, const DisplayBuffer& pictures, TimePoint& now) {
  std::vector<Shown> shown;
  for (int steps = 0; steps < 10'000; ++steps) {
    const auto step = replay.step(now, pictures);
    if (step.picture)
      shown.push_back({step.picture->id, now});
    else if (step.look_again)
      now = *step.look_again;
    else
      return shown;
  }
  ADD_FAILURE() << "it does not end";
  return shown;
}

TEST(Replay, ShowsThePicturesOfTheRangeAtTheirPace) {
  DisplayBuffer pictures;
  fill(pictures, 100);
  Replay replay(kBegin + 2s, kBegin + 4s);
  TimePoint now = kBegin + 10s;
  const auto shown = watch(replay, pictures, now);
  ASSERT_EQ(shown.size(), 21u);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    EXPECT_EQ(shown[i].id, 20 + i);
    EXPECT_EQ(shown[i].at, kBegin + 10s + static_cast<int>(i) * 100ms);
  }
}

TEST(Replay, BeginsWithThePictureThatStoodThen) {
  DisplayBuffer pictures;
  pictures.push(make_picture(1, kBegin));
  pictures.push(make_picture(2, kBegin + 2s));
  Replay replay(kBegin + 1s, kBegin + 3s);
  TimePoint now = kBegin + 9s;
  const auto shown = watch(replay, pictures, now);
  ASSERT_EQ(shown.size(), 2u);
  EXPECT_EQ(shown[0].id, 1u);
}

TEST(Replay, OfWhatIsNotKeptThereIsNothing) {
  DisplayBuffer pictures;
  EXPECT_FALSE(Replay(kBegin, kBegin + 5s).step(kBegin + 9s, pictures).look_again);
  fill(pictures, 10, kBegin + 20s);
  const auto before = Replay(kBegin, kBegin + 5s).step(kBegin + 30s, pictures);
  EXPECT_FALSE(before.picture || before.look_again);
  const auto behind = Replay(kBegin + 25s, kBegin + 28s).step(kBegin + 30s, pictures);
  EXPECT_FALSE(behind.picture || behind.look_again) << "the last picture had stood for long";
}

TEST(Replay, ShowsWhatIsLeftOfTheRange) {
  DisplayBuffer pictures;
  fill(pictures, 10, kBegin + 3s);
  Replay replay(kBegin, kBegin + 5s);
  TimePoint now = kBegin + 9s;
  const auto shown = watch(replay, pictures, now);
  ASSERT_EQ(shown.size(), 10u);
  EXPECT_EQ(shown[0].at, kBegin + 9s) << "at once";
}

TEST(Replay, PicturesThatAreStillToComeAreWaitedFor) {
  DisplayBuffer pictures;
  fill(pictures, 10);
  Replay replay(kBegin, kBegin + 1s);
  TimePoint now = kBegin + 900ms;
  EXPECT_EQ(replay.step(now, pictures).picture->id, 0u);
  for (std::uint64_t id = 1; id < 10; ++id) {
    now = *replay.step(now, pictures).look_again;
    EXPECT_EQ(replay.step(now, pictures).picture->id, id);
  }
  pictures.push(make_picture(10, kBegin + 1s));
  now = *replay.step(now, pictures).look_again;
  EXPECT_EQ(replay.step(now, pictures).picture->id, 10u);
  EXPECT_FALSE(replay.step(now, pictures).look_again);
}

TEST(Replay, NothingComesAfterTheEnd) {
  DisplayBuffer pictures;
  fill(pictures, 5);
  Replay replay(kBegin, kBegin + 10s);
  TimePoint now = kBegin + 500ms;
  const auto shown = watch(replay, pictures, now);
  EXPECT_EQ(shown.size(), 5u);
  EXPECT_EQ(now, kBegin + 10s) << "a source that was away might have come back until then";
}

TEST(Replay, NobodyWaitsThroughABreak) {
  DisplayBuffer pictures;
  pictures.push(make_picture(1, kBegin));
  pictures.push(make_picture(2, kBegin + 9s));
  pictures.push(make_picture(3, kBegin + 9s + 100ms));
  Replay replay(kBegin, kBegin + 10s);
  TimePoint now = kBegin + 20s;
  const auto shown = watch(replay, pictures, now);
  ASSERT_EQ(shown.size(), 3u);
  EXPECT_EQ(shown[1].at - shown[0].at, Replay::kBreak);
  EXPECT_EQ(shown[2].at - shown[1].at, 100ms);
}

TEST(Replay, WhoIsTooSlowMissesPictures) {
  DisplayBuffer pictures;
  fill(pictures, 50);
  Replay replay(kBegin, kBegin + 4s);
  EXPECT_EQ(replay.step(kBegin + 10s, pictures).picture->id, 0u);
  EXPECT_EQ(replay.step(kBegin + 12s, pictures).picture->id, 20u);
  EXPECT_EQ(replay.step(kBegin + 19s, pictures).picture->id, 40u) << "not beyond the end";
  const auto end = replay.step(kBegin + 19s, pictures);
  EXPECT_FALSE(end.picture || end.look_again);
}

TEST(Replay, EndsWhereThePicturesAreOfSomethingElse) {
  DisplayBuffer pictures;
  fill(pictures, 20);
  Replay replay(kBegin, kBegin + 10s);
  EXPECT_TRUE(replay.step(kBegin + 2s, pictures).picture);
  pictures.clear();
  fill(pictures, 20, kBegin + 2s);
  const auto end = replay.step(kBegin + 3s, pictures);
  EXPECT_FALSE(end.picture || end.look_again);
}

TEST(Replay, IsNoLongerThanWhatIsKept) {
  DisplayBuffer pictures;
  fill(pictures, 301);
  Replay replay(kBegin, kBegin + 1h);
  TimePoint now = kBegin + 30s;
  EXPECT_EQ(watch(replay, pictures, now).size(), 301u);
  EXPECT_EQ(now, kBegin + 60s);
}

}  // namespace
}  // namespace np
