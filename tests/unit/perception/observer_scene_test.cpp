// What the observer knows of a scene that has just begun, with a detector that sees what the test says.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "perception/detector/detector.hpp"
#include "perception/observer.hpp"
#include "unit/perception/seen_network.hpp"
#include "unit/perception/stage.hpp"

namespace np::perception {
namespace {

namespace fs = std::filesystem;

constexpr int kCarColumn = 2, kKiteColumn = 37;

class SceneBegins : public testing::Test {
 protected:
  SceneBegins() {
    std::string name = (fs::temp_directory_path() / "nerdpudding-XXXXXX").string();
    if (mkdtemp(name.data())) folder_ = name;
  }
  ~SceneBegins() override { fs::remove_all(folder_); }

  const Detector& detector(const std::vector<test::Seen>& seen) {
    const fs::path file = folder_ / "eyes.onnx";
    std::ofstream(file, std::ios::binary) << test::network(seen).bytes();
    detector_.emplace(file);
    detector_->wait_loaded();
    return *detector_;
  }
  void play(Observer& observer, double seconds) {
    for (int i = 0; i < std::lround(seconds * Stage::kFps); ++i) facts = observer.observe(*stage.next());
  }

  Stage stage;
  FactsPtr facts;

 private:
  fs::path folder_;
  std::optional<Detector> detector_;
};

TEST_F(SceneBegins, AKiteAsSmallAsALeafIsNone) {
  for (const bool leaf : {true, false}) {
    const float size = leaf ? 0.06f : 0.3f;
    Observer observer{&detector({{kKiteColumn, 1.3f, 0.4f, 0.4f, 0.4f + size, 0.4f + size}})};
    play(observer, 2);
    EXPECT_EQ(facts->actors.size(), leaf ? 0u : 1u);
  }
}

TEST_F(SceneBegins, AStillSceneIsLookedAtUntilItIsKnown) {
  stage.noise = 0;
  Observer observer{&detector({{kCarColumn, 1.3f, 0.4f, 0.1f, 0.6f, 0.4f}})};
  play(observer, 1.8);
  EXPECT_GE(facts->looks, 8);
  ASSERT_EQ(facts->actors.size(), 1u);
  EXPECT_EQ(facts->actors.front().kind, Kind::kCar);
  EXPECT_TRUE(facts->actors.front().at_start);
  const int then = facts->looks;
  play(observer, 4);
  EXPECT_LE(facts->looks, then + 1) << "a quiet picture costs one look in five seconds";
}

TEST_F(SceneBegins, LooksAreCountedOfEachSceneByItself) {
  Observer observer{&detector({{kCarColumn, 1.3f, 0.4f, 0.1f, 0.6f, 0.4f}})};
  play(observer, 4);
  stage.set_yard(99);
  play(observer, 0.2);
  EXPECT_EQ(facts->looks, 1);
  observer.reset();
  play(observer, 0.2);
  EXPECT_EQ(facts->looks, 1);
}

}  // namespace
}  // namespace np::perception
