// The detector with networks of the tests' own: what they see is written into them, and how bright the picture is says
// how sure they are.
#include "perception/detector/detector.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "messages.hpp"
#include "onnx/messages.hpp"
#include "perception/messages.hpp"
#include "unit/perception/seen_network.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;
using perception::Image;
using test::boxes_of;
using test::kColumns;
using test::kPlaces;
using test::network;
using test::OnnxFile;
using test::says;
using test::scores_of;
using test::Seen;
using ::testing::_;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Fails for every picture that is not black.
OnnxFile failing_network() {
  return OnnxFile()
      .input("picture", {1, 300, 300, 3})
      .constant("likely", {1, kPlaces, kColumns}, scores_of({}))
      .constant("places", {1, 1, kPlaces, 4}, boxes_of({}))
      .node("ReduceMean", {"picture"}, "mean", "keepdims", 0)
      .node("Cast", {"mean"}, "which", "to", OnnxFile::kInt64)
      .node("Gather", {"places", "which"}, "boxes", "axis", 0)
      .node("Identity", {"likely"}, "scores")
      .output("scores", {1, kPlaces, kColumns})
      .output("boxes", {1, kPlaces, 4});
}

// Another one: what goes in comes out.
OnnxFile echo(const test::Shape& shape, const std::string& in = "picture", OnnxFile::Type type = OnnxFile::kFloat) {
  return OnnxFile().input(in, shape, type).node("Identity", {in}, "scores").output("scores", shape, type);
}

class DetectorFile : public ::testing::Test {
 protected:
  DetectorFile() {
    std::string name = (fs::temp_directory_path() / "nerdpudding-XXXXXX").string();
    if (mkdtemp(name.data())) folder_ = name;
  }
  ~DetectorFile() override { fs::remove_all(folder_); }

  fs::path file(const std::string& bytes, const std::string& name = "eyes.onnx") const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }
  fs::path file(const OnnxFile& network) const { return file(network.bytes()); }

  // Why this file is none, as everybody may read it.
  std::string refusal(const fs::path& path) const {
    const Detector detector(path);
    detector.wait_loaded();
    const Detector::Status status = detector.status();
    EXPECT_FALSE(status.ready);
    EXPECT_FALSE(status.loading);
    EXPECT_FALSE(detector.look(perception::make_image(4, 4, 3), 0.1f));
    EXPECT_THAT(status.detail, AllOf(Not(HasSubstr(folder_.string())), Not(HasSubstr("\n"))));
    EXPECT_TRUE(status.detail.ends_with('.'));
    EXPECT_THAT(status.detail, HasSubstr("\"" + path.filename().string() + "\""));
    return status.detail;
  }

  fs::path folder_;
};

Image picture(int width, int height, int channels = 3, std::uint8_t brightness = 255) {
  Image image = perception::make_image(width, height, channels);
  std::ranges::fill(image.data, brightness);
  return image;
}

class DetectorLook : public DetectorFile {
 protected:
  std::vector<Detection> look(const std::vector<Seen>& seen, const Image& image, float least = 0.3f) const {
    const Detector detector(file(network(seen)));
    detector.wait_loaded();
    EXPECT_TRUE(detector.status().ready) << detector.status().detail;
    auto found = detector.look(image, least);
    EXPECT_TRUE(found);
    return found.value_or(std::vector<Detection>{});
  }
  std::vector<Kind> kinds(const std::vector<Seen>& seen) const {
    std::vector<Kind> kinds;
    for (const Detection& one : look(seen, picture(100, 100))) kinds.push_back(one.kind);
    return kinds;
  }
};

TEST_F(DetectorFile, IsReadyWhenItHasLoaded) {
  const Detector detector(file(network({})));
  detector.wait_loaded();
  const Detector::Status status = detector.status();
  EXPECT_TRUE(status.ready);
  EXPECT_FALSE(status.loading);
  EXPECT_EQ(status.detail, "");
}

TEST_F(DetectorFile, MayBeGoneBeforeItHasLoaded) {
  const fs::path path = file(network({}));
  for (int i = 0; i < 20; ++i) {
    const Detector detector(path);
    detector.look(picture(4, 4), 0.1f);
  }
}

