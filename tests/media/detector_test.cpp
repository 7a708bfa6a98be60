// The detector that comes with the program, on the sample clip: the people in the yard.
#include "perception/detector/detector.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/manual_loop.hpp"
#include "source/source.hpp"

namespace np {
namespace {

using perception::Image;

// Every tenth frame, as the engine gets them.
struct Frames final : FrameSink {
  std::vector<Image> images;
  int seen = 0;

  void on_frame(FramePtr frame) override {
    if (seen++ % 10 == 0) images.push_back({frame->width, frame->height, 3, frame->rgb});
  }
  void on_picture(PicturePtr) override {}
};

const std::vector<Image>& yard() {
  static const std::vector<Image> images = [] {
    const char* clip = std::getenv("NP_SAMPLE");
    Frames frames;
    ManualLoop loop;
    SourceOptions options;
    options.paced = false;
    options.loop = false;
    bool ended = false;
    const auto source = make_source(loop, parse_source(clip ? clip : ""), options, frames);
    source->set_demand({.frames = true});
    source->start({.on_opened = [](const SourceInfo&) {}, .on_ended = [&](const Error&) { ended = true; }});
    while (!ended && loop.wait_posted(std::chrono::seconds(30))) {
    }
    return frames.images;
  }();
  return images;
}

const Detector& detector() {
  static const Detector detector(detector_file(""));
  detector.wait_loaded();
  return detector;
}

std::vector<Detection> people(const Image& image) {
  auto found = detector().look(image, 0.5f);
  if (!found) return {};
  std::erase_if(*found, [](const Detection& d) { return d.kind != Kind::kPerson; });
  return *found;
}

TEST(DetectorOnTheSample, IsThere) {
  ASSERT_TRUE(detector().status().ready) << detector().status().detail;
  ASSERT_GT(yard().size(), 30u);
}

TEST(DetectorOnTheSample, FindsPeople) {
  std::size_t found = 0, empty = 0, upright = 0;
  for (const Image& image : yard()) {
    const auto here = people(image);
    found += here.size();
    empty += here.empty();
    upright +=
        static_cast<std::size_t>(std::ranges::count_if(here, [](const Detection& d) { return d.box.h > d.box.w; }));
  }
  // Five are in view on average, of whom it finds three quarters alone; nobody of them lies.
  EXPECT_GE(found, 3 * yard().size());
  EXPECT_EQ(empty, 0u);
  EXPECT_GE(upright, found * 95 / 100);
}

TEST(DetectorOnTheSample, FindsTheParkedCars) {
  std::size_t with_cars = 0;
  for (const Image& image : yard()) {
    const auto found = detector().look(image, 0.5f);
    ASSERT_TRUE(found);
    with_cars += std::ranges::any_of(*found, [&](const Detection& d) {
      return d.kind == Kind::kCar && d.box.x > image.width * 3 / 4 && d.box.y < image.height / 4;
    });
  }
  EXPECT_GE(with_cars, yard().size() * 9 / 10);
}

// It stretches every picture to a square: people in an upright crop are stretched the other way.
TEST(DetectorOnTheSample, FindsPeopleInAnUprightCrop) {
  std::size_t found = 0;
  for (const Image& image : yard()) {
    const int width = image.height * 9 / 16, left = (image.width - width) / 2;
    Image crop = perception::make_image(width, image.height, 3);
    for (int y = 0; y < image.height; ++y) std::copy_n(image.at(left, y), width * 3, crop.at(0, y));
    for (const Detection& d : people(crop)) {
      EXPECT_LE(d.box.right(), static_cast<float>(width));
      ++found;
    }
  }
  EXPECT_GE(found, yard().size());
}

TEST(DetectorOnTheSample, FindsPeopleInGrey) {
  std::size_t grey = 0, coloured = 0;
  for (const Image& image : yard()) {
    Image one = perception::make_image(image.width, image.height, 1);
    for (std::size_t i = 0; i < one.data.size(); ++i)
      one.data[i] = static_cast<std::uint8_t>((image.data[3 * i] + image.data[3 * i + 1] + image.data[3 * i + 2]) / 3);
    grey += people(one).size();
    coloured += people(image).size();
  }
  EXPECT_GE(grey, coloured * 3 / 4);
}

TEST(DetectorOnTheSample, SeesNothingInEmptyPictures) {
  for (const int brightness : {0, 128, 255}) {
    Image image = perception::make_image(640, 360, 3);
    std::ranges::fill(image.data, static_cast<std::uint8_t>(brightness));
    const auto found = detector().look(image, 0.5f);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->empty()) << brightness;
  }
}

}  // namespace
}  // namespace np
