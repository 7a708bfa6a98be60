#include "library/glance_cache.hpp"

#include <gtest/gtest.h>

#include "unit/library/scratch.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

TEST(GlanceCache, FindsWhatItKeptOfTheVeryFile) {
  test::Scratch place;
  place.write("clip.mp4", "x");
  const fs::path video = place.path() / "clip.mp4";
  GlanceCache cache(place.path() / "glances");
  EXPECT_FALSE(cache.find(video));
  cache.keep(video, {.codec = "H.264 (High)", .width = 640, .height = 360, .length_s = 79.5, .jpeg = {1, 2, '\n', 0}});
  const auto found = GlanceCache(place.path() / "glances").find(video);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->codec, "H.264 (High)");
  EXPECT_EQ(found->width, 640);
  EXPECT_DOUBLE_EQ(found->length_s, 79.5);
  EXPECT_EQ(found->jpeg, (std::vector<std::uint8_t>{1, 2, '\n', 0}));
  place.write("clip.mp4", "another");
  EXPECT_FALSE(cache.find(video));
}

TEST(GlanceCache, IsBoundedAndForgivesDamage) {
  test::Scratch place;
  GlanceCache cache(place.path() / "glances", 20);
  for (int i = 0; i < 60; ++i) {
    const std::string name = std::to_string(i) + ".mp4";
    place.write(name, "x");
    cache.keep(place.path() / name, {.codec = "V"});
  }
  EXPECT_LE(std::distance(fs::directory_iterator(place.path() / "glances"), fs::directory_iterator()), 23);
  EXPECT_TRUE(cache.find(place.path() / "59.mp4"));
  for (const auto& file : fs::directory_iterator(place.path() / "glances")) std::ofstream(file.path()) << "damaged";
  EXPECT_FALSE(cache.find(place.path() / "59.mp4"));
  GlanceCache nowhere("");
  nowhere.keep(place.path() / "59.mp4", {});
  EXPECT_FALSE(nowhere.find(place.path() / "59.mp4"));
}

}  // namespace
}  // namespace np
