// What a file becomes: frames for the engine, JPEG pictures for people, each at its time and only when wanted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "media/clips.hpp"
#include "media/source_run.hpp"
#include "source/source_supervisor.hpp"
#include "video/jpeg_decoder.hpp"

namespace np::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::Each;
using ::testing::SizeIs;

struct Rgb {
  int r = 0, g = 0, b = 0;
};

// The mean of the middle of a picture.
Rgb middle(const std::vector<std::uint8_t>& rgb, int width, int height) {
  Rgb sum;
  int n = 0;
  if (rgb.empty()) return {-1, -1, -1};
  for (int y = height / 2 - 4; y < height / 2 + 4; ++y)
    for (int x = width / 2 - 4; x < width / 2 + 4; ++x, ++n) {
      const std::uint8_t* p = &rgb[(static_cast<std::size_t>(y) * width + x) * 3];
      sum = {sum.r + p[0], sum.g + p[1], sum.b + p[2]};
    }
  return {sum.r / n, sum.g / n, sum.b / n};
}

void expect_color(const Rgb& is, const Rgb& should, int tolerance) {
  EXPECT_NEAR(is.r, should.r, tolerance);
  EXPECT_NEAR(is.g, should.g, tolerance);
  EXPECT_NEAR(is.b, should.b, tolerance);
}

RgbPicture decoded(const JpegPicture& picture) {
  auto out = JpegDecoder().decode(picture.jpeg, {1 << 15, 1 << 15});
  EXPECT_TRUE(out.has_value());
  return out.value_or(RgbPicture{});
}

fs::path made(const std::string& name, const std::string& ffmpeg_arguments) {
  const fs::path path = scratch() / name;
  if (std::system(("ffmpeg -nostdin -v error -y " + ffmpeg_arguments + " " + path.string()).c_str()) != 0)
    throw std::runtime_error("ffmpeg cannot make " + name);
  return path;
}

TEST(Playback, NothingIsMadeForNobody) {
  SourceRun run(clip({.name = "plain.mp4"}));
  run.start();
  ASSERT_TRUE(run.wait_open());
  ASSERT_TRUE(run.wait([&] { return run.source().pulse().pictures > 20; }, seconds(10)));
  EXPECT_THAT(run.recorder.frames(), SizeIs(0));
  EXPECT_THAT(run.recorder.pictures(), SizeIs(0));
  EXPECT_EQ(run.info->kind, "file");
  EXPECT_EQ(run.info->codec, "H.264");
  EXPECT_EQ(run.info->width, 320);
  EXPECT_EQ(run.info->height, 240);
  EXPECT_EQ(run.info->fps, 25);
  EXPECT_FALSE(run.info->live);
}

TEST(Playback, FramesComeAtTheCaptureRate) {
  SourceRun run(clip({.name = "plain.mp4"}), {.capture_fps = 4}, {.frames = true});
  run.start();
  ASSERT_TRUE(run.wait([&] { return run.recorder.frames().size() >= 9; }, seconds(15)));
  const auto frames = run.recorder.frames();
  for (std::size_t i = 1; i < 9; ++i) {
    const VideoFrame& frame = *frames[i].item;
    EXPECT_EQ(frame.rgb.size(), 320u * 240 * 3);
    EXPECT_GT(frame.id, frames[i - 1].item->id);
    // 4 a second of 25: every 6th or 7th, without drift.
    EXPECT_NEAR(to_seconds(frame.captured_at - frames[0].item->captured_at), 0.25 * static_cast<double>(i), 0.041);
    EXPECT_GE(frames[i].at, frame.captured_at) << "nothing is shown before its time";
    EXPECT_LT(frames[i].at - frame.captured_at, milliseconds(500));
  }
}

TEST(Playback, RateChangesWhileItRuns) {
  SourceRun run(clip({.name = "plain.mp4"}), {.capture_fps = 0.1}, {.frames = true});
  run.start();
  ASSERT_TRUE(run.wait([&] { return run.recorder.frames().size() == 1; }, seconds(10)));
  run.source().set_frame_rate(12.5);
  ASSERT_TRUE(run.wait([&] { return run.recorder.frames().size() >= 11; }, seconds(10)));
  const auto frames = run.recorder.frames();
  EXPECT_NEAR(to_seconds(frames[10].item->captured_at - frames[1].item->captured_at), 9 * 0.08, 0.01);
}