TEST_F(DetectorFile, None) {
  const Detector detector({});
  detector.wait_loaded();
  EXPECT_FALSE(detector.status().ready);
  EXPECT_FALSE(detector.status().loading);
  EXPECT_THAT(detector.status().detail, messages::kDetectorOff);
  EXPECT_FALSE(detector.look(picture(4, 4), 0.1f));
}

TEST_F(DetectorFile, Missing) {
  EXPECT_THAT(refusal(folder_ / "nowhere.onnx"), says(messages::kNetworkNotThere));
  EXPECT_THAT(refusal(folder_ / "no" / "folder.onnx"), says(messages::kNetworkNotThere));
  EXPECT_THAT(refusal(file("", "file") / "below.onnx"), says(messages::kNetworkNotThere));
}

TEST_F(DetectorFile, Damaged) {
  const std::string whole = network({{0, 1, 0, 0, 1, 1}}).bytes();
  EXPECT_THAT(refusal(file("")), says(messages::kNetworkDamaged));
  EXPECT_THAT(refusal(file("A text, and no network at all.\n")), says(messages::kNetworkDamaged));
  EXPECT_THAT(refusal(file(std::string(10'000, '\0'))), says(messages::kNetworkDamaged));
  for (const std::size_t length : {std::size_t{1}, std::size_t{100}, whole.size() / 2, whole.size() - 1})
    EXPECT_THAT(refusal(file(whole.substr(0, length))), says(messages::kNetworkDamaged)) << length;
}

TEST_F(DetectorFile, NoFile) {
  EXPECT_THAT(refusal(folder_), says(messages::kNetworkNoFile, _, messages::kFolder));
  const fs::path pipe = folder_ / "pipe.onnx";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(refusal(pipe), says(messages::kNetworkNoFile, _, messages::kDeviceOrPipe));
}

TEST_F(DetectorFile, TooLarge) {
  const fs::path path = file("");
  fs::resize_file(path, 100 << 20);
  EXPECT_THAT(refusal(path), says(messages::kNetworkTooLarge));
}

TEST_F(DetectorFile, Unreadable) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const fs::path path = file(network({}));
  fs::permissions(path, fs::perms::none);
  EXPECT_THAT(refusal(path), says(messages::kNetworkNotReadable));
  const fs::path closed = folder_ / "closed";
  fs::create_directory(closed, folder_);
  fs::permissions(closed, fs::perms::none);
  EXPECT_THAT(refusal(closed / "in.onnx"), says(messages::kNetworkNotReadable));
  fs::permissions(closed, fs::perms::owner_all);
}

TEST_F(DetectorFile, AnotherNetwork) {
  const test::Shape right{1, 300, 300, 3};
  EXPECT_THAT(refusal(file(echo({1, 3, 224, 224}, "data"))), says(messages::kOtherNetwork));
  EXPECT_THAT(refusal(file(echo(right))), says(messages::kOtherNetwork));
  EXPECT_THAT(refusal(file(echo(right, "picture", OnnxFile::kUint8))), says(messages::kOtherNetwork));
  EXPECT_THAT(refusal(file(network({}).input("more", {1}))), says(messages::kOtherNetwork));
  EXPECT_THAT(refusal(file(echo({1, 300, 300, 3}).node("Identity", {"picture"}, "boxes").output("boxes", right))),
              says(messages::kOtherNetwork));
}

TEST_F(DetectorFile, ANameThatIsNoText) {
  const Detector detector(folder_ / "\xff\n.onnx");
  detector.wait_loaded();
  EXPECT_THAT(detector.status().detail, AllOf(HasSubstr("\"? .onnx\""), says(messages::kNetworkNotThere)));
}

TEST_F(DetectorFile, ThatFailsWhileItRuns) {
  const Detector detector(file(failing_network()));
  detector.wait_loaded();
  EXPECT_TRUE(detector.look(picture(10, 10, 3, 0), 0.1f));
  EXPECT_FALSE(detector.look(picture(10, 10, 3, 255), 0.1f));
  EXPECT_FALSE(detector.status().ready);
  EXPECT_THAT(detector.status().detail, messages::kDetectorFailed);
  EXPECT_FALSE(detector.look(picture(10, 10, 3, 0), 0.1f));
}

TEST_F(DetectorLook, KindsByCocosNumbers) {
  // Sorted by how sure it is; COCO's 12 and 26 name nothing.
  EXPECT_THAT(kinds({{0, 0.9f, 0, 0, 0.1f, 0.1f},
                     {11, 1, 0.2f, 0, 0.3f, 0.1f},
                     {12, 0.8f, 0.2f, 0, 0.3f, 0.1f},
                     {17, 0.7f, 0.4f, 0, 0.5f, 0.1f},
                     {25, 1, 0.6f, 0, 0.7f, 0.1f},
                     {26, 0.6f, 0.6f, 0, 0.7f, 0.1f},
                     {36, 0.5f, 0.8f, 0, 0.9f, 0.1f},
                     {89, 0.4f, 0.8f, 0.5f, 0.9f, 0.6f}}),
              ::testing::ElementsAre(Kind::kPerson, Kind::kStopSign, Kind::kDog, Kind::kBackpack, Kind::kBall,
                                     Kind::kToothbrush));
}

TEST_F(DetectorLook, OnlyWhatIsSureEnough) {
  const std::vector<Seen> seen{
      {0, 0.49f, 0, 0, 0.1f, 0.1f}, {0, 0.51f, 0.5f, 0, 0.6f, 0.1f}, {2, 0.9f, 0, 0.5f, 0.1f, 0.6f}};
  EXPECT_THAT(look(seen, picture(10, 10), 0.5f), SizeIs(2));
  EXPECT_THAT(look(seen, picture(10, 10), 0.95f), IsEmpty());
  EXPECT_THAT(look(seen, picture(10, 10, 3, 0), 0.1f), IsEmpty());
  EXPECT_THAT(look(seen, picture(10, 10), std::numeric_limits<float>::quiet_NaN()), IsEmpty());
}

TEST_F(DetectorLook, BoxesInPixelsOfThePicture) {
  const std::vector<Seen> seen{{0, 0.9f, 0.25f, 0.5f, 0.75f, 0.6f}};
  for (const auto& [width, height] : {std::pair{160, 90}, {90, 160}, {1, 1}, {1, 400}, {8192, 16}, {300, 300}}) {
    const auto found = look(seen, picture(width, height));
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_NEAR(found[0].score, 0.9, 1e-4);
    EXPECT_NEAR(found[0].box.x, 0.5 * width, 1e-3 * width);
    EXPECT_NEAR(found[0].box.y, 0.25 * height, 1e-3 * height);
    EXPECT_NEAR(found[0].box.w, 0.1 * width, 1e-3 * width);
    EXPECT_NEAR(found[0].box.h, 0.5 * height, 1e-3 * height);
  }
}

TEST_F(DetectorLook, BoxesStayInside) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN(), kInfinite = std::numeric_limits<float>::infinity();
  const auto found = look({{0, 0.9f, -0.5f, -1, 0.5f, 0.5f},
                           {1, 0.8f, 0.5f, 0.5f, 3, 2},
                           {2, 0.7f, 0.5f, 0.5f, 0.5f, 0.9f},  // empty
                           {3, 0.7f, 0.6f, 0.5f, 0.5f, 0.9f},  // inside out
                           {4, 0.7f, 1.1f, 0, 1.2f, 0.9f},     // outside
                           {5, 0.7f, kNan, 0, 0.5f, 0.9f},
                           {6, 0.7f, 0, 0, kInfinite, 0.9f}},
                          picture(100, 50));
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].box.x, 0);
  EXPECT_EQ(found[0].box.y, 0);
  EXPECT_FLOAT_EQ(found[0].box.right(), 50);
  EXPECT_FLOAT_EQ(found[1].box.right(), 100);
  EXPECT_FLOAT_EQ(found[1].box.bottom(), 50);
}

