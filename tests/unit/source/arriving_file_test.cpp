#include "source/arriving/arriving_file.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include "unit/library/scratch.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;
using Next = ArrivingFile::Next;

std::string box(const std::string& type, std::size_t size) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(size >> shift & 0xFF);
  return (out + type).append(size - 8, 'x');
}

class ArrivingFileTest : public ::testing::Test {
 protected:
  fs::path part(std::uint64_t bytes, const std::string& text) {
    const std::string name = arriving_name({"aaaaaaaa", bytes, "my clip.mp4"});
    place_.write(name, text);
    return place_.path() / name;
  }
  static void add(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::app) << text; }
  std::string read(ArrivingFile& file, Next then) {
    std::array<char, 4> into;
    std::string out;
    for (;;) {
      const auto piece = file.read(into);
      if (piece.next != Next::kBytes) {
        EXPECT_EQ(piece.next, then);
        return out;
      }
      out.append(into.data(), piece.bytes);
    }
  }
  test::Scratch place_;
};

TEST_F(ArrivingFileTest, NamesSayAllThereIsToKnow) {
  const auto name = arriving_name_of(arriving_name({"aaaaaaaa", 77, "my clip.mp4"}));
  ASSERT_TRUE(name);
  EXPECT_EQ(name->id, "aaaaaaaa");
  EXPECT_EQ(name->bytes, 77u);
  EXPECT_EQ(name->name, "my clip.mp4");
  for (const char* wrong :
       {"my clip.mp4", ".arriving ", ".arriving a", ".arriving a 7", ".arriving a seven x", ".arriving a 7x x"})
    EXPECT_FALSE(arriving_name_of(wrong)) << wrong;
}

TEST_F(ArrivingFileTest, IsFoundByThePathThatItWillHave) {
  const fs::path there = part(10, "0123"), wanted = place_.path() / "my clip.mp4";
  EXPECT_EQ(arriving_at(wanted), there);
  EXPECT_FALSE(arriving_at(place_.path() / "clip.mp4"));
  EXPECT_FALSE(arriving_at(place_.path() / "none" / "my clip.mp4"));
  EXPECT_FALSE(arriving_at("my clip.mp4"));
  place_.write("my clip.mp4", "all of it");
  EXPECT_FALSE(arriving_at(wanted)) << "it is there";
}

TEST_F(ArrivingFileTest, IsReadAsFarAsItGoesAndThenFurther) {
  const fs::path path = part(10, "0123");
  const auto file = ArrivingFile::open(path);
  ASSERT_TRUE(file);
  EXPECT_EQ(read(*file, Next::kLater), "0123");
  EXPECT_EQ(read(*file, Next::kLater), "");
  add(path, "45678");
  EXPECT_EQ(read(*file, Next::kLater), "45678");
  fs::rename(path, place_.path() / "my clip.mp4");
  add(place_.path() / "my clip.mp4", "9");
  EXPECT_EQ(read(*file, Next::kEnd), "9");
}

TEST_F(ArrivingFileTest, WhatIsDeletedIsReadToItsEndAndThenGone) {
  const fs::path path = part(10, "0123");
  const auto file = ArrivingFile::open(path);
  fs::remove(path);
  EXPECT_EQ(read(*file, Next::kGone), "0123");
}

TEST_F(ArrivingFileTest, OnlyWhatIsOnItsWayIsOne) {
  EXPECT_FALSE(ArrivingFile::open(part(4, "0123"))) << "all of it is there";
  place_.write("clip.mp4", "0123");
  EXPECT_FALSE(ArrivingFile::open(place_.path() / "clip.mp4"));
  EXPECT_FALSE(ArrivingFile::open(place_.path() / ".arriving aaaaaaaa 9 none.mp4"));
  fs::create_symlink(place_.path() / "clip.mp4", place_.path() / ".arriving aaaaaaaa 9 link.mp4");
  EXPECT_FALSE(ArrivingFile::open(place_.path() / ".arriving aaaaaaaa 9 link.mp4"));
  fs::create_directory(place_.path() / ".arriving aaaaaaaa 9 folder.mp4");
  EXPECT_FALSE(ArrivingFile::open(place_.path() / ".arriving aaaaaaaa 9 folder.mp4"));
}

TEST_F(ArrivingFileTest, BeginsWhereNothingThatItNeedsStandsAtItsEnd) {
  const std::string long_mdat = std::string("\0\0\0\1mdat", 8) + std::string(8, '\0');
  const std::string long_free = std::string("\0\0\0\1free\0\0\0\0\0\0\0\x10", 16);
  const std::string endless = std::string("\0\0\0\1free", 8) + std::string(8, '\xFF');
  for (const auto& [text, can] :
       {std::pair<std::string, bool>{box("ftyp", 24) + box("moov", 40), true},
        {box("ftyp", 24) + box("free", 8) + box("uuid", 40) + box("moov", 40).substr(0, 8), true},
        {box("styp", 24) + box("sidx", 40) + box("moof", 40), true},
        {long_free + box("moov", 8), true},
        {box("moov", 40), true},
        {box("ftyp", 24) + box("mdat", 40) + box("moov", 40), false},
        {box("ftyp", 24) + box("wide", 8) + long_mdat, false},
        {box("mdat", 40), false},
        {box("ftyp", 24), false},
        {box("ftyp", 24) + box("free", 400).substr(0, 100), false},
        {box("ftyp", 24) + endless, false},
        {box("ftyp", 24) + box("free", 8).replace(3, 1, "\1") + box("moov", 8), false},
        {std::string("\x1A\x45\xDF\xA3", 4) + std::string(40, 'x'), true},
        {"RIFFxxxxAVI LIST", true},
        {"G", false},
        {"", false}}) {
    const auto file = ArrivingFile::open(part(1000, text));
    ASSERT_TRUE(file);
    EXPECT_EQ(file->can_begin(), can) << text.substr(0, 64);
  }
}

}  // namespace
}  // namespace np
