// What is encoded of a source's pictures for viewers of the lighter picture.
#include "source/pictures/lighter_video.hpp"

#include <gst/gst.h>
#include <gst/video/video.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <future>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "base/gst_init.hpp"
#include "base/gst_ptr.hpp"
#include "noise_jpeg.hpp"
#include "source/pictures/sample_tap.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;
using Pixel = std::function<int(int x, int y, int n)>;

const TimePoint kBegin = Clock::now();

constexpr auto kMoving = [](int x, int y, int n) { return 40 + (x + 3 * n) % 150 + (y / 16 % 2) * 20; };

// `n`: the number of the picture, which `luma` may draw.
Sample raw(PictureSize size, int n, const Pixel& luma, GstVideoFormat format = GST_VIDEO_FORMAT_I420, int rate = 25) {
  init_gstreamer();
  GstVideoInfo info;
  gst_video_info_set_format(&info, format, size.width, size.height);
  info.fps_n = rate;
  info.fps_d = 1;
  GstBuffer* buffer = gst_buffer_new_allocate(nullptr, info.size, nullptr);
  gst_buffer_memset(buffer, 0, 128, info.size);
  GstVideoFrame frame;
  EXPECT_TRUE(gst_video_frame_map(&frame, &info, buffer, GST_MAP_WRITE));
  auto* rows = static_cast<std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0));
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      rows[y * GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0) + x] = static_cast<std::uint8_t>(luma(x, y, n));
  gst_video_frame_unmap(&frame);
  const GstCapsPtr caps(gst_video_info_to_caps(&info));
  GstSample* sample = gst_sample_new(buffer, caps.get(), nullptr, nullptr);
  gst_buffer_unref(buffer);
  return {.gst = std::shared_ptr<GstSample>(sample, gst_sample_unref),
          .captured_at = kBegin + n * std::chrono::microseconds(1'000'000 / rate)};
}

struct Decoded {
  PictureSize size;
  std::vector<std::uint8_t> luma;  // without padding
  int at(int x, int y) const { return luma[static_cast<std::size_t>(y) * size.width + x]; }
};

// What a decoder, which is not the encoder's own, makes of pictures from a key picture on.
std::vector<Decoded> decode(const std::vector<H264PicturePtr>& pictures) {
  const GstObjectPtr<GstElement> pipeline(gst_parse_launch(
      "appsrc name=in format=time caps=video/x-h264,stream-format=byte-stream,alignment=au ! avdec_h264 ! "
      "video/x-raw,format=I420 ! appsink name=out sync=false",
      nullptr));
  const GstObjectPtr<GstElement> in(gst_bin_get_by_name(GST_BIN(pipeline.get()), "in"));
  const GstObjectPtr<GstElement> out(gst_bin_get_by_name(GST_BIN(pipeline.get()), "out"));
  gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  GstClockTime time = 0;
  for (const auto& picture : pictures) {
    std::vector<std::uint8_t> bytes;
    const auto add = [&bytes](const auto& unit) {
      bytes.insert(bytes.end(), {0, 0, 0, 1});
      bytes.insert(bytes.end(), unit.begin(), unit.end());
    };
    if (picture->key) {
      for (const auto& set : picture->config->sequence_sets) add(set);
      for (const auto& set : picture->config->picture_sets) add(set);
    }
    for (std::size_t at = 0; at + 4 <= picture->units.size();) {
      const auto* unit = picture->units.data() + at;
      const std::size_t length = unit[0] << 24 | unit[1] << 16 | unit[2] << 8 | unit[3];
      add(std::vector<std::uint8_t>(unit + 4, unit + 4 + length));
      at += 4 + length;
    }
    GstBuffer* buffer = gst_buffer_new_memdup(bytes.data(), bytes.size());
    GST_BUFFER_PTS(buffer) = time;
    time += 40 * GST_MSECOND;
    GstFlowReturn flow{};
    g_signal_emit_by_name(in.get(), "push-buffer", buffer, &flow);
    gst_buffer_unref(buffer);
  }
  GstFlowReturn flow{};
  g_signal_emit_by_name(in.get(), "end-of-stream", &flow);
  std::vector<Decoded> decoded;
  while (true) {
    GstSample* sample = nullptr;
    g_signal_emit_by_name(out.get(), "pull-sample", &sample);
    if (!sample) break;
    const GstSamplePtr owner(sample);
    GstVideoInfo info;
    GstVideoFrame frame;
    EXPECT_TRUE(gst_video_info_from_caps(&info, gst_sample_get_caps(sample)));
    EXPECT_TRUE(gst_video_frame_map(&frame, &info, gst_sample_get_buffer(sample), GST_MAP_READ));
    Decoded one{{info.width, info.height}, {}};
    const auto* rows = static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0));
    for (int y = 0; y < info.height; ++y) {
      const auto* row = rows + static_cast<std::ptrdiff_t>(y) * GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0);
      one.luma.insert(one.luma.end(), row, row + info.width);
    }
    gst_video_frame_unmap(&frame);
    decoded.push_back(std::move(one));
  }
  gst_element_set_state(pipeline.get(), GST_STATE_NULL);
  return decoded;
}

