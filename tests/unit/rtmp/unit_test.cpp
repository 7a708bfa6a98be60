#include "rtmp/unit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "messages.hpp"
#include "rtmp/media_clock.hpp"
#include "rtmp/messages.hpp"

namespace np::rtmp {
namespace {

using namespace std::string_literals;
using np::test::says;
using std::chrono::milliseconds;

TEST(Units, OfH264) {
  const auto head = read_video("\x17\0\0\0\0head"s);
  ASSERT_TRUE(head);
  EXPECT_TRUE(head->head);
  EXPECT_EQ(head->bytes, "head");
  const auto picture = read_video("\x27\1\0\0\x28pic"s);
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->codec, Codec::kH264);
  EXPECT_FALSE(picture->key);
  EXPECT_FALSE(picture->head);
  EXPECT_EQ(picture->until_shown, milliseconds(40));
  EXPECT_EQ(picture->bytes, "pic");
  EXPECT_EQ(read_video("\x17\1\xFF\xFF\xFFx"s)->until_shown, milliseconds(-1));
}

TEST(Units, OfEnhancedRtmp) {
  EXPECT_EQ(read_video("\x90hvc1head"s)->codec, Codec::kH265);
  EXPECT_TRUE(read_video("\x90hvc1head"s)->head);
  EXPECT_EQ(read_video("\x91hvc1\0\0\x28pic"s)->until_shown, milliseconds(40));
  EXPECT_EQ(read_video("\x93hvc1pic"s)->bytes, "pic");
  EXPECT_TRUE(read_video("\x93hvc1pic"s)->key);
  EXPECT_EQ(read_video("\xA1"
                       "av01pic"s)
                ->bytes,
            "pic");
  EXPECT_EQ(read_video("\x1C\1\0\0\0pic"s)->codec, Codec::kH265) << "as some cameras write it";
  EXPECT_EQ(read_sound("\x91Opuspiece"s)->codec, Codec::kOpus);
  EXPECT_FALSE(
      read_sound("\x91"
                 "fLaCpiece"s));
}

TEST(Units, OfSound) {
  EXPECT_TRUE(read_sound("\xAF\0\x12\x10"s)->head);
  EXPECT_EQ(read_sound("\xAF\1piece"s)->bytes, "piece");
  EXPECT_EQ(read_sound("\x2Fpiece"s)->codec, Codec::kMp3);
  EXPECT_FALSE(read_sound("\x5Fpiece"s)) << "Nellymoser";
}

TEST(Units, WhatHoldsNothing) {
  for (const std::string& body :
       {""s, "\x17"s, "\x17\1"s, "\x17\1\0\0"s, "\x17\1\0\0\0"s, "\x17\2\0\0\0"s, "\x57\1\0\0\0x"s, "\x90"s, "\x90hv"s,
        "\x90hvc1"s, "\x94hvc1colours"s, "\x96hvc1several"s})
    EXPECT_FALSE(read_video(body)) << testing::PrintToString(body);
  for (const std::string& body : {""s, "\xAF"s, "\xAF\1"s, "\x91Op"s}) EXPECT_FALSE(read_sound(body));
}

TEST(Units, CodecsThatNobodyReadsGetASentence) {
  for (const auto& [body, name] : {std::pair{"\x12x"s, "Sorenson H.263"},
                                   {"\x14x"s, "VP6"},
                                   {"\x19x"s, "codec 9"},
                                   {"\x91vvc1x"s, "vvc1"},
                                   {"\x91\1\2<>x"s, "????"},
                                   {"\x91Opusx"s, "Opus"}}) {
    try {
      read_video(body);
      ADD_FAILURE() << name;
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kUnsupported);
      EXPECT_THAT(e.message(), says(messages::kCodecNotRead, name));
    }
  }
}

TEST(MediaTimes, GoOnWhateverTheSenderSays) {
  MediaClock clock;
  EXPECT_EQ(clock.at(5000), milliseconds(0));
  EXPECT_EQ(clock.at(5040), milliseconds(40));
  EXPECT_EQ(clock.at(5030), milliseconds(30)) << "sound beside it";
  EXPECT_EQ(clock.at(5080), milliseconds(80));
  EXPECT_EQ(clock.at(0), milliseconds(80)) << "another clip begins";
  EXPECT_EQ(clock.at(40), milliseconds(120));
  EXPECT_EQ(clock.at(3'000'000), milliseconds(120)) << "a pause that nobody waited for";
  EXPECT_EQ(clock.at(3'000'020), milliseconds(140));
}

TEST(MediaTimes, GoOnAfter49Days) {
  MediaClock clock;
  EXPECT_EQ(clock.at(0xFFFFFFF0), milliseconds(0));
  EXPECT_EQ(clock.at(4), milliseconds(20));
}

TEST(MediaTimes, AreNeverNegative) {
  MediaClock clock;
  clock.at(100);
  EXPECT_EQ(clock.at(80), milliseconds(0));
}

}  // namespace
}  // namespace np::rtmp
