// A sender's time may jump, at the joints of a recording, say: the show goes on at its own speed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "base/format.hpp"
#include "media/clips.hpp"
#include "media/source_run.hpp"

namespace np::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kPartPictures = 50;  // two seconds

// A part of a recording whose time begins at `offset_s`.
std::string part(int offset_s) {
  const fs::path path = scratch() / np::format("part{}.ts", offset_s);
  const std::string command = np::format(
      "ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=size=320x240:rate=25:duration=2 -c:v libx264 -preset veryfast "
      "-g 25 -bf 0 -pix_fmt yuv420p -output_ts_offset {} {}",
      offset_s, path.string());
  if (std::system(command.c_str()) != 0) throw std::runtime_error("ffmpeg cannot make a part");
  return read_file(path);
}

struct Shown {
  std::size_t pictures = 0;
  Duration longest{};   // between two pictures, as they arrived
  Duration shortest{};  // and as they were captured
  Duration all{};
};

Shown show(const std::string& name, const std::string& bytes) {
  const fs::path path = scratch() / name;
  write_file(path, bytes);
  SourceRun run(path, {.loop = false}, {.pictures = true});
  run.start();
  EXPECT_TRUE(run.wait_end(seconds(20)));
  EXPECT_EQ(run.ended ? run.ended->kind() : ErrorKind::kInternal, ErrorKind::kEnded) << run.ended->message();
  const auto pictures = run.recorder.pictures();
  Shown shown{.pictures = pictures.size(), .shortest = seconds(1)};
  for (std::size_t i = 1; i < pictures.size(); ++i) {
    shown.longest = std::max(shown.longest, pictures[i].at - pictures[i - 1].at);
    shown.shortest = std::min(shown.shortest, pictures[i].item->captured_at - pictures[i - 1].item->captured_at);
  }
  if (!pictures.empty()) shown.all = pictures.back().at - pictures.front().at;
  return shown;
}

void expect_usual_speed(const Shown& shown, int parts) {
  EXPECT_GE(shown.pictures, static_cast<std::size_t>(parts * kPartPictures * 8 / 10)) << "a few are lost at each joint";
  EXPECT_LT(shown.longest, milliseconds(1500)) << "nothing stands still until a far time has come";
  EXPECT_GE(shown.shortest, Duration::zero()) << "time never runs backwards";
  EXPECT_NEAR(to_seconds(shown.all), parts * 2, 1) << "nor do pictures rush by";
}

TEST(TimeJumps, Forward) { expect_usual_speed(show("forward.ts", part(1) + part(5000)), 2); }

TEST(TimeJumps, Backward) { expect_usual_speed(show("backward.ts", part(5000) + part(1)), 2); }

// As a recorder writes it that was switched off in between.
TEST(TimeJumps, AHole) {
  const fs::path path = scratch() / "hole.mkv";
  ASSERT_EQ(
      std::system(("ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=size=320x240:rate=25:duration=4 -vf "
                   "\"setpts='if(lt(N,50),N,N+125000)/25/TB'\" -fps_mode passthrough -c:v libx264 -preset veryfast "
                   "-g 25 -bf 0 -pix_fmt yuv420p " +
                   path.string())
                      .c_str()),
      0);
  expect_usual_speed(show("hole-in-it.mkv", read_file(path)), 2);
}

TEST(TimeJumps, ToAndFro) { expect_usual_speed(show("fro.ts", part(100) + part(5000) + part(1) + part(700)), 4); }

}  // namespace
}  // namespace np::test
