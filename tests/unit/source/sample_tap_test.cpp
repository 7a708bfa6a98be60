#include "source/pictures/sample_tap.hpp"

#include <gst/gst.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/gst_init.hpp"
#include "noise_jpeg.hpp"

namespace np {
namespace {

using std::chrono::seconds;

// A picture that is passed on byte for byte.
Sample jpeg_sample(std::size_t bytes = 0) {
  init_gstreamer();
  std::string jpeg = test::noise_jpeg();
  if (bytes > 0) jpeg.resize(bytes);
  GstBuffer* buffer = gst_buffer_new_memdup(jpeg.data(), jpeg.size());
  GstCaps* caps = gst_caps_new_empty_simple("image/jpeg");
  GstSample* sample = gst_sample_new(buffer, caps, nullptr, nullptr);
  gst_caps_unref(caps);
  gst_buffer_unref(buffer);
  return {.gst = std::shared_ptr<GstSample>(sample, gst_sample_unref), .captured_at = Clock::now(), .live = true};
}

int threads_that_make_pictures() {
  int count = 0;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::string name;
    std::getline(std::ifstream(task.path() / "comm"), name);
    count += name == "pictures";
  }
  return count;
}

struct Sink : FrameSink {
  void on_frame(FramePtr) override {}
  void on_picture(PicturePtr) override {
    came.release();
    if (blocks) may_go.acquire();
    if (throws) throw std::length_error("too long");
  }
  bool next() { return came.try_acquire_for(seconds(10)); }

