// Files loop for ever, and nobody can see where.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <thread>
#include <vector>

#include "media/clips.hpp"
#include "media/source_run.hpp"

namespace np::test {
namespace {

using std::chrono::milliseconds;

constexpr int kLaps = 5;
constexpr double kClipSeconds = 3;
constexpr int kPictures = 75;
constexpr Duration kNominal = milliseconds(40);

struct Watched {
  std::string name;
  std::unique_ptr<SourceRun> run;
};

void check_laps(const Watched& watched) {
  SCOPED_TRACE(watched.name);
  const auto frames = watched.run->recorder.frames();
  std::vector<std::size_t> starts{0};
  for (std::size_t i = 1; i < frames.size(); ++i)
    if (frames[i].item->discontinuity) starts.push_back(i);
  ASSERT_GT(starts.size(), kLaps) << frames.size() << " frames";
  EXPECT_FALSE(frames[0].item->discontinuity);
  for (int lap = 0; lap < kLaps; ++lap)
    EXPECT_NEAR(static_cast<double>(starts[lap + 1] - starts[lap]), kPictures, 1) << "lap " << lap;

  Duration longest{};
  std::vector<Duration> arrivals, at_laps;
  for (std::size_t i = 1; i <= starts[kLaps]; ++i) {
    EXPECT_GT(frames[i].item->id, frames[i - 1].item->id);
    EXPECT_GT(frames[i].item->captured_at, frames[i - 1].item->captured_at);
    longest = std::max(longest, frames[i].item->captured_at - frames[i - 1].item->captured_at);
    arrivals.push_back(frames[i].at - frames[i - 1].at);
    if (frames[i].item->discontinuity) at_laps.push_back(arrivals.back());
  }
  std::ranges::sort(arrivals);
  std::ranges::sort(at_laps);
  const double seconds = to_seconds(frames[starts[kLaps]].item->captured_at - frames[0].item->captured_at);
  const double rate = static_cast<double>(starts[kLaps]) / seconds;
  EXPECT_NEAR(rate, 25, 0.25);
  EXPECT_LE(longest, 2.5 * kNominal);
  // A busy machine wakes threads late now and then; a gap at the laps would be there at each of them.
  EXPECT_LE(at_laps[at_laps.size() / 2], 2.5 * kNominal);
  EXPECT_LE(arrivals[arrivals.size() * 9 / 10], 2.5 * kNominal);
  std::cout << watched.name << ": " << starts[1] << " pictures a lap, " << rate << "/s, longest interval "
            << to_seconds(longest) * 1000 << " ms; by arrival " << to_seconds(arrivals.back()) * 1000 << " ms, at laps "
            << to_seconds(at_laps.back()) * 1000 << " ms\n";
}

TEST(Laps, EveryContainerWithAndWithoutSound) {
  SourceOptions options;
  options.capture_fps = 1000;  // every picture
  options.frame_limit = {64, 48};
  std::vector<Watched> all;
  for (const char* ending : {"mp4", "mkv", "ts", "avi"})
    for (const bool sound : {false, true}) {
      const auto file = clip({.name = std::string("lap.") + ending, .seconds = kClipSeconds, .sound = sound});
      all.push_back({std::string(ending) + (sound ? " with sound" : ""),
                     std::make_unique<SourceRun>(file.string(), options, Demand{.frames = true})});
    }
  for (auto& watched : all) watched.run->start();
  for (auto& watched : all)
    ASSERT_TRUE(watched.run->wait_open()) << watched.name << (watched.run->ended ? watched.run->ended->message() : "");
  std::this_thread::sleep_for(std::chrono::duration<double>(kLaps * kClipSeconds + 1.5));
  for (auto& watched : all) watched.run->destroy();
  for (const auto& watched : all) check_laps(watched);
}

// What demuxers can do, they do differently.
TEST(Laps, OfRareContainers) {
  constexpr int kPicturesALap = 25;
  std::vector<Clip> clips{{.name = "rare.gif", .video = "-c:v gif", .extra = "-pix_fmt bgr8"},
                          {.name = "rare.flv"},
                          {.name = "rare.mov"},
                          {.name = "rare.ivf", .video = "-c:v libvpx -deadline realtime"},
                          {.name = "rare.webm", .video = "-c:v libvpx -deadline realtime"},
                          {.name = "rare.ogv", .video = "-c:v libtheora"},
                          {.name = "rare.mpg", .video = "-c:v mpeg2video"},
                          {.name = "rare.mxf", .video = "-c:v mpeg2video"},
                          {.name = "rare.y4m", .video = "-c:v wrapped_avframe"}};
  std::vector<std::unique_ptr<SourceRun>> runs;
  for (Clip& one : clips) {
    one.seconds = kPicturesALap / 25.0;
    const SourceOptions options{.capture_fps = 1000, .frame_limit = {64, 48}};
    runs.push_back(std::make_unique<SourceRun>(clip(one).string(), options, Demand{.frames = true}));
    runs.back()->start();
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    SCOPED_TRACE(clips[i].name);
    SourceRun& run = *runs[i];
    ASSERT_TRUE(run.wait([&] { return run.recorder.frames().size() > 4 * kPicturesALap; }, std::chrono::seconds(20)))
        << run.recorder.frames().size() << (run.ended ? run.ended->message() : "");
    const auto frames = run.recorder.frames();
    for (int lap = 1; lap < 4; ++lap) {
      const auto begins = std::ranges::find_if(frames.begin() + (lap - 1) * kPicturesALap + 1, frames.end(),
                                               [](const auto& frame) { return frame.item->discontinuity; });
      EXPECT_NEAR(static_cast<double>(begins - frames.begin()), lap * kPicturesALap, lap) << "lap " << lap;
    }
  }
}

// What is held of the heap, not what the allocator's arenas keep for the next one: that grows by some megabytes with
// the threads that happen to run side by side.
double held_mb() {
  const auto heap = mallinfo2();
  return static_cast<double>(heap.uordblks + heap.hblkhd) / 1e6;
}

// Over a lap: while a file is opened anew there are two pipelines with their pictures.
double least_held_mb() {
  double least = held_mb();
  for (int i = 0; i < 20; ++i) {
    std::this_thread::sleep_for(milliseconds(25));
    least = std::min(least, held_mb());
  }
  return least;
}

TEST(Laps, OfAFileThatIsReadFasterThanItIsShown) {
  SourceRun run(clip({.name = "short.mkv", .seconds = 0.4, .sound = true}),
                {.capture_fps = 1000, .frame_limit = {32, 32}}, {.frames = true});
  run.start();
  ASSERT_TRUE(run.wait([&] { return run.recorder.frames().size() > 100; }, std::chrono::seconds(20)));
  const auto frames = run.recorder.frames();
  for (std::size_t i = 1; i <= 100; ++i) {
    EXPECT_EQ(frames[i].item->captured_at - frames[i - 1].item->captured_at, kNominal) << i;
    EXPECT_EQ(frames[i].item->discontinuity, i % 10 == 0) << i;
  }
}

// NP_LAPS=500 for the long run.
TEST(Laps, CostNoMemory) {
  const char* wanted = std::getenv("NP_LAPS");
  const int laps = wanted ? std::atoi(wanted) : 30;
  constexpr int kWarmUp = 10, kPicturesALap = 10;
  std::vector<std::unique_ptr<SourceRun>> runs;
  for (const std::string ending : {"mp4", "mkv", "ts", "avi", "y4m"}) {
    Clip one{.name = "short." + ending, .seconds = 0.4, .sound = true};
    if (ending == "y4m") one = {"short.y4m", 0.4, 640, 480, "-c:v wrapped_avframe"};
    const auto file = clip(one);
    runs.push_back(std::make_unique<SourceRun>(file, SourceOptions{}, Demand{}));
    runs.back()->start();
  }
  const auto wait_laps = [&](int count) {
    for (auto& run : runs)
      ASSERT_TRUE(run->wait([&] { return run->source().pulse().pictures >= std::uint64_t(count * kPicturesALap); },
                            std::chrono::seconds(count) + std::chrono::seconds(20)))
          << run->source().pulse().pictures << (run->ended ? run->ended->message() : "");
  };
  wait_laps(kWarmUp);
  const double before = least_held_mb();
  wait_laps(laps);
  const double growth = least_held_mb() - before;
  std::cout << laps << " laps of five files: " << before << " MB, then " << growth << " MB more\n";
#ifndef __SANITIZE_ADDRESS__  // which keeps what was freed
  EXPECT_LT(growth, 4);
#endif
}

}  // namespace
}  // namespace np::test
