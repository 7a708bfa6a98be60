// What players make of it is asked in tests/api/test_video.py.
#include "video/mp4_fragments.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string_view>
#include <vector>

#include "unit/video/make_h264.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;
using test::make_h264;

const TimePoint kBegin = TimePoint{} + std::chrono::hours(1);

std::uint64_t number(std::string_view bytes, std::size_t at, int size) {
  std::uint64_t out = 0;
  for (int i = 0; i < size; ++i) out = out << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  return out;
}

// Names of the boxes that lie side by side; "mdat" is cut off before its content.
std::vector<std::string> boxes(std::string_view bytes) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at + 8 <= bytes.size(); at += number(bytes, at, 4))
    out.emplace_back(bytes.substr(at + 4, 4));
  return out;
}

std::uint64_t time_of(std::string_view head) { return number(head, head.find("tfdt") + 8, 8); }

using Names = std::vector<std::string>;

TEST(Mp4Fragments, TheHeadOfTheFileComesOnceForEachConfig) {
  Mp4Fragments fragments;
  EXPECT_EQ(boxes(fragments.head(*make_h264(1, 0, kBegin), kBegin)), (Names{"ftyp", "moov", "prft", "moof", "mdat"}));
  EXPECT_EQ(boxes(fragments.head(*make_h264(1, 1, kBegin), kBegin)), (Names{"prft", "moof", "mdat"}));
  auto other = std::make_shared<H264Picture>(*make_h264(2, 0, kBegin));
  other->config = test::make_h264_config(2);
  EXPECT_EQ(boxes(fragments.head(*other, kBegin)), (Names{"ftyp", "moov", "prft", "moof", "mdat"}));
}

TEST(Mp4Fragments, PointsToItsPicture) {
  Mp4Fragments fragments;
  const auto picture = make_h264(1, 0, kBegin);
  const std::string head = fragments.head(*picture, kBegin);
  const std::size_t moof = head.find("moof") - 4;
  const std::size_t run = head.find("trun") + 8;
  EXPECT_EQ(number(head, run + 4, 4), head.size() - moof);
  EXPECT_EQ(number(head, run + 12, 4), picture->units.size());
  EXPECT_EQ(number(head, head.size() - 8, 4), picture->units.size() + 8);
}

TEST(Mp4Fragments, TimeIsThatOfBeingShown) {
  Mp4Fragments fragments;
  EXPECT_EQ(time_of(fragments.head(*make_h264(1, 0, kBegin), kBegin)), 0u);
  EXPECT_EQ(time_of(fragments.head(*make_h264(1, 1, kBegin), kBegin + milliseconds(50))), 50'000u);
}

TEST(Mp4Fragments, WhatOnlyHelpsToDecodePassesInNoTimeAndIsOfNoMoment) {
  Mp4Fragments fragments;
  EXPECT_EQ(boxes(fragments.head(*make_h264(1, 0, kBegin), std::nullopt)), (Names{"ftyp", "moov", "moof", "mdat"}));
  EXPECT_EQ(time_of(fragments.head(*make_h264(1, 1, kBegin), std::nullopt)), 100u);
  EXPECT_EQ(time_of(fragments.head(*make_h264(1, 2, kBegin), kBegin)), 20'100u) << "apart from them";
  EXPECT_EQ(time_of(fragments.head(*make_h264(1, 3, kBegin), kBegin + milliseconds(40))), 60'100u);
}

// A player drops what follows a longer gap, up to the next key picture.
TEST(Mp4Fragments, NoStepIsLongerThanASecond) {
  Mp4Fragments fragments;
  fragments.head(*make_h264(1, 0, kBegin), kBegin);
  EXPECT_EQ(time_of(fragments.head(*make_h264(1, 1, kBegin), kBegin + std::chrono::minutes(1))), 1'000'000u);
  EXPECT_EQ(time_of(fragments.head(*make_h264(1, 2, kBegin), kBegin + std::chrono::minutes(1) + milliseconds(40))),
            1'040'000u);
}

}  // namespace
}  // namespace np