TEST(Playback, WhatIsWantedNowIsMadeAtOnce) {
  // A picture in ten seconds: waiting for the next one would be seen.
  const auto file = made("slow.mkv", "-f lavfi -i testsrc2=size=320x240:rate=0.1:duration=30 -c:v mpeg4");
  SourceRun run(file);
  run.start();
  ASSERT_TRUE(run.wait_open());
  run.source().set_demand({.frames = true});
  EXPECT_TRUE(run.wait([&] { return run.recorder.frames().size() == 1; }, seconds(2)));
  run.source().set_demand({.frames = true, .pictures = true});
  EXPECT_TRUE(run.wait([&] { return run.recorder.pictures().size() == 1; }, seconds(2)));
  run.source().set_demand({});
  run.source().set_demand({.frames = true, .pictures = true});
  EXPECT_TRUE(
      run.wait([&] { return run.recorder.pictures().size() == 2 && run.recorder.frames().size() == 2; }, seconds(2)));
}

TEST(Playback, PicturesComeAtTheSourcesRateWhileWanted) {
  SourceRun run(clip({.name = "plain.mp4"}), {}, {.pictures = true});
  run.start();
  ASSERT_TRUE(run.wait([&] { return run.recorder.pictures().size() >= 50; }, seconds(15)));
  run.source().set_demand({});
  const auto pictures = run.recorder.pictures();
  for (std::size_t i = 1; i < 50; ++i) EXPECT_GT(pictures[i].item->id, pictures[i - 1].item->id);
  EXPECT_NEAR(to_seconds(pictures[49].item->captured_at - pictures[0].item->captured_at), 49 * 0.04, 0.13);
  EXPECT_EQ(pictures[0].item->width, 320);
  EXPECT_EQ(decoded(*pictures[0].item).width, 320);
  std::this_thread::sleep_for(milliseconds(300));
  const auto after = run.recorder.pictures().size();
  std::this_thread::sleep_for(milliseconds(300));
  EXPECT_EQ(run.recorder.pictures().size(), after);
}

struct ColorCase {
  const char* name;
  const char* arguments;
  Rgb color;
};