TEST_F(DetectorLook, DoublesOfOneKindOnly) {
  const auto found = look({{0, 0.6f, 0.1f, 0.1f, 0.5f, 0.3f},
                           {0, 0.9f, 0.1f, 0.12f, 0.5f, 0.32f},    // the same, surer
                           {0, 0.5f, 0.1f, 0.2f, 0.5f, 0.4f},      // beside it
                           {17, 0.8f, 0.1f, 0.12f, 0.5f, 0.32f}},  // another kind in the same place
                          picture(100, 100));
  ASSERT_THAT(found, SizeIs(3));
  EXPECT_EQ(found[0].kind, Kind::kPerson);
  EXPECT_NEAR(found[0].score, 0.9, 1e-4);
  EXPECT_EQ(found[1].kind, Kind::kDog);
  EXPECT_NEAR(found[2].score, 0.5, 1e-4);
}

TEST_F(DetectorLook, ACrowd) {
  std::vector<Seen> crowd;
  for (int i = 0; i < kPlaces; ++i) {
    const float x = static_cast<float>(i % 50) / 50, y = static_cast<float>(i / 50) / 50;
    crowd.push_back({0, 0.4f + 0.0003f * static_cast<float>(i), y, x, y + 0.02f, x + 0.02f});
  }
  const auto found = look(crowd, picture(400, 300));
  ASSERT_THAT(found, SizeIs(Detector::kMost));
  EXPECT_NEAR(found.front().score, 0.4 + 0.0003 * (kPlaces - 1), 1e-3);
  EXPECT_TRUE(std::ranges::is_sorted(found, std::greater{}, &Detection::score));
}

