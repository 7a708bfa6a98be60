#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "config/mask.hpp"
#include "config/nearest.hpp"

namespace np {
namespace {

TEST(Mask, HidesPasswordsAndNothingElse) {
  EXPECT_EQ(mask_credentials("rtsp://ann:pw@cam:554/live"), "rtsp://ann:***@cam:554/live");
  EXPECT_EQ(mask_credentials("rtsp://ann:p@ss/w?rd@cam"), "rtsp://ann:***@cam");
  EXPECT_EQ(mask_credentials("rtsp://t0ken@cam"), "rtsp://***@cam");
  EXPECT_EQ(mask_credentials("rtsp://:pw@cam"), "rtsp://:***@cam");
  EXPECT_EQ(mask_credentials("http://cam/x?user=ann&Password=pw&w=640#top"),
            "http://cam/x?user=ann&Password=***&w=640#top");
  EXPECT_EQ(mask_credentials("http://cam/x?apikey=1;auth=2&y"), "http://cam/x?apikey=***;auth=***&y");
  EXPECT_EQ(mask_credentials("https://site.org/@ann/live"), "https://site.org/@ann/live");
  EXPECT_EQ(mask_credentials("RTMP://0.0.0.0:1935/live/hidden/"), "RTMP://0.0.0.0:1935/live/***");
  EXPECT_EQ(mask_credentials("rtmp://:1935"), "rtmp://:1935");
  EXPECT_EQ(mask_credentials("http://phone:8080/video"), "http://phone:8080/video");
  EXPECT_EQ(mask_credentials("/home/ann/what?token=1 @home.mp4"), "/home/ann/what?token=1 @home.mp4");
  EXPECT_EQ(mask_credentials(""), "");
}

TEST(EditDistance, CountsSlipsOfTheFinger) {
  EXPECT_EQ(edit_distance("CAPTURE_FPS", "CAPTURE_FPS"), 0u);
  EXPECT_EQ(edit_distance("capture_fps", "CAPTURE_FPS"), 0u);
  EXPECT_EQ(edit_distance("CAPTURE_FSP", "CAPTURE_FPS"), 1u);
  EXPECT_EQ(edit_distance("CAPTUREFPS", "CAPTURE_FPS"), 1u);
  EXPECT_EQ(edit_distance("CAPTURE_FPSS", "CAPTURE_FPS"), 1u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("abc", ""), 3u);
}

TEST(Utf8, CountsCharacters) {
  EXPECT_EQ(utf8::length(""), 0u);
  EXPECT_EQ(utf8::length("aä€😀"), 4u);
}

TEST(Utf8, RefusesWhatIsNone) {
  for (const char* bad : {"\x80", "\xff", "\xc3", "\xc3(", "\xe2\x82", "\xc0\x80", "\xe0\x80\x80", "\xf0\x80\x80\x80",
                          "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80"}) {
    EXPECT_FALSE(utf8::length(bad));
  }
}

TEST(Utf8, OneLineIsShortAndClean) {
  EXPECT_EQ(utf8::one_line("a\nb\tc\x7f", 10), "a b c ");
  EXPECT_EQ(utf8::one_line("äöü", 3), "äöü");
  EXPECT_EQ(utf8::one_line("äöüß", 3), "äöü…");
  EXPECT_EQ(utf8::one_line("a\xff"
                           "b",
                           3),
            "a?b");
}

}  // namespace
}  // namespace np