TEST(Playback, ColorsAreTheSourcesOwn) {
  const ColorCase cases[] = {
      {"red601.mp4",
       "-f lavfi -i color=c=0xC83214:size=320x240:rate=25:duration=1 -vf "
       "scale=out_color_matrix=bt601:out_range=tv,format=yuv420p -colorspace smpte170m -color_range tv -c:v libx264 "
       "-qp 4",
       {200, 50, 20}},
      {"green709.mp4",
       "-f lavfi -i color=c=0x28B43C:size=1280x720:rate=25:duration=1 -vf "
       "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p -colorspace bt709 -color_range tv -c:v libx264 -qp 4",
       {40, 180, 60}},
      {"blue709full.mp4",
       "-f lavfi -i color=c=0x1E28C8:size=320x240:rate=25:duration=1 -vf "
       "scale=out_color_matrix=bt709:out_range=pc,format=yuv420p -colorspace bt709 -color_range pc -c:v libx264 -qp 4",
       {30, 40, 200}},
      {"white.mp4",
       "-f lavfi -i color=c=white:size=321x241:rate=25:duration=1 -vf scale=out_range=tv,format=yuv444p -color_range "
       "tv -c:v libx264 -qp 4",
       {255, 255, 255}},
      {"black422.mkv",
       "-f lavfi -i color=c=black:size=320x240:rate=25:duration=1 -vf scale=out_range=tv,format=yuv422p -color_range "
       "tv -c:v libx264 -qp 4",
       {0, 0, 0}},
      {"tenbit.mkv",
       "-f lavfi -i color=c=0xC83214:size=320x240:rate=25:duration=1 -vf "
       "scale=out_color_matrix=bt601:out_range=tv,format=yuv422p10le -colorspace smpte170m -c:v prores",
       {200, 50, 20}},
      {"rgb.mkv",
       "-f lavfi -i color=c=0xC83214:size=320x240:rate=25:duration=1 -pix_fmt bgr0 -c:v ffv1",
       {200, 50, 20}},
      {"gray.mkv",
       "-f lavfi -i color=c=0x808080:size=320x240:rate=25:duration=1 -pix_fmt gray -c:v ffv1",
       {128, 128, 128}},
      {"mjpeg.avi",
       "-f lavfi -i color=c=0xC83214:size=320x240:rate=25:duration=1 -pix_fmt yuvj420p -c:v mjpeg -q:v 2",
       {200, 50, 20}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    SourceRun run(made(c.name, c.arguments), {.jpeg_quality = 95}, {.frames = true, .pictures = true});
    run.start();
    ASSERT_TRUE(run.wait_open()) << (run.ended ? run.ended->message() : "");
    ASSERT_TRUE(
        run.wait([&] { return !run.recorder.frames().empty() && !run.recorder.pictures().empty(); }, seconds(5)));
    const FramePtr frame = run.recorder.frames()[0].item;
    expect_color(middle(frame->rgb, frame->width, frame->height), c.color,
                 7);  // GStreamer's fast conversions are coarse
    const RgbPicture picture = decoded(*run.recorder.pictures()[0].item);
    expect_color(middle(picture.rgb, picture.width, picture.height), c.color, 5);
  }
}

TEST(Playback, FramesFitTheLimitAndKeepTheAspect) {
  const auto file = clip({.name = "wide.mp4", .seconds = 1, .width = 640, .height = 360});
  for (const auto& [limit, width, height] : {std::tuple{FrameLimit{768, 768}, 640, 360},
                                             {FrameLimit{320, 320}, 320, 180},
                                             {FrameLimit{500, 90}, 160, 90},
                                             {FrameLimit{101, 999}, 101, 57}}) {
    SourceRun run(file, {.frame_limit = limit}, {.frames = true});
    run.start();
    ASSERT_TRUE(run.wait([&] { return !run.recorder.frames().empty(); }, seconds(10)));
    const FramePtr frame = run.recorder.frames()[0].item;
    EXPECT_EQ(frame->width, width);
    EXPECT_EQ(frame->height, height);
    EXPECT_EQ(frame->rgb.size(), static_cast<std::size_t>(width) * height * 3);
  }
}

TEST(Playback, PixelsThatAreNotSquareAreMadeSo) {
  const auto file =
      clip({.name = "anamorphic.mp4", .seconds = 1, .width = 360, .height = 288, .extra = "-vf setsar=16/15"});
  SourceRun run(file, {}, {.frames = true, .pictures = true});
  run.start();
  ASSERT_TRUE(
      run.wait([&] { return !run.recorder.frames().empty() && !run.recorder.pictures().empty(); }, seconds(10)));
  EXPECT_EQ(run.recorder.frames()[0].item->width, 384);
  EXPECT_EQ(run.recorder.frames()[0].item->height, 288);
  EXPECT_EQ(run.recorder.pictures()[0].item->width, 384);
  EXPECT_EQ(decoded(*run.recorder.pictures()[0].item).width, 384);
  ASSERT_TRUE(run.wait_open());
  EXPECT_EQ(run.info->width, 384);
}

TEST(Playback, AClipHeldUprightIsTurned) {
  const auto lying = clip({.name = "lying.mp4", .seconds = 1, .width = 320, .height = 180});
  const auto file = made("upright.mp4", "-display_rotation 90 -i " + lying.string() + " -c copy");
  SourceRun run(file, {}, {.frames = true, .pictures = true});
  run.start();
  ASSERT_TRUE(
      run.wait([&] { return !run.recorder.frames().empty() && !run.recorder.pictures().empty(); }, seconds(10)));
  EXPECT_EQ(run.recorder.frames()[0].item->width, 180);
  EXPECT_EQ(run.recorder.frames()[0].item->height, 320);
  EXPECT_EQ(decoded(*run.recorder.pictures()[0].item).height, 320);
}

TEST(Playback, JpegIsPassedThroughUntouched) {
  for (const char* name : {"motion.avi", "motion.mkv"}) {
    SCOPED_TRACE(name);
    const auto file =
        clip({.name = name, .seconds = 1, .width = 640, .height = 480, .video = "-c:v mjpeg -q:v 5 -color_range pc"});
    SourceRun run(file, {.frame_limit = {200, 200}}, {.frames = true, .pictures = true});
    run.start();
    ASSERT_TRUE(run.wait([&] { return run.recorder.pictures().size() >= 20; }, seconds(10)));
    const std::string bytes = read_file(file);
    for (const auto& [picture, at] : run.recorder.pictures())
      EXPECT_NE(bytes.find(std::string(picture->jpeg.begin(), picture->jpeg.end())), std::string::npos);
    EXPECT_EQ(run.info->codec, "JPEG");
    EXPECT_EQ(run.info->width, 640);
    const FramePtr frame = run.recorder.frames()[0].item;
    EXPECT_EQ(frame->width, 200);
    EXPECT_EQ(frame->height, 150);
  }
}

TEST(Playback, ManyCodecs) {
  for (const auto& [name, arguments, codec] :
       {std::tuple{"a.webm", "-c:v libvpx -deadline realtime", "VP8"},
        {"b.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8", "VP9"},
        {"c.mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=none", "H.265"},
        {"d.mpg", "-c:v mpeg2video", "MPEG-2 Video"},
        {"e.avi", "-c:v mpeg4 -vtag XVID", "MPEG-4 Video"}}) {
    SCOPED_TRACE(name);
    const auto file =
        made(name, std::string("-f lavfi -i testsrc2=size=320x240:rate=25:duration=1 -pix_fmt yuv420p ") + arguments);
    const SourceInfo info = probe_source(parse_source(file.string()), seconds(20)).info;
    EXPECT_EQ(info.codec, codec);
    EXPECT_EQ(info.width, 320);
    EXPECT_EQ(info.fps, 25);
  }
}

// Some decoders change the picture that they gave before, some give another one.
TEST(Playback, EveryCodecMoves) {
  const std::string usual = "-f lavfi -i testsrc2=size=352x288:rate=25:duration=1 ";
  for (const auto& [name, arguments] : std::initializer_list<std::pair<std::string, std::string>>{
           {"gif.gif", "-pix_fmt bgr8"},      {"flashsv.flv", "-c:v flashsv"},
           {"flv1.flv", "-c:v flv"},          {"cinepak.avi", "-c:v cinepak"},
           {"asv1.avi", "-c:v asv1"},         {"asv2.avi", "-c:v asv2"},
           {"ffv1.avi", "-c:v ffv1"},         {"ffvhuff.avi", "-c:v ffvhuff"},
           {"huffyuv.avi", "-c:v huffyuv"},   {"mjpeg.avi", "-c:v mjpeg"},
           {"mpeg4.avi", "-c:v mpeg4"},       {"msmpeg4v2.avi", "-c:v msmpeg4v2"},
           {"msmpeg4.avi", "-c:v msmpeg4"},   {"msrle.avi", "-c:v msrle"},
           {"msvideo1.avi", "-c:v msvideo1"}, {"png.avi", "-c:v png"},
           {"wmv1.avi", "-c:v wmv1"},         {"wmv2.avi", "-c:v wmv2"},
           {"zmbv.avi", "-c:v zmbv"},         {"h263.avi", "-c:v h263"},
           {"h263p.avi", "-c:v h263p"},       {"dv.avi", "-vf scale=720:576 -pix_fmt yuv420p -c:v dvvideo"},
           {"svq1.mov", "-c:v svq1"},         {"qtrle.mov", "-c:v qtrle"},
           {"rpza.mov", "-c:v rpza"},         {"smc.mov", "-c:v smc"},
           {"cfhd.mov", "-c:v cfhd"},         {"dnxhd.mov", "-vf scale=1280:720 -pix_fmt yuv422p -c:v dnxhd -b:v 90M"},
           {"prores.mov", "-c:v prores"},     {"jpeg2000.mov", "-c:v jpeg2000"},
           {"theora.ogv", "-c:v libtheora"},  {"mpeg1.mpg", "-c:v mpeg1video"}}) {
    SCOPED_TRACE(name);
    const auto file = made(name, usual + arguments);
    SourceOptions options{.capture_fps = 1000, .frame_limit = {64, 48}, .loop = false, .paced = false};
    SourceRun run(file.string(), options, {.frames = true});
    run.start();
    ASSERT_TRUE(run.wait_end());
    EXPECT_EQ(run.ended->kind(), ErrorKind::kEnded) << run.ended->message();
    std::set<std::vector<std::uint8_t>> different;
    for (const auto& frame : run.recorder.frames()) different.insert(frame.item->rgb);
    EXPECT_GE(different.size(), 24u);
  }
}

TEST(Playback, ProbeSaysWhyNot) {
  try {
    probe_source(parse_source("/nowhere.mp4"), seconds(5));
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kNotFound);
  }
}

