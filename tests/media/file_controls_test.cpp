// Files are paused, sent to other places and played once, as real pipelines do it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "media/clips.hpp"
#include "media/source_run.hpp"
#include "source/arriving/arriving_file.hpp"

namespace np::test {
namespace {

using namespace std::chrono_literals;

constexpr int kPictures = 200;
constexpr Duration kPicture = 40ms;
constexpr Duration kLong = 20s;  // for what never comes

// Eight seconds, each picture a little brighter than the one before; a key frame every two seconds.
fs::path brightening(const std::string& name, const std::string& extra = "") {
  const fs::path path = scratch() / name;
  if (fs::exists(path)) return path;
  const std::string command =
      "ffmpeg -nostdin -v error -y -f lavfi -i "
      "\"nullsrc=size=64x48:rate=25:duration=8,geq=lum='16+N':cb=128:cr=128,format=yuv420p\" " +
      extra + " -c:v libx264 -preset veryfast -qp 8 -g 50 " + path.string();
  if (std::system(command.c_str()) != 0) throw std::runtime_error("ffmpeg cannot make " + name);
  return path;
}

double brightness(const VideoFrame& frame) {
  double sum = 0;
  for (const auto value : frame.rgb) sum += value;
  return sum / static_cast<double>(frame.rgb.size());
}

// Of each picture, from the first to the last.
const std::vector<double>& all_brightnesses() {
  static const std::vector<double> all = [] {
    SourceOptions options{.capture_fps = 1000, .frame_limit = {64, 48}, .loop = false, .paced = false};
    SourceRun run(brightening("brightening.mp4").string(), options, {.frames = true});
    run.start();
    if (!run.wait_end()) throw std::runtime_error("it does not end");
    std::vector<double> found;
    for (const auto& frame : run.recorder.frames()) found.push_back(brightness(*frame.item));
    return found;
  }();
  return all;
}

// Which picture it is.
double number_of(const VideoFrame& frame) {
  const auto& all = all_brightnesses();
  EXPECT_EQ(all.size(), std::size_t{kPictures});
  const double is = brightness(frame);
  const auto nearest = std::ranges::min_element(all, {}, [is](double b) { return std::abs(b - is); });
  return static_cast<double>(nearest - all.begin());
}
double number_at(Duration position) { return to_seconds(position) * 25; }

class FileControlsTest : public ::testing::Test {
 protected:
  void play(const fs::path& file, Demand demand = {.frames = true}) {
    SourceOptions options;
    options.capture_fps = 1000;  // every picture
    options.frame_limit = {64, 48};
    run.emplace(file.string(), options, demand);
    run->start();
    ASSERT_TRUE(run->wait_open()) << (run->ended ? run->ended->message() : "");
    ASSERT_TRUE(run->wait([&] { return now().has_value(); }, kLong));
  }
  std::optional<Playback> now() { return run->source().playback(); }
  void wish(const PlaybackWish& wish) { run->source().play(wish); }
  std::vector<Recorder::Arrival<FramePtr>> frames() { return run->recorder.frames(); }
  bool wait_frames(std::size_t more) {
    const std::size_t before = frames().size();
    return run->wait([&] { return frames().size() >= before + more; }, kLong);
  }
  // The first frame of the place that was asked for.
  FramePtr sought(Duration position) {
    const std::size_t jumps = run->recorder.jumps().size();
    const TimePoint begun = Clock::now();
    wish({.position = position});
    EXPECT_TRUE(run->wait([&] { return run->recorder.jumps().size() > jumps; }, kLong));
    const std::size_t first = run->recorder.jumps().back();
    EXPECT_TRUE(run->wait([&] { return frames().size() > first; }, kLong));
    longest = std::max(longest, frames()[first].at - begun);
    return frames()[first].item;
  }
  // What was shown to the end may still be made into frames.
  bool wait_last_picture() {
    return run->wait([&] { return number_of(*frames().back().item) >= kPictures - 2; }, kLong);
  }
  void settle() { std::this_thread::sleep_for(150ms); }

