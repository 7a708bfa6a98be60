#include "library/upload_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>

#include "library/messages.hpp"
#include "messages.hpp"
#include "unit/library/scratch.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;
constexpr std::uint64_t kMb = 1'000'000;

std::optional<ErrorKind> failure_of(const std::function<void()>& work) {
  try {
    work();
    return std::nullopt;
  } catch (const Error& error) {
    return error.kind();
  }
}

class UploadFolderTest : public ::testing::Test {
 protected:
  UploadFolder folder_with(std::uint64_t most) {
    return UploadFolder({.folder = place_.path() / "uploads", .most_bytes = most, .days = 2});
  }
  static UploadWish wish(std::string id, std::string name, std::uint64_t bytes,
                         std::optional<std::uint64_t> first = 0) {
    return {.id = std::move(id), .name = std::move(name), .first = first, .bytes = bytes};
  }
  std::string bring(UploadFolder& folder, const std::string& id, const std::string& name, const std::string& text) {
    const auto part = folder.begin(wish(id, name, text.size()));
    folder.write(*part, text);
    return folder.keep(*part);
  }
  test::Scratch place_;
};

TEST_F(UploadFolderTest, KeepsWhatIsWholeUnderANameOfItsOwn) {
  auto folder = folder_with(kMb);
  EXPECT_EQ(bring(folder, "aaaaaaaa", "clip.mp4", "one"), "clip.mp4");
  EXPECT_EQ(bring(folder, "bbbbbbbb", "clip.mp4", "two"), "clip (2).mp4");
  const auto now = folder.contents();
  ASSERT_EQ(now.kept.size(), 2u);
  EXPECT_TRUE(now.arriving.empty());
  EXPECT_EQ(now.free_bytes, kMb - 6);
  folder.remove("clip.mp4");
  EXPECT_EQ(folder.contents().kept.front().name, "clip (2).mp4");
}

TEST_F(UploadFolderTest, GoesOnWhereItWasAlsoInAnotherRun) {
  {
    auto folder = folder_with(kMb);
    const auto part = folder.begin(wish("aaaaaaaa", "my clip.mp4", 10));
    folder.write(*part, std::string_view("0123xxx"));
  }
  auto folder = folder_with(kMb);
  const auto arriving = folder.contents().arriving;
  ASSERT_EQ(arriving.size(), 1u);
  EXPECT_EQ(arriving[0].name, "my clip.mp4");
  EXPECT_EQ(arriving[0].received, 7u);
  EXPECT_EQ(arriving[0].bytes, 10u);
  EXPECT_EQ(folder.begin(wish("aaaaaaaa", "my clip.mp4", 10, std::nullopt))->received, 7u);
  EXPECT_EQ(failure_of([&] { folder.begin(wish("aaaaaaaa", "my clip.mp4", 10, 8)); }), ErrorKind::kConflict);
  const auto part = folder.begin(wish("aaaaaaaa", "my clip.mp4", 10, 4));
  folder.write(*part, std::string_view("456789"));
  std::ifstream file(folder.path_of(folder.keep(*part)));
  std::string text;
  std::getline(file, text);
  EXPECT_EQ(text, "0123456789");
}

TEST_F(UploadFolderTest, TakesNoMoreThanThereIsRoomFor) {
  auto folder = folder_with(100);
  EXPECT_EQ(failure_of([&] { folder.begin(wish("aaaaaaaa", "a.mp4", 0)); }), ErrorKind::kInvalid);
  EXPECT_EQ(failure_of([&] { folder.begin(wish("aaaaaaaa", "a.mp4", 101)); }), ErrorKind::kRefused);
  const auto part = folder.begin(wish("aaaaaaaa", "a.mp4", 60));
  EXPECT_EQ(folder.contents().free_bytes, 40u) << "what is yet to come counts";
  EXPECT_EQ(failure_of([&] { folder.begin(wish("bbbbbbbb", "b.mp4", 41)); }), ErrorKind::kUnavailable);
  EXPECT_EQ(failure_of([&] { folder.begin(wish("aaaaaaaa", "a.mp4", 60)); }), std::nullopt) << "its room is its own";
  folder.forget("aaaaaaaa");
  EXPECT_EQ(folder.contents().free_bytes, 100u);
}

TEST_F(UploadFolderTest, SaysWhetherTheirBoundOrTheDiskIsTooSmall) {
  const auto told = [](UploadFolder folder, std::uint64_t bytes) -> std::string {
    try {
      folder.begin(wish("aaaaaaaa", "long.mp4", bytes));
      return "nothing";
    } catch (const Error& error) {
      return error.message();
    }
  };
  constexpr std::uint64_t kMoreThanAnyDisk = 1ULL << 60;
  EXPECT_THAT(told(folder_with(2 * kMoreThanAnyDisk), kMoreThanAnyDisk),
              test::says(messages::kUploadDiskFull, "long.mp4"));
  auto small = folder_with(kMb);
  const auto there = small.begin(wish("bbbbbbbb", "other.mp4", kMb - 10));
  EXPECT_THAT(told(folder_with(kMb), 20), test::says(messages::kUploadNoRoom, "long.mp4"));
}

TEST_F(UploadFolderTest, RemovesOnlyItsOwn) {
  auto folder = folder_with(kMb);
  place_.write("secret.mp4", "x");
  place_.write("uploads/.hidden", "x");
  fs::create_symlink(place_.path() / "secret.mp4", place_.path() / "uploads" / "link.mp4");
  for (const char* name : {"../secret.mp4", "secret.mp4", ".hidden", "link.mp4", "", "."})
    EXPECT_EQ(failure_of([&] { folder.remove(name); }), ErrorKind::kNotFound) << name;
  EXPECT_EQ(failure_of([&] { folder.forget("aaaaaaaa"); }), ErrorKind::kNotFound);
  EXPECT_TRUE(folder.contents().kept.empty());
}

TEST_F(UploadFolderTest, DeletesWhatIsTooOldAndNotInUse) {
  auto folder = folder_with(kMb);
  const fs::path uploads = place_.path() / "uploads";
  const auto now = fs::file_time_type::clock::now();
  for (const auto& [name, hours] : {std::pair("old.mp4", 49),
                                    {"used.mp4", 49},
                                    {"new.mp4", 47},
                                    {".arriving aaaaaaaa 9 a.mp4", 25},
                                    {".arriving bbbbbbbb 9 b.mp4", 23},
                                    {".other", 99}}) {
    place_.write(std::string("uploads/") + name, "x");
    fs::last_write_time(uploads / name, now - std::chrono::hours(hours));
  }
  folder.tidy([&](const fs::path& path) { return path == uploads / "used.mp4"; });
  EXPECT_FALSE(fs::exists(uploads / "old.mp4"));
  EXPECT_FALSE(fs::exists(uploads / ".arriving aaaaaaaa 9 a.mp4"));
  for (const char* name : {"used.mp4", "new.mp4", ".arriving bbbbbbbb 9 b.mp4", ".other"})
    EXPECT_TRUE(fs::exists(uploads / name)) << name;
}

}  // namespace
}  // namespace np