TEST(Playback, UnpacedRunsByMediaTimeAndWaitsForTheSink) {
  SourceOptions options{.capture_fps = 5, .loop = false, .paced = false};
  SourceRun run(clip({.name = "long.mp4", .seconds = 20}), options, {.frames = true});
  run.recorder.keep_pixels = false;
  run.recorder.on_frame_hook = [](const VideoFrame& frame) {
    if (frame.captured_at < kUnpacedEpoch + seconds(2)) std::this_thread::sleep_for(milliseconds(50));
  };
  const TimePoint begun = Clock::now();
  run.start();
  ASSERT_TRUE(run.wait_end());
  EXPECT_LT(Clock::now() - begun, seconds(12)) << "faster than it was filmed";
  EXPECT_EQ(run.ended->kind(), ErrorKind::kEnded) << run.ended->message();
  const auto frames = run.recorder.frames();
  ASSERT_EQ(frames.size(), 100u) << "nothing comes after the end";
  for (std::size_t i = 0; i < 100; ++i)
    EXPECT_EQ(frames[i].item->captured_at, kUnpacedEpoch + static_cast<int>(i) * milliseconds(200)) << i;
}

TEST(Playback, ASlowSinkDelaysNobody) {
  SourceRun run(clip({.name = "plain.mp4"}), {.capture_fps = 25}, {.frames = true});
  run.recorder.on_frame_hook = [](const VideoFrame&) { std::this_thread::sleep_for(milliseconds(300)); };
  run.start();
  ASSERT_TRUE(run.wait_open());
  const auto before = run.source().pulse().pictures;
  std::this_thread::sleep_for(seconds(3));
  EXPECT_NEAR(static_cast<double>(run.source().pulse().pictures - before), 75, 10);
  const auto frames = run.recorder.frames();
  ASSERT_GE(frames.size(), 5u);
  EXPECT_LT(frames.back().at - frames.back().item->captured_at, seconds(1)) << "the oldest were dropped";
}