std::vector<H264PicturePtr> encode(LighterVideo& video, PictureSize size, int count, const Pixel& luma, int from = 0,
                                   int rate = 25) {
  std::vector<H264PicturePtr> out;
  for (int n = from; n < from + count; ++n)
    if (auto picture = video.next(raw(size, n, luma, GST_VIDEO_FORMAT_I420, rate), false)) out.push_back(picture);
  return out;
}

double bits(const std::vector<H264PicturePtr>& pictures) {
  double sum = 0;
  for (const auto& picture : pictures) sum += 8.0 * static_cast<double>(picture->units.size());
  return sum;
}

TEST(LighterVideo, AnotherDecoderShowsWhatWasEncoded) {
  LighterVideo video(lighter_limits(VideoForm::kEncoded));
  const auto pictures = encode(video, {320, 240}, 50, kMoving);
  ASSERT_EQ(pictures.size(), 50U);
  EXPECT_TRUE(pictures[0]->key);
  for (std::size_t i = 1; i < pictures.size(); ++i) EXPECT_EQ(pictures[i]->id, pictures[i - 1]->id + 1);
  EXPECT_EQ(pictures[7]->captured_at, kBegin + milliseconds(280));
  const auto shown = decode(pictures);
  ASSERT_EQ(shown.size(), 50U);
  EXPECT_EQ(shown[20].size.width, 320);
  int off = 0;
  for (int y = 8; y < 240; y += 16)
    for (int x = 8; x < 320; x += 16) off += std::abs(shown[20].at(x, y) - kMoving(x, y, 20));
  EXPECT_LT(off / 300, 6) << "on average";
}

TEST(LighterVideo, AKeyPictureComesEveryTwoSecondsAndWhereItIsWanted) {
  LighterVideo video(lighter_limits(VideoForm::kEncoded));
  const auto pictures = encode(video, {320, 240}, 120, kMoving);
  int since = 0, longest = 0;
  for (const auto& picture : pictures) longest = std::max(longest, since = picture->key ? 0 : since + 1);
  EXPECT_LE(longest, 50);
  EXPECT_FALSE(video.next(raw({320, 240}, 120, kMoving), false)->key);
  const auto wanted = video.next(raw({320, 240}, 121, kMoving), true);
  ASSERT_TRUE(wanted);
  EXPECT_TRUE(wanted->key);
  EXPECT_EQ(decode({wanted}).size(), 1U) << "needs nothing before it";
}

TEST(LighterVideo, AnotherSizeInTheMiddleGoesOnWithAKeyPictureOfThatSize) {
  LighterVideo video(lighter_limits(VideoForm::kEncoded));
  const auto before = encode(video, {320, 240}, 10, kMoving);
  const auto after = encode(video, {640, 360}, 10, kMoving, 10);
  ASSERT_EQ(after.size(), 10U);
  EXPECT_TRUE(after[0]->key);
  EXPECT_EQ(after[0]->id, before.back()->id + 1);
  EXPECT_EQ(after[0]->config->width, 640);
  EXPECT_EQ(decode(after).back().size.height, 360);
}

struct Shape {
  PictureSize from;
  PictureSize to;
};
class LighterVideoShape : public testing::TestWithParam<Shape> {};