  std::optional<SourceRun> run;
  Duration longest{};
};

TEST_F(FileControlsTest, GoesToThePictureAndCountsOnFromThere) {
  for (const char* ending : {"mp4", "mkv", "avi"}) {
    SCOPED_TRACE(ending);
    play(brightening(std::string("brightening.") + ending));
    ASSERT_TRUE(now()->seekable);
    EXPECT_NEAR(to_seconds(now()->length.value_or(0s)), 8, 0.1);
    longest = {};
    for (const Duration to : {Duration(3s), Duration(520ms), Duration(6960ms), Duration(0s), Duration(1s)}) {
      const FramePtr first = sought(to);
      EXPECT_TRUE(first->discontinuity);
      EXPECT_NEAR(number_of(*first), number_at(to), 1.01) << to_seconds(to);
      ASSERT_TRUE(first->media_time);
      EXPECT_LE(abs(*first->media_time - to), kPicture) << to_seconds(*first->media_time);
      const std::size_t begin = run->recorder.jumps().back();
      ASSERT_TRUE(wait_frames(5));
      const auto all = frames();
      for (std::size_t i = begin + 1; i < begin + 5; ++i) {
        EXPECT_EQ(all[i].item->captured_at - all[i - 1].item->captured_at, kPicture) << "native speed";
        EXPECT_FALSE(all[i].item->discontinuity);
        EXPECT_LT(abs(all[i].at - all[i].item->captured_at), 500ms) << "the clock goes on right";
      }
      EXPECT_GT(all[begin].item->captured_at, all[begin - 1].item->captured_at);
    }
    EXPECT_EQ(now()->lap, 1u);
    std::cout << ending << ": a picture of another place after " << to_seconds(longest) * 1000 << " ms at most\n";
    run.reset();
  }
}

TEST_F(FileControlsTest, BeyondItsEndIsItsLastMomentAndThenItBeginsAnew) {
  play(brightening("brightening.mp4"));
  const FramePtr first = sought(1000s);
  EXPECT_GE(number_of(*first), kPictures - 3);
  ASSERT_TRUE(run->wait([&] { return now()->lap == 2; }, kLong));
  ASSERT_TRUE(wait_frames(3));
  EXPECT_LT(number_of(*frames().back().item), 30);
}

TEST_F(FileControlsTest, OfAThousandPlacesTheLastOneCounts) {
  play(brightening("brightening.mp4"));
  for (int i = 0; i < 1000; ++i) wish({.position = std::chrono::milliseconds(1 + i * 7 % 5000)});
  wish({.position = 6s});
  EXPECT_EQ(now()->position, 6s) << "whoever asks is told where it goes";
  ASSERT_TRUE(run->wait([&] { return !frames().empty() && frames().back().item->media_time >= Duration(6s); }, kLong));
  EXPECT_LT(run->recorder.jumps().size(), 100u);
  EXPECT_NEAR(number_of(*frames()[run->recorder.jumps().back()].item), number_at(6s), 1.01);
}

TEST_F(FileControlsTest, APauseHoldsThePictureAndTheClockGoesOnRight) {
  play(brightening("brightening.mp4"));
  ASSERT_TRUE(wait_frames(10));
  wish({.paused = true});
  EXPECT_TRUE(now()->paused);
  settle();
  const auto before = frames();
  std::this_thread::sleep_for(1500ms);
  EXPECT_EQ(frames().size(), before.size()) << "nothing is made anew";
  EXPECT_GE(run->source().pulse().expected_at, Clock::now() - 1s) << "and nothing is owed";
  // Who comes now sees the picture.
  run->source().set_demand({.frames = true, .pictures = true});
  EXPECT_TRUE(run->wait([&] { return run->recorder.pictures().size() == 1; }, kLong));
  wish({.paused = false});
  ASSERT_TRUE(wait_frames(10));
  const auto after = frames();
  const VideoFrame& last = *before.back().item;
  const VideoFrame& next = *after[before.size()].item;
  EXPECT_NEAR(number_of(next), number_of(last) + 1, 1.1) << "it goes on where it was";
  EXPECT_FALSE(next.discontinuity);
  EXPECT_GT(next.captured_at - last.captured_at, 1500ms);
  EXPECT_LT(abs(after.back().at - after.back().item->captured_at), 500ms);
  EXPECT_TRUE(run->recorder.jumps().empty());
}

TEST_F(FileControlsTest, WhilePausedTheOtherPlaceIsSeen) {
  play(brightening("brightening.mp4"), {.frames = true, .pictures = true});
  ASSERT_TRUE(wait_frames(3));
  wish({.paused = true});
  settle();
  for (const Duration to : {Duration(4s), Duration(2s), Duration(5s)}) {
    const std::size_t pictures = run->recorder.pictures().size();
    const FramePtr first = sought(to);
    EXPECT_NEAR(number_of(*first), number_at(to), 1.01);
    EXPECT_TRUE(run->wait([&] { return run->recorder.pictures().size() > pictures; }, kLong));
    settle();
    EXPECT_LE(frames().size(), run->recorder.jumps().back() + 1) << "that picture alone";
  }
  EXPECT_TRUE(now()->paused);
  const std::size_t before = frames().size();
  const TimePoint resumed = Clock::now();
  wish({.paused = false});
  ASSERT_TRUE(wait_frames(10));
  const auto all = frames();
  EXPECT_NEAR(number_of(*all[before + 5].item), number_at(5s) + 5, 2.1);
  EXPECT_LT(all[before + 1].item->captured_at - resumed, 1s) << "at once, however often it was sent around";
}

TEST_F(FileControlsTest, OnceIsOnceAndItPlaysAgain) {
  play(brightening("brightening.mp4"));
  wish({.loop = false});
  sought(7s);
  ASSERT_TRUE(run->wait([&] { return now()->ended; }, kLong));
  EXPECT_EQ(now()->position, now()->length);
  EXPECT_TRUE(wait_last_picture());
  settle();
  const auto all = frames();
  std::this_thread::sleep_for(500ms);
  EXPECT_EQ(frames().size(), all.size());
  EXPECT_FALSE(run->ended) << "the source waits";
  wish({.paused = false});
  ASSERT_TRUE(run->wait([&] { return frames().size() > all.size(); }, kLong));
  EXPECT_LT(number_of(*frames()[all.size()].item), 2);
  EXPECT_FALSE(now()->ended);
  // From the end back into the middle, and from there on for ever.
  sought(7500ms);
  ASSERT_TRUE(run->wait([&] { return now()->ended; }, kLong));
  wish({.loop = true});
  ASSERT_TRUE(run->wait([&] { return !now()->ended; }, kLong));
  sought(7500ms);
  const unsigned lap = now()->lap;
  ASSERT_TRUE(run->wait([&] { return now()->lap > lap; }, kLong));
}

TEST_F(FileControlsTest, AShortFileThatIsReadAheadStopsAtItsEnd) {
  play(clip({.name = "short.mkv", .seconds = 0.4, .sound = true}));
  ASSERT_TRUE(run->wait([&] { return now()->lap >= 3; }, kLong));
  wish({.loop = false});
  ASSERT_TRUE(run->wait([&] { return now()->ended; }, kLong));
  settle();
  const auto all = frames();
  EXPECT_LE(abs(*all.back().item->media_time - 360ms), kPicture) << "at its end, and nowhere else";
  std::this_thread::sleep_for(500ms);
  EXPECT_EQ(frames().size(), all.size());
  wish({.loop = true});
  const unsigned lap = now()->lap;
  ASSERT_TRUE(run->wait([&] { return now()->lap > lap + 1; }, kLong));
}

TEST_F(FileControlsTest, SoundFollows) {
  const std::string tone = "-f lavfi -i \"aevalsrc='if(gt(t,4),0.5*sin(2*PI*440*t),0)':d=8:s=48000\" -c:a aac";
  play(brightening("loud_from_four.mp4", tone), {.frames = true, .sound = true});
  ASSERT_TRUE(run->wait([&] { return run->recorder.sounds().size() > 5; }, kLong));
  const FramePtr first = sought(5s);
  const auto loud = [&]() -> SoundPtr {
    for (const auto& sound : run->recorder.sounds())
      if (std::ranges::any_of(sound.item->samples, [](auto sample) { return std::abs(sample) > 5000; }))
        return sound.item;
    return nullptr;
  };
  ASSERT_TRUE(run->wait([&] { return loud() != nullptr; }, kLong));
  EXPECT_LT(abs(loud()->captured_at - first->captured_at), 200ms) << "beside its picture";
}

TEST_F(FileControlsTest, AFileThatDoesNotTellItsLengthIsBegunAnewOnly) {
  const fs::path path = scratch() / "endless.mkv";
  const std::string command =
      "ffmpeg -nostdin -v error -f lavfi -i testsrc2=size=64x48:rate=25:duration=3 -c:v libx264 -preset veryfast "
      "-f matroska - > " +
      path.string();
  ASSERT_EQ(std::system(command.c_str()), 0);
  play(path);
  EXPECT_TRUE(run->wait([&] { return !now()->length; }, kLong)) << "it only knows how far it has read";
  EXPECT_FALSE(now()->seekable);
  ASSERT_TRUE(run->wait([&] { return !frames().empty() && frames().back().item->media_time > Duration(1s); }, kLong));
  const FramePtr first = sought(0s);
  EXPECT_LE(*first->media_time, kPicture);
  wish({.paused = true});
  settle();
  const std::size_t before = frames().size();
  settle();
  EXPECT_EQ(frames().size(), before);
  wish({.paused = false, .loop = false});
  ASSERT_TRUE(run->wait([&] { return now()->ended; }, kLong));
  wish({.paused = false});
  ASSERT_TRUE(wait_frames(3));
}

TEST_F(FileControlsTest, AFileOfOnePictureCanBePausedAndEnds) {
  const fs::path path = scratch() / "one.png";
  ASSERT_EQ(
      std::system(("ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=size=64x48 -frames:v 1 " + path.string()).c_str()),
      0);
  play(path);
  wish({.paused = true});
  settle();
  const std::size_t before = frames().size();
  settle();
  EXPECT_LE(frames().size(), before + 1);
  wish({.position = 0s});
  wish({.paused = false, .loop = false});
  ASSERT_TRUE(run->wait([&] { return now()->ended || run->ended; }, kLong));
  EXPECT_FALSE(run->ended);
}

// A clip on its way to its place, of which a part is there already.
class Arrival {
 public:
  Arrival(const fs::path& clip, const std::string& name) : place_(scratch() / name) {
    std::ifstream file(clip, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(file), {});
    part_ = scratch() / arriving_name({"aaaaaaaa", bytes_.size(), name});
    fs::remove(place_);
    fs::remove(part_);
  }
  // Up to this share of it.
  void bring(double share) {
    const auto until = static_cast<std::size_t>(share * static_cast<double>(bytes_.size()));
    std::ofstream(part_, std::ios::binary | std::ios::app)
        .write(&bytes_[brought_], static_cast<std::streamsize>(until - brought_));
    brought_ = until;
    if (brought_ == bytes_.size()) fs::rename(part_, place_);
  }
  const fs::path& place() const { return place_; }

