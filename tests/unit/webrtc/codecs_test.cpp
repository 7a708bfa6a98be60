#include "webrtc/codecs.hpp"

#include <gtest/gtest.h>

namespace np::webrtc {
namespace {

TEST(Codecs, WhatCanBeReceived) {
  for (const char* mime : {"video/VP8", "video/vp9", "video/H264"}) EXPECT_TRUE(can_decode(mime)) << mime;
  for (const char* mime : {"video/H265", "video/AV1", "video/", "audio/opus", ""})
    EXPECT_FALSE(can_decode(mime)) << mime;
  EXPECT_TRUE(is_sound("audio/opus"));
  EXPECT_FALSE(is_sound("video/VP8"));
}

}  // namespace
}  // namespace np::webrtc