TEST_P(LighterVideoShape, IsShrunkIntoTheLimitWithEvenSides) {
  const auto [from, to] = GetParam();
  LighterVideo video(lighter_limits(VideoForm::kEncoded));
  const auto pictures = encode(video, from, 2, kMoving);
  ASSERT_FALSE(pictures.empty());
  const auto shown = decode(pictures);
  ASSERT_EQ(shown.size(), pictures.size());
  EXPECT_EQ(shown[0].size.width, to.width);
  EXPECT_EQ(shown[0].size.height, to.height);
}
INSTANTIATE_TEST_SUITE_P(Shapes, LighterVideoShape,
                         testing::Values(Shape{{1920, 1080}, {1280, 720}}, Shape{{1080, 1920}, {720, 1280}},
                                         Shape{{641, 481}, {640, 480}}, Shape{{7680, 4320}, {1280, 720}},
                                         Shape{{33, 17}, {32, 16}}, Shape{{3000, 60}, {1280, 26}}));

TEST(LighterVideo, WhatIsTooSmallForAnEncoderIsRefused) {
  for (const PictureSize size : {PictureSize{1, 1}, PictureSize{3, 5}, PictureSize{4000, 2}}) {
    LighterVideo video(lighter_limits(VideoForm::kEncoded));
    EXPECT_THROW(video.next(raw(size, 0, kMoving), false), EncoderFailed) << size.width;
  }
}

TEST(LighterVideo, GreyRgbAndJpegAreEncodedToo) {
  for (const auto format :
       {GST_VIDEO_FORMAT_GRAY8, GST_VIDEO_FORMAT_NV12, GST_VIDEO_FORMAT_RGB, GST_VIDEO_FORMAT_Y444}) {
    LighterVideo video(lighter_limits(VideoForm::kEncoded));
    const auto one = video.next(raw({320, 240}, 0, kMoving, format), false);
    ASSERT_TRUE(one) << format;
    EXPECT_EQ(decode({one}).size(), 1U) << format;
  }
  const std::string jpeg = test::noise_jpeg();
  GstBuffer* buffer = gst_buffer_new_memdup(jpeg.data(), jpeg.size());
  const GstCapsPtr caps(gst_caps_new_empty_simple("image/jpeg"));
  const Sample sample{.gst = {gst_sample_new(buffer, caps.get(), nullptr, nullptr), gst_sample_unref},
                      .captured_at = kBegin};
  gst_buffer_unref(buffer);
  LighterVideo video(lighter_limits(VideoForm::kEncoded));
  EXPECT_EQ(decode({video.next(sample, false)}).size(), 1U);
}

TEST(LighterVideo, OfAFastSourceEverySecondPictureIsTakenOfASlowOneEach) {
  for (const auto& [rate, taken] : {std::pair{60, 60}, {50, 60}, {30, 120}, {1, 120}}) {
    LighterVideo video(lighter_limits(VideoForm::kEncoded));
    const auto pictures = encode(video, {160, 120}, 120, kMoving, 0, rate);
    EXPECT_NEAR(static_cast<double>(pictures.size()), taken, 3) << rate;
  }
}

class LighterVideoNoise : public testing::TestWithParam<VideoForm> {};

