// What SampleTap passes on of a source's coded pictures.
#include <gst/gst.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "base/gst_init.hpp"
#include "source/pictures/sample_tap.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;

// Keeps what it is given, in order; 0 stands for a jump.
class VideoKeeper final : public FrameSink {
 public:
  void on_frame(FramePtr) override {}
  void on_picture(PicturePtr) override {}
  void on_video(VideoForm, H264PicturePtr picture) override { add(picture->id, picture->captured_at); }
  void on_jump() override { add(0, {}); }

  // The ids, once there are so many.
  std::vector<std::uint64_t> ids(std::size_t count) {
    std::unique_lock lock(mutex_);
    came_.wait_for(lock, std::chrono::seconds(30), [&] { return ids_.size() >= count; });
    return ids_;
  }
  std::vector<TimePoint> times() {
    std::lock_guard lock(mutex_);
    return times_;
  }

 private:
  void add(std::uint64_t id, TimePoint at) {
    std::lock_guard lock(mutex_);
    ids_.push_back(id);
    times_.push_back(at);
    came_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<std::uint64_t> ids_;
  std::vector<TimePoint> times_;
};

const TimePoint kFirstAt = Clock::now();

std::shared_ptr<H264Picture> coded(std::uint64_t id, bool key, std::size_t bytes = 10) {
  auto picture = std::make_shared<H264Picture>();
  picture->id = id;
  picture->key = key;
  picture->units.assign(bytes, 0);
  return picture;
}

Sample shown_at(int place, std::optional<std::vector<std::shared_ptr<H264Picture>>> pictures) {
  init_gstreamer();
  return {.gst = std::shared_ptr<GstSample>(gst_sample_new(nullptr, nullptr, nullptr, nullptr), gst_sample_unref),
          .captured_at = kFirstAt + milliseconds(40 * place),
          .coded = std::move(pictures)};
}

using Ids = std::vector<std::uint64_t>;

TEST(PassedOnVideo, WhoComesGetsWhatCameSinceTheLastKeyPictureAndThenEachOne) {
  VideoKeeper keeper;
  SampleTap tap({}, keeper);
  for (int i = 1; i <= 6; ++i) tap.push(shown_at(i, {{coded(i, i == 1 || i == 4)}}));
  tap.set_demand({.video = true});
  EXPECT_EQ(keeper.ids(3), (Ids{4, 5, 6}));
  tap.push(shown_at(7, {{coded(7, false)}}));
  EXPECT_EQ(keeper.ids(4), (Ids{4, 5, 6, 7}));
  EXPECT_EQ(keeper.times()[3], kFirstAt + milliseconds(280));
}

TEST(PassedOnVideo, WhatIsThereOnlyToBeDecodedIsOfTheMomentBefore) {
  VideoKeeper keeper;
  SampleTap tap({}, keeper);
  tap.set_demand({.video = true});
  tap.push(shown_at(1, {{coded(1, true), coded(2, false), coded(3, false)}}));
  keeper.ids(3);
  const auto times = keeper.times();
  EXPECT_LT(times[0], times[1]);
  EXPECT_LT(times[1], times[2]);
  EXPECT_EQ(times[2], kFirstAt + milliseconds(40));
  EXPECT_LT(times[2] - times[0], milliseconds(1));
}

TEST(PassedOnVideo, AJumpComesBeforeThePicturesOfTheNewPlace) {
  VideoKeeper keeper;
  SampleTap tap({}, keeper);
  tap.set_demand({.video = true});
  tap.push(shown_at(1, {{coded(1, true)}}));
  keeper.ids(1);
  auto sample = shown_at(2, {{coded(9, true)}});
  sample.jump = true;
  tap.push(std::move(sample));
  EXPECT_EQ(keeper.ids(3), (Ids{1, 0, 9}));
}

TEST(PassedOnVideo, SaysWhetherThereIsAny) {
  VideoKeeper keeper;
  SampleTap tap({}, keeper);
  EXPECT_TRUE(tap.has_video(VideoForm::kSource)) << "nobody knows yet";
  tap.push(shown_at(1, std::nullopt));
  EXPECT_FALSE(tap.has_video(VideoForm::kSource));
  tap.push(shown_at(2, {{coded(1, true)}}));
  EXPECT_TRUE(tap.has_video(VideoForm::kSource));
  tap.push(shown_at(3, std::nullopt));
  EXPECT_TRUE(tap.has_video(VideoForm::kSource)) << "the next key picture may bring it back";
  tap.push(shown_at(102, std::nullopt));
  EXPECT_FALSE(tap.has_video(VideoForm::kSource));
}

TEST(PassedOnVideo, KeepsNoMoreThanIsWorthIt) {
  VideoKeeper keeper;
  SampleTap tap({}, keeper);
  tap.push(shown_at(1, {{coded(1, true)}}));
  for (int i = 2; i < 20; ++i) tap.push(shown_at(i, {{coded(i, false, 1 << 20)}}));
  tap.push(shown_at(20, {{coded(20, true)}}));
  tap.set_demand({.video = true});
  EXPECT_EQ(keeper.ids(1), Ids{20});
}

}  // namespace
}  // namespace np
