#include "library/media_folders.hpp"

#include <gtest/gtest.h>

#include "unit/library/scratch.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> names_in(const MediaListing& found) {
  std::vector<std::string> names;
  for (const auto& video : found.videos) names.push_back(video.name);
  return names;
}

TEST(MediaFolders, ShowVideosAndFolders) {
  test::Scratch place;
  for (const char* name : {"media/b.mp4", "media/A.MKV", "media/note.txt", "media/.x.mp4", "media/sub/c.webm"})
    place.write(name, "x");
  const MediaFolders folders({place.path() / "media/"});
  EXPECT_EQ(folders.list({}).folders[0].dir, "media");
  const auto top = folders.list({.dir = "media"});
  EXPECT_EQ(names_in(top), (std::vector<std::string>{"A.MKV", "b.mp4"}));
  EXPECT_EQ(top.folders[0].dir, "media/sub");
  EXPECT_EQ(names_in(folders.list({.dir = "media/sub"})), std::vector<std::string>{"c.webm"});
  EXPECT_EQ(names_in(folders.list({.words = "c"})), std::vector<std::string>{"c.webm"});
}

TEST(MediaFolders, HaveNoWayOut) {
  test::Scratch place;
  place.write("media/a.mp4", "x");
  place.write("media2/b.mp4", "x");
  fs::create_symlink(place.path() / "media2", place.path() / "media" / "out");
  fs::create_symlink(place.path() / "media2" / "b.mp4", place.path() / "media" / "b.mp4");
  fs::create_symlink("loop", place.path() / "media" / "loop");
  const MediaFolders folders({place.path() / "media"});
  const auto top = folders.list({.dir = "media"});
  EXPECT_EQ(names_in(top), std::vector<std::string>{"a.mp4"});
  EXPECT_TRUE(top.folders.empty());
  for (const char* dir :
       {"..", "media/..", "media/out", "media/loop", "media2", "media/./", "/", "media//tmp", "media/sub/../../media2"})
    EXPECT_THROW(folders.list({.dir = dir}), Error) << dir;
  EXPECT_TRUE(folders.hold(place.path() / "media" / "a.mp4"));
  EXPECT_FALSE(folders.hold(place.path() / "media2" / "b.mp4")) << "its name only begins as the folder's";
  EXPECT_FALSE(folders.hold(place.path() / "media" / ".." / "media2" / "b.mp4"));
}

TEST(MediaFolders, ComePageByPage) {
  test::Scratch place;
  for (int i = 0; i < 130; ++i) place.write("m/" + std::to_string(1000 + i) + ".mp4", "x");
  const MediaFolders folders({place.path() / "m"});
  MediaWish wish{.dir = "m"};
  std::vector<std::string> seen;
  for (int page = 0; page < 3; ++page) {
    const auto found = folders.list(wish);
    for (const auto& name : names_in(found)) seen.push_back(name);
    EXPECT_EQ(found.more.has_value(), page < 2);
    wish.after = found.more.value_or("");
  }
  ASSERT_EQ(seen.size(), 130u);
  EXPECT_EQ(seen[60], "1060.mp4");
}

}  // namespace
}  // namespace np