TEST_F(DetectorLook, Grey) {
  const auto found = look({{0, 0.9f, 0, 0, 1, 1}}, picture(40, 30, 1));
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_NEAR(found[0].score, 0.9, 1e-4);
}

TEST_F(DetectorLook, NoPicture) {
  const std::vector<Seen> seen{{0, 0.9f, 0, 0, 1, 1}};
  EXPECT_THAT(look(seen, {}), IsEmpty());
  EXPECT_THAT(look(seen, {.width = 10, .height = 10, .channels = 3, .data = std::vector<std::uint8_t>(299, 255)}),
              IsEmpty());
  EXPECT_THAT(look(seen, picture(10, 10, 4)), IsEmpty());
  EXPECT_THAT(look(seen, {.width = -10, .height = -10, .channels = 3, .data = std::vector<std::uint8_t>(300, 255)}),
              IsEmpty());
}

TEST_F(DetectorFile, EveryThreadGetsItsOwnAnswers) {
  const Detector detector(file(network({{0, 1, 0, 0, 1, 1}})));
  detector.wait_loaded();
  std::vector<std::jthread> threads;
  for (int t = 1; t <= 6; ++t) {
    threads.emplace_back([&detector, t] {
      const Image mine = picture(10 * t, 5 * t, 3, static_cast<std::uint8_t>(40 * t));
      for (int i = 0; i < 10; ++i) {
        const auto found = detector.look(mine, 0.01f);
        ASSERT_TRUE(found);
        ASSERT_THAT(*found, SizeIs(1));
        EXPECT_NEAR(found->front().score, 40 * t / 255.0, 1e-3);
        EXPECT_FLOAT_EQ(found->front().box.w, 10.0f * static_cast<float>(t));
      }
    });
  }
}

TEST_F(DetectorFile, CheckedWithoutADetector) {
  EXPECT_NO_THROW(check_detector({}));
  EXPECT_NO_THROW(check_detector(file(network({}))));
  try {
    check_detector(folder_ / "nowhere.onnx");
    ADD_FAILURE() << "it is there";
  } catch (const Error& e) {
    EXPECT_EQ(e.message(), refusal(folder_ / "nowhere.onnx"));
  }
}

TEST(DetectorSetting, Off) { EXPECT_TRUE(detector_file("off").empty()); }

TEST(DetectorSetting, AFile) { EXPECT_EQ(detector_file("eyes/mine.onnx"), "eyes/mine.onnx"); }

TEST(DetectorSetting, Unset) {
  const fs::path path = detector_file("");
  EXPECT_TRUE(path.is_absolute());
  EXPECT_THAT(path.string(), ::testing::EndsWith("/share/nerdpudding/detector.onnx"));
}

}  // namespace
}  // namespace np