TEST(Playback, AStillPictureStands) {
  const auto file = made("still.jpg", "-f lavfi -i testsrc2=size=320x240:rate=1:duration=1 -frames:v 1");
  SourceRun run(file, {}, {.pictures = true});
  run.start();
  ASSERT_TRUE(run.wait_open()) << (run.ended ? run.ended->message() : "");
  std::this_thread::sleep_for(seconds(3));
  run.wait([] { return false; }, milliseconds(10));
  EXPECT_FALSE(run.ended) << run.ended->message();
  EXPECT_LE(run.source().pulse().pictures, 100u) << "not over and over as fast as it goes";
  EXPECT_GE(run.source().pulse().pictures, 1u);
}

TEST(Playback, NothingComesOfASourceThatIsGone) {
  std::vector<std::unique_ptr<SourceRun>> runs;
  std::vector<TimePoint> gone_at;
  for (int i = 0; i < 5; ++i) {
    SourceRun& run = *runs.emplace_back(std::make_unique<SourceRun>(clip({.name = "plain.mp4"}), SourceOptions{},
                                                                    Demand{.frames = true, .pictures = true}));
    run.start();
    ASSERT_TRUE(run.wait_open());
    run.destroy();
    gone_at.push_back(Clock::now());
  }
  for (std::size_t i = 0; i < runs.size(); ++i)
    for (const auto& picture : runs[i]->recorder.pictures()) EXPECT_LE(picture.at, gone_at[i]);
}

TEST(Playback, NothingComesAfterTheSupervisorsStop) {
  Recorder recorder;
  ManualLoop loop;
  auto supervisor = std::make_unique<SourceSupervisor>(loop, recorder, SourceOptions{}, Recovery{}, nullptr, nullptr);
  supervisor->set_demand({.frames = true, .pictures = true});
  std::optional<bool> opened;
  supervisor->start(clip({.name = "plain.mp4"}), false, [&](const auto& result) { opened = result.has_value(); });
  while (!opened) ASSERT_TRUE(loop.wait_posted(seconds(20)));
  EXPECT_TRUE(*opened);
  EXPECT_EQ(supervisor->snapshot().info.codec, "H.264");
  while (recorder.pictures().size() < 5) std::this_thread::sleep_for(milliseconds(10));
  supervisor->stop();
  const auto count = recorder.pictures().size();
  supervisor.reset();  // waits for the pipeline
  EXPECT_EQ(recorder.pictures().size(), count);
}

TEST(Playback, StoppingBeforeItHasOpened) {
  for (int i = 0; i < 10; ++i) {
    SourceRun run(clip({.name = "plain.mp4"}), {}, {.frames = true});
    run.start();
    std::this_thread::sleep_for(milliseconds(i * 5));
    run.destroy();
    run.loop.run_posted();
    EXPECT_FALSE(run.ended);
  }
}

}  // namespace
}  // namespace np::test
