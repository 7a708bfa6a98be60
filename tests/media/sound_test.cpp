// The sound of a source: there for whoever listens, beside its pictures, and never in their way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/format.hpp"
#include "media/in_step.hpp"

namespace np::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::IsEmpty;

int threads_named(const std::string& part) {
  int count = 0;
  for (const auto& task : fs::directory_iterator("/proc/self/task")) {
    std::string name;
    std::getline(std::ifstream(task.path() / "comm"), name);
    count += name.contains(part);
  }
  return count;
}

TEST(Sound, OfEachContainerIsBesideItsPicturesLapAfterLap) {
  std::vector<std::pair<std::string, std::unique_ptr<SourceRun>>> all;
  const std::string beeps = "aevalsrc='0.5*sin(2*PI*1000*t)*between(mod(t,1),0.4,0.5)':s=44100";
  for (const auto& [name, encode] : std::vector<std::pair<std::string, std::string>>{
           {"f.mp4", "-c:a aac"}, {"f.mkv", "-c:a libopus"}, {"f.ts", "-c:a mp2"}, {"f.avi", "-c:a pcm_s16le"}})
    all.emplace_back(name, std::make_unique<SourceRun>(flashes(name, 3, beeps, encode), every_picture(), kSound));
  for (auto& [name, run] : all) run->start();
  for (auto& [name, run] : all) {
    SCOPED_TRACE(name);
    ASSERT_TRUE(run->wait([&, r = run.get()] { return r->info && seen(*r).size() >= 8; }, seconds(30)))
        << (run->ended ? run->ended->message() : "");
    EXPECT_FALSE(run->info->sound.empty());
    expect_in_step(*run, 7);
  }
}

TEST(Sound, IsDecodedForNobodyElse) {
  SourceRun run(flashes("f.mp4", 3), every_picture(), {.frames = true});
  run.start();
  ASSERT_TRUE(run.wait_open());
  EXPECT_EQ(run.info->sound, "MPEG-4 AAC");
  ASSERT_TRUE(run.wait([&] { return run.recorder.frames().size() > 50; }, seconds(10)));
  EXPECT_THAT(run.recorder.sounds(), IsEmpty());
  // What feeds a decoder has a thread of this name; GLib keeps those that are done for a while.
  const auto no_decoder = [] { return threads_named("appsrc") == 0; };
  EXPECT_TRUE(run.wait(no_decoder, seconds(40)));
  run.source().set_demand(kSound);
  ASSERT_TRUE(run.wait([&] { return heard_seconds(run) > 1; }, seconds(10)));
  EXPECT_FALSE(no_decoder());
  run.source().set_demand({.frames = true});
  EXPECT_TRUE(run.wait(no_decoder, seconds(40)));
  const std::size_t then = run.recorder.sounds().size();
  const std::size_t pictures = run.recorder.frames().size();
  ASSERT_TRUE(run.wait([&] { return run.recorder.frames().size() > pictures + 20; }, seconds(10)));
  EXPECT_EQ(run.recorder.sounds().size(), then);
  // And again, beside the pictures still.
  run.source().set_demand(kSound);
  const auto flashes = seen(run).size();
  ASSERT_TRUE(run.wait([&] { return seen(run).size() > flashes + 2; }, seconds(10)));
  expect_in_step(run, 2);
}

TEST(Sound, OfAFileThatIsReadLapsAheadOfWhatIsShown) {
  SourceRun run(clip({.name = "short.mkv", .seconds = 0.4, .sound = true}), every_picture(), kSound);
  run.start();
  ASSERT_TRUE(run.wait([&] { return run.recorder.frames().size() > 100; }, seconds(20)));
  const double shown =
      to_seconds(run.recorder.frames().back().item->captured_at - run.recorder.frames()[0].item->captured_at);
  EXPECT_NEAR(heard_seconds(run), shown, 0.1 * shown + 1);
  for (const auto& [block, at] : run.recorder.sounds()) EXPECT_LT(abs(at - block->captured_at), milliseconds(1500));
}

TEST(Sound, OfAnUnpacedRunHasTheFilesOwnTimeAndComesBeforeItsPictures) {
  SourceOptions options = every_picture();
  options.paced = options.loop = false;
  SourceRun run(flashes("f.mp4", 10), options, kSound);
  TimePoint heard_to = kUnpacedEpoch;
  int too_late = 0;
  run.recorder.on_frame_hook = [&](const VideoFrame& frame) {
    if (const auto all = run.recorder.sounds(); !all.empty()) heard_to = all.back().item->end();
    too_late += frame.captured_at > kUnpacedEpoch + seconds(1) && heard_to + milliseconds(300) < frame.captured_at;
  };
  run.start();
  ASSERT_TRUE(run.wait_end());
  EXPECT_EQ(too_late, 0);
  const auto beeps = heard(run);
  ASSERT_EQ(beeps.size(), 10u);
  for (std::size_t i = 0; i < beeps.size(); ++i)
    EXPECT_NEAR(to_seconds(beeps[i] - kUnpacedEpoch), static_cast<double>(i) + 0.4, 0.02);
  expect_in_step(run, 9);
}

