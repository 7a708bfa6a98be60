#include "video/observed_frames.hpp"

#include <gtest/gtest.h>

#include <semaphore>
#include <vector>

namespace np {
namespace {

// The worker looks only when it is let.
class ObservedFramesTest : public testing::Test {
 protected:
  ~ObservedFramesTest() override { let_.release(8); }

  std::vector<std::uint64_t> look() {
    let_.release();
    looked_.acquire();
    std::vector<std::uint64_t> ids;
    for (const FramePtr& frame : taken.frames) ids.push_back(frame->id);
    return ids;
  }
  static FramePtr frame(std::uint64_t id) {
    return std::make_shared<VideoFrame>(
        VideoFrame{.id = id, .width = 2, .height = 2, .rgb = std::vector<std::uint8_t>(12)});
  }

  ObservedFrames::Taken taken;
  std::counting_semaphore<> let_{0}, looked_{0};
  ObservedFrames frames{worker_, [this] {
                          let_.acquire();
                          taken = frames.take();
                          looked_.release();
                        }};
  WorkerThread worker_{"test", 1};
};

TEST_F(ObservedFramesTest, TheWorkerTakesAllThatWaitInOrder) {
  for (const int id : {1, 2, 3}) EXPECT_TRUE(frames.push(frame(id)));
  EXPECT_EQ(look(), (std::vector<std::uint64_t>{1, 2, 3}));
  frames.push(frame(4));
  EXPECT_EQ(look(), (std::vector<std::uint64_t>{4})) << "it is told again";
}

TEST_F(ObservedFramesTest, TheOldestIsLost) {
  for (std::uint64_t id = 1; id <= ObservedFrames::kMost; ++id) EXPECT_TRUE(frames.push(frame(id)));
  EXPECT_FALSE(frames.push(frame(99)));
  const auto ids = look();
  EXPECT_EQ(ids.size(), ObservedFrames::kMost);
  EXPECT_EQ(ids.front(), 2u);
  EXPECT_EQ(ids.back(), 99u);
}

TEST_F(ObservedFramesTest, AResetIsSeenOnceAndBeforeWhatComesAfterIt) {
  frames.push(frame(1));
  frames.reset();
  frames.push(frame(2));
  EXPECT_EQ(look(), (std::vector<std::uint64_t>{2}));
  EXPECT_TRUE(taken.begin_anew);
  frames.push(frame(3));
  look();
  EXPECT_FALSE(taken.begin_anew);
}

TEST_F(ObservedFramesTest, WhereTheWorkerIsFullItIsToldByALaterFrame) {
  std::binary_semaphore busy(0), go_on(0);
  ASSERT_TRUE(worker_.post([&] {
    busy.release();
    go_on.acquire();
  }));
  busy.acquire();
  ASSERT_TRUE(worker_.post([] {}));
  frames.push(frame(1));
  go_on.release();
  while (worker_.queued() > 0) std::this_thread::yield();
  frames.push(frame(2));
  EXPECT_EQ(look(), (std::vector<std::uint64_t>{1, 2}));
}

}  // namespace
}  // namespace np