  bool blocks = false;
  bool throws = false;
  std::counting_semaphore<> came{0};
  std::counting_semaphore<> may_go{0};
};

TEST(SampleTap, HasNoThreadUntilAPictureIsWanted) {
  Sink sink;
  SampleTap tap({}, sink);
  EXPECT_EQ(threads_that_make_pictures(), 0);
  tap.push(jpeg_sample());
  EXPECT_EQ(threads_that_make_pictures(), 0);
  tap.set_demand({.pictures = true});
  EXPECT_TRUE(sink.next()) << "the newest that there is";
  EXPECT_EQ(threads_that_make_pictures(), 1);
}

// The one that hangs is left behind, so that the test ends.
TEST(SampleTap, ASinkThatThrowsStopsNothing) {
  auto* sink = new Sink;
  auto* tap = new SampleTap({}, *sink);
  sink->throws = true;
  tap->set_demand({.pictures = true});
  tap->push(jpeg_sample());
  ASSERT_TRUE(sink->next());
  std::promise<void> closed;
  auto is_closed = closed.get_future();
  std::thread([tap, sink, closed = std::move(closed)]() mutable {
    delete tap;
    delete sink;
    closed.set_value();
  }).detach();
  ASSERT_EQ(is_closed.wait_for(seconds(10)), std::future_status::ready);
}

TEST(SampleTap, FinishDoesNotWait) {
  Sink sink;
  sink.blocks = true;
  SampleTap tap({}, sink);
  tap.set_demand({.pictures = true});
  tap.push(jpeg_sample());
  tap.push(jpeg_sample());
  ASSERT_TRUE(sink.next());
  std::promise<void> finished;
  auto is_finished = finished.get_future();
  tap.finish([&] { finished.set_value(); });
  EXPECT_EQ(is_finished.wait_for(seconds(0)), std::future_status::timeout) << "a picture is still being made";
  sink.may_go.release();
  ASSERT_TRUE(sink.next());
  EXPECT_EQ(is_finished.wait_for(seconds(0)), std::future_status::timeout) << "and another one waits";
  sink.may_go.release();
  EXPECT_EQ(is_finished.wait_for(seconds(10)), std::future_status::ready);
}

// Whoever makes frames may be slow, and eight raw pictures of 4K are 100 MB.
TEST(SampleTap, FewLargePicturesWait) {
  struct SlowSink final : Sink {
    void on_frame(FramePtr) override {
      came.release();
      may_go.acquire();
    }
  } sink;
  SampleTap tap({.capture_fps = 1}, sink);
  tap.set_demand({.frames = true});
  std::vector<std::weak_ptr<GstSample>> pushed;
  for (int i = 0; i < 7; ++i) {
    Sample sample = jpeg_sample(20u << 20);
    sample.live = false;
    sample.captured_at += i * seconds(1);
    pushed.push_back(sample.gst);
    tap.push(std::move(sample));
    if (i == 0) {
      EXPECT_TRUE(sink.next());
    }
  }
  EXPECT_EQ(std::ranges::count_if(pushed, [](const auto& one) { return !one.expired(); }), 3) << "one is being made";
  sink.may_go.release(3);
  EXPECT_TRUE(sink.next() && sink.next());
}

TEST(SampleTap, FinishIsAnsweredAtOnceWhereNothingIsLeft) {
  Sink sink;
  SampleTap tap({}, sink);
  tap.push(jpeg_sample());
  bool finished = false;
  tap.finish([&] { finished = true; });
  EXPECT_TRUE(finished);
}

TEST(SampleTap, CloseWaitsForWhoeverHearsOfTheEnd) {
  Sink sink;
  sink.blocks = true;
  SampleTap tap({}, sink);
  tap.set_demand({.pictures = true});
  tap.push(jpeg_sample());
  ASSERT_TRUE(sink.next());
  std::promise<void> hears;
  std::atomic<bool> heard = false;
  tap.finish([&] {
    hears.set_value();
    std::this_thread::yield();
    heard = true;
  });
  sink.may_go.release();
  ASSERT_EQ(hears.get_future().wait_for(seconds(10)), std::future_status::ready);
  tap.close();
  EXPECT_TRUE(heard);
}

TEST(SampleTap, TheUsualIntervalIsNotTheLongestOne) {
  Sink sink;
  SampleTap tap({}, sink);
  tap.push(jpeg_sample());
  EXPECT_EQ(tap.pulse().interval, Duration::zero()) << "not known";
  tap.push(jpeg_sample());
  const Duration first = tap.pulse().interval;
  EXPECT_GT(first, Duration::zero());
  for (int i = 0; i < 20; ++i) tap.push(jpeg_sample());
  EXPECT_EQ(tap.pulse().pictures, 22u);
  EXPECT_GT(tap.pulse().interval, Duration::zero());
}

TEST(SampleTap, NothingIsHeardOfTheEndAfterClose) {
  Sink sink;
  SampleTap tap({}, sink);
  tap.close();
  tap.finish([] { ADD_FAILURE() << "it is closed"; });
}

// Writes down what comes.
struct JumpSink final : FrameSink {
  void on_frame(FramePtr frame) override { add(frame->discontinuity ? 'F' : 'f'); }
  void on_picture(PicturePtr) override {
    add('p');
    came.release();
    if (blocks.exchange(false)) may_go.acquire();
  }
  void on_jump() override {
    add('|');
    came.release();
  }
  void add(char what) {
    std::lock_guard lock(mutex);
    all += what;
  }
  std::string seen() {
    std::lock_guard lock(mutex);
    return all;
  }
  bool next() { return came.try_acquire_for(seconds(10)); }

  std::mutex mutex;
  std::string all;
  std::atomic<bool> blocks = false;
  std::counting_semaphore<> came{0};
  std::counting_semaphore<> may_go{0};
};

Sample jump_sample() {
  Sample sample = jpeg_sample();
  sample.live = false;
  sample.jump = sample.discontinuity = true;
  return sample;
}

TEST(SampleTap, AJumpComesBeforeItsPictureAndDropsWhatWaits) {
  JumpSink sink;
  sink.blocks = true;
  SampleTap tap({}, sink);
  tap.set_demand({.pictures = true});
  tap.push(jpeg_sample());
  ASSERT_TRUE(sink.next()) << "one is under way";
  tap.push(jpeg_sample());
  tap.push(jump_sample());
  sink.may_go.release();
  ASSERT_TRUE(sink.next() && sink.next());
  EXPECT_EQ(sink.seen(), "p|p");
}

TEST(SampleTap, AJumpIsToldWhereNobodyLooks) {
  JumpSink sink;
  SampleTap tap({}, sink);
  tap.push(jump_sample());
  ASSERT_TRUE(sink.next());
  EXPECT_EQ(sink.seen(), "|");
  tap.set_demand({.frames = true, .pictures = true});
  ASSERT_TRUE(sink.next());
  EXPECT_EQ(sink.seen(), "|Fp") << "and the next frame is one after a break";
}

}  // namespace
}  // namespace np