// --- what is odd, or broken
// --------------------------------------------------------------------------------------------

struct Odd {
  const char* name;
  std::string sound;
  std::string encode;
};
void PrintTo(const Odd& odd, std::ostream* out) { *out << odd.name; }

class OddSound : public ::testing::TestWithParam<Odd> {};
INSTANTIATE_TEST_SUITE_P(
    , OddSound,
    ::testing::Values(
        Odd{"8kHz.mov", "aevalsrc='0.5*sin(2*PI*1000*t)*between(mod(t,1),0.4,0.5)':s=8000", "-c:a pcm_mulaw"},
        Odd{"192kHz.mkv", "aevalsrc='0.5*sin(2*PI*1000*t)*between(mod(t,1),0.4,0.5)':s=192000", "-c:a flac"},
        Odd{"7.1.mkv",
            "aevalsrc='0.5*sin(2*PI*1000*t)*between(mod(t,1),0.4,0.5)':s=48000,aformat=channel_layouts=mono,pan=7.1|c0="
            "c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0|c6=c0|c7=c0",
            "-c:a pcm_s24le"},
        Odd{"5.1.mp4", "aevalsrc='0.9*sin(2*PI*1000*t)*between(mod(t,1),0.4,0.5)':s=48000,pan=5.1|c2=c0", "-c:a ac3"},
        Odd{"8bit.avi", "aevalsrc='0.5*sin(2*PI*1000*t)*between(mod(t,1),0.4,0.5)':s=11025", "-c:a pcm_u8"}),
    [](const auto& info) {
      std::string name = info.param.name;
      std::erase(name, '.');
      return name;
    });

TEST_P(OddSound, IsHeardInStep) {
  SourceRun run(flashes(GetParam().name, 3, GetParam().sound, GetParam().encode), every_picture(), kSound);
  run.start();
  ASSERT_TRUE(run.wait([&] { return seen(run).size() >= 4; }, seconds(20))) << (run.ended ? run.ended->message() : "");
  expect_in_step(run, 3);
}

// Pictures as they would be without any sound: all of them, none late.
void expect_undisturbed(const SourceRun& run) {
  const auto frames = run.recorder.frames();
  ASSERT_GT(frames.size(), 50u);
  for (std::size_t i = 1; i < frames.size(); ++i)
    EXPECT_LE(frames[i].item->captured_at - frames[i - 1].item->captured_at, milliseconds(kInTime ? 81 : 800)) << i;
}

TEST(Sound, ThatStartsLateOrStopsDisturbsNoPicture) {
  const std::string beeps = "aevalsrc='0.5*sin(2*PI*1000*t)*between(mod(t,1),0.4,0.5)':s=44100";
  for (const auto& [name, sound, encode] : std::vector<std::tuple<std::string, std::string, std::string>>{
           {"late.mkv", beeps + ",asetpts=PTS+3/TB,atrim=end=6", "-c:a aac"},
           {"stops.mp4", beeps + ",atrim=end=2", "-c:a aac"},
           {"late.ts", beeps + ",asetpts=PTS+3/TB,atrim=end=6", "-c:a aac"},
           {"longer.mkv", beeps + ",apad=whole_dur=9", "-c:a aac"}}) {
    SCOPED_TRACE(name);
    SourceRun run(flashes(name, 6, sound, encode), every_picture(), kSound);
    run.start();
    ASSERT_TRUE(run.wait([&] { return run.recorder.frames().size() > 190; }, seconds(20)))
        << (run.ended ? run.ended->message() : "");
    expect_undisturbed(run);
    EXPECT_GT(heard(run).size(), 1u);
    expect_in_step(run, 2);
  }
}

TEST(Sound, ThatIsBrokenDisturbsNoPicture) {
  // Bytes of the sound overwritten in all of the file but its head: what is of pictures stays.
  const fs::path whole =
      flashes("broken.mkv", 6, "sine=frequency=440:sample_rate=48000", "-c:a pcm_s16le -bsf:a noise=amount=3");
  const fs::path noisy =
      flashes("noisy.mkv", 6, "sine=frequency=440:sample_rate=48000", "-c:a aac -bsf:a noise=amount=20");
  const fs::path worse =
      flashes("worse.mp4", 6, "sine=frequency=440:sample_rate=48000", "-c:a aac -bsf:a noise=amount=1");
  for (const auto& file : {whole, noisy, worse}) {
    SCOPED_TRACE(file.filename());
    SourceRun run(file, every_picture(), kSound);
    run.start();
    ASSERT_TRUE(run.wait([&] { return run.recorder.frames().size() > 190; }, seconds(20)))
        << (run.ended ? run.ended->message() : "");
    expect_undisturbed(run);
  }
}

}  // namespace
}  // namespace np::test
