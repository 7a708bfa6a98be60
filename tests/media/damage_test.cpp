// Files that are not as they should be: the show goes on as well as it can.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "media/clips.hpp"
#include "media/source_run.hpp"
#include "messages.hpp"
#include "source/messages.hpp"

namespace np::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::_;

// Runs until `pictures` have come; says how that went.
std::string finish(SourceRun& run, std::uint64_t pictures, Duration limit = seconds(25)) {
  if (!run.wait_open()) return run.ended ? run.ended->message() : "It did not open.";
  run.wait([&] { return run.ended || run.source().pulse().pictures >= pictures; }, limit);
  if (run.ended) return "Ended: " + run.ended->message();
  return run.source().pulse().pictures >= pictures ? "ok" : "It stood still.";
}

std::string watch(SourceRun& run, std::uint64_t pictures) {
  run.start();
  return finish(run, pictures);
}

fs::path spoiled(const std::string& name, const fs::path& whole, double from, double to) {
  std::string bytes = read_file(whole);
  std::uint32_t seed = 7;
  for (auto i = static_cast<std::size_t>(from * static_cast<double>(bytes.size()));
       i < static_cast<std::size_t>(to * static_cast<double>(bytes.size())); ++i)
    bytes[i] = static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24);
  const fs::path path = scratch() / name;
  write_file(path, bytes);
  return path;
}

fs::path cut(const std::string& name, const fs::path& whole, double part) {
  const std::string bytes = read_file(whole);
  const fs::path path = scratch() / name;
  write_file(path, bytes.substr(0, static_cast<std::size_t>(part * static_cast<double>(bytes.size()))));
  return path;
}

// All of them at once: they play at their own speed.
void expect_laps(const std::vector<fs::path>& files, std::uint64_t pictures) {
  std::vector<std::unique_ptr<SourceRun>> runs;
  for (const auto& file : files) {
    runs.push_back(std::make_unique<SourceRun>(file, SourceOptions{}, Demand{.frames = true, .pictures = true}));
    runs.back()->start();
  }
  for (std::size_t i = 0; i < files.size(); ++i) EXPECT_EQ(finish(*runs[i], pictures), "ok") << files[i];
}

constexpr const char* kContainers[] = {"mp4", "mkv", "ts", "avi"};

TEST(Damage, BrokenPicturesInTheMiddle) {
  std::vector<fs::path> files;
  for (const std::string ending : kContainers)
    files.push_back(
        spoiled("broken." + ending, clip({.name = "a." + ending, .extra = "-movflags +faststart"}), 0.45, 0.5));
  expect_laps(files, 130);  // most of two laps
}

TEST(Damage, ABrokenJpegInTheMiddle) {
  const auto whole = clip({.name = "motion.avi", .video = "-c:v mjpeg -q:v 5"});
  const auto file = spoiled("broken-motion.avi", whole, 0.45, 0.5);
  SourceRun run(file, {}, {.frames = true, .pictures = true});
  EXPECT_EQ(watch(run, 130), "ok");
  EXPECT_GT(run.recorder.pictures().size(), 100u);
}

TEST(Damage, CutOffFilesArePlayedAsFarAsTheyGo) {
  std::vector<fs::path> files;
  for (const std::string ending : kContainers)
    files.push_back(cut("cut." + ending, clip({.name = "a." + ending, .extra = "-movflags +faststart"}), 0.6));
  expect_laps(files, 80);  // and over again
}

TEST(Damage, ASizeThatChangesInTheMiddle) {
  const auto small = clip({.name = "small.ts", .seconds = 1});
  const auto large = clip({.name = "large.ts", .seconds = 1, .width = 480, .height = 360});
  const fs::path both = scratch() / "both.ts";
  ASSERT_EQ(std::system(("ffmpeg -nostdin -v error -y -i 'concat:" + small.string() + "|" + large.string() +
                         "' -c copy -f mpegts " + both.string())
                            .c_str()),
            0);
  SourceRun run(both, {.capture_fps = 25}, {.frames = true, .pictures = true});
  EXPECT_EQ(watch(run, 90), "ok");
  std::set<int> frame_widths, picture_widths;
  for (const auto& [frame, at] : run.recorder.frames()) frame_widths.insert(frame->width);
  for (const auto& [picture, at] : run.recorder.pictures()) picture_widths.insert(picture->width);
  EXPECT_EQ(frame_widths, (std::set<int>{320, 480}));
  EXPECT_EQ(picture_widths, (std::set<int>{320, 480}));
}

TEST(Damage, AFileThatVanishesWhileItPlays) {
  const fs::path path = scratch() / "vanishing.mp4";
  fs::copy_file(clip({.name = "whole.mp4"}), path);
  SourceRun run(path, {}, {.frames = true});
  run.start();
  ASSERT_TRUE(run.wait_open());
  fs::remove(path);
  EXPECT_TRUE(run.wait([&] { return run.ended || run.source().pulse().pictures > 100; }, seconds(15)));
  EXPECT_FALSE(run.ended) << "it is still open";
}

TEST(Damage, NothingWithinTheTime) {
  SourceRun run(clip({.name = "whole.mp4"}), {.open_timeout = milliseconds(0)}, {});
  run.start();
  ASSERT_TRUE(run.wait_end());
  EXPECT_EQ(run.ended->kind(), ErrorKind::kTimeout);
  EXPECT_THAT(run.ended->message(), says(messages::kNoPictureInTime, _, 0.0));
}

}  // namespace
}  // namespace np::test