 private:
  fs::path place_;
  fs::path part_;
  std::string bytes_;
  std::size_t brought_ = 0;
};

TEST_F(FileControlsTest, WhatStillArrivesIsPausedGoesOnAndIsStartedAgain) {
  for (const std::string name : {"arrives.mp4", "arrives.mkv", "arrives.ts"}) {
    SCOPED_TRACE(name);
    // With noise, so that each second of it needs its bytes.
    Arrival arrival(brightening("whole_" + name, "-vf scale=256:192,noise=alls=20:allf=t -movflags +faststart"), name);
    arrival.bring(0.6);
    play(arrival.place());
    EXPECT_FALSE(now()->seekable);
    ASSERT_TRUE(wait_frames(10));
    wish({.paused = true});
    settle();
    const auto before = frames();
    std::this_thread::sleep_for(1500ms);
    EXPECT_EQ(frames().size(), before.size());
    EXPECT_TRUE(now()->paused);
    EXPECT_FALSE(run->ended);
    wish({.paused = false});
    ASSERT_TRUE(wait_frames(10));
    const auto after = frames();
    EXPECT_NEAR(number_of(*after[before.size()].item), number_of(*before.back().item) + 1, 1.1)
        << "it goes on where it was";
    EXPECT_LT(abs(after.back().at - after.back().item->captured_at), 500ms);
    const FramePtr first = sought(0s);
    EXPECT_LT(number_of(*first), 6);
    EXPECT_TRUE(first->discontinuity);
    // All that is there has been shown. Who pauses now sees the rest once it is there and he wants it.
    ASSERT_TRUE(run->wait([&] { return Clock::now() - frames().back().at > 500ms; }, kLong));
    wish({.paused = true, .loop = false});
    settle();
    const std::size_t shown = frames().size();
    arrival.bring(1);
    std::this_thread::sleep_for(500ms);
    EXPECT_LE(frames().size(), shown + 1);
    wish({.paused = false});
    ASSERT_TRUE(run->wait([&] { return now()->ended; }, kLong));
    EXPECT_FALSE(run->ended) << "the source waits";
    EXPECT_TRUE(wait_last_picture());
    // From here on it is a file like any other.
    const std::size_t all = frames().size();
    wish({.paused = false});
    ASSERT_TRUE(run->wait([&] { return frames().size() > all; }, kLong));
    EXPECT_LT(number_of(*frames()[all].item), 6);
    ASSERT_TRUE(run->wait([&] { return now()->seekable && !now()->ended; }, kLong));
    EXPECT_NEAR(number_of(*sought(4s)), number_at(4s), name == "arrives.ts" ? 40 : 5) << "MPEG-TS has no index";
    run.reset();
  }
}

}  // namespace
}  // namespace np::test