TEST_P(LighterVideoNoise, TakesNoMoreThanItsBits) {
  std::mt19937 random(1);
  std::vector<std::uint8_t> bytes(1 << 21);
  std::ranges::generate(bytes, [&] { return static_cast<std::uint8_t>(random()); });
  // Each picture begins elsewhere in it.
  const auto noise = [&](int x, int y, int n) {
    return bytes[static_cast<unsigned>(n * 104'729 + y * 1280 + x) % bytes.size()];
  };
  const LighterLimits limits = lighter_limits(GetParam());
  LighterVideo video(limits);
  constexpr int kSeconds = 12;
  const auto pictures = encode(video, {1280, 720}, 25 * kSeconds, noise);
  EXPECT_LE(bits(pictures), limits.bits_per_second * (kSeconds + 1.5)) << "one picture may overshoot";
  EXPECT_GE(pictures.size(), 6U) << "it moves";
  EXPECT_EQ(decode(pictures).size(), pictures.size()) << "what was left out is not missing";
}
INSTANTIATE_TEST_SUITE_P(Forms, LighterVideoNoise, testing::Values(VideoForm::kEncoded, VideoForm::kSmall));

TEST(LighterVideo, ThePictureThatStandsIsNotSentTwice) {
  LighterVideo video(lighter_limits(VideoForm::kEncoded));
  const Sample one = raw({320, 240}, 0, kMoving);
  EXPECT_TRUE(video.next(one, false));
  EXPECT_FALSE(video.next(one, false));
  EXPECT_TRUE(video.next(one, true)) << "somebody begins here";
}

TEST(LighterVideo, APictureThatSomebodyJumpedToIsNeverLeftOut) {
  LighterVideo video(lighter_limits(VideoForm::kEncoded));
  encode(video, {160, 120}, 60, kMoving, 0, 60);
  for (int n = 60; n < 70; ++n) EXPECT_TRUE(video.next(raw({160, 120}, n, kMoving, GST_VIDEO_FORMAT_I420, 60), true));
}

// Keeps what a tap passes on of each form.
struct FormKeeper final : FrameSink {
  void on_frame(FramePtr) override {}
  void on_picture(PicturePtr) override {}
  void on_video(VideoForm form, H264PicturePtr picture) override {
    std::lock_guard lock(mutex);
    kept[form].push_back(std::move(picture));
    came.notify_all();
  }
  // Once there are so many.
  std::vector<H264PicturePtr> pictures(VideoForm form, std::size_t count) {
    std::unique_lock lock(mutex);
    came.wait_for(lock, std::chrono::seconds(30), [&] { return kept[form].size() >= count; });
    return kept[form];
  }
  std::mutex mutex;
  std::condition_variable came;
  ByForm<std::vector<H264PicturePtr>> kept;
};

TEST(LighterVideo, IsMadeOfTheNewestPictureAsSoonAsItIsWantedAndOnlyThen) {
  FormKeeper keeper;
  SampleTap tap({}, keeper);
  tap.push(raw({320, 240}, 0, kMoving));
  tap.set_demand({.encoded = true});
  EXPECT_TRUE(keeper.pictures(VideoForm::kEncoded, 1).at(0)->key);
  tap.push(raw({320, 240}, 1, kMoving));
  EXPECT_FALSE(keeper.pictures(VideoForm::kEncoded, 2).at(1)->key);
  tap.set_demand({.small = true});
  EXPECT_TRUE(keeper.pictures(VideoForm::kSmall, 1).at(0)->key);
  tap.set_demand({.encoded = true, .small = true});
  EXPECT_TRUE(keeper.pictures(VideoForm::kEncoded, 3).at(2)->key) << "who comes back knows nothing of what was before";
  EXPECT_EQ(keeper.pictures(VideoForm::kSmall, 1).size(), 1U) << "its audience has this picture";
  tap.push(raw({320, 240}, 2, kMoving));
  const auto small = keeper.pictures(VideoForm::kSmall, 2);
  EXPECT_EQ(small.at(1)->id, small.at(0)->id + 1) << "and goes on";
  EXPECT_EQ(keeper.pictures(VideoForm::kSource, 0).size(), 0U);
}

TEST(LighterVideo, AJumpIsFollowedByAKeyPicture) {
  FormKeeper keeper;
  SampleTap tap({}, keeper);
  tap.set_demand({.encoded = true});
  tap.push(raw({320, 240}, 0, kMoving));
  tap.push(raw({320, 240}, 1, kMoving));
  keeper.pictures(VideoForm::kEncoded, 2);
  auto jumped = raw({320, 240}, 2, kMoving);
  jumped.jump = true;
  tap.push(std::move(jumped));
  EXPECT_TRUE(keeper.pictures(VideoForm::kEncoded, 3).at(2)->key);
}

TEST(LighterVideo, OfPicturesThatNoEncoderTakesThereIsNone) {
  FormKeeper keeper;
  SampleTap tap({}, keeper);
  EXPECT_TRUE(tap.has_video(VideoForm::kEncoded)) << "nobody knows yet";
  tap.set_demand({.encoded = true});
  tap.push(raw({3, 5}, 0, kMoving));
  std::promise<void> done;
  tap.finish([&done] { done.set_value(); });
  done.get_future().wait();
  EXPECT_FALSE(tap.has_video(VideoForm::kEncoded));
  EXPECT_FALSE(tap.has_video(VideoForm::kSmall));
}

}  // namespace
}  // namespace np
