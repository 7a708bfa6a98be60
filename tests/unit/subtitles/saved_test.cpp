// What the subtitles of a record need beside the lines: which of them, and a name.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "subtitles/file_name.hpp"
#include "subtitles/newest_pass.hpp"

namespace np::subtitles {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<double> taken(const std::vector<double>& newest_first) {
  NewestPass pass;
  std::vector<double> all;
  for (const double at : newest_first)
    if (pass.takes(at)) all.push_back(at);
  return all;
}

TEST(NewestPass, TakesAllOfAVideoThatWasPlayedOnce) { EXPECT_THAT(taken({9, 5, 5, 1, 0}), ElementsAre(9, 5, 5, 1, 0)); }

TEST(NewestPass, FillsUpFromThePassBeforeWhatTheNewestHasNotReached) {
  EXPECT_THAT(taken({4, 2, 0, 9.5, 7.5, 3.5, 1.5, 9, 3}), ElementsAre(4, 2, 0, 9.5, 7.5));
}

TEST(NewestPass, TakesThePlaceThatSomebodyWentTo) {
  EXPECT_THAT(taken({65, 61, 12, 10}), ElementsAre(65, 61, 12, 10)) << "forwards";
  EXPECT_THAT(taken({12, 10, 65, 61, 11}), ElementsAre(12, 10, 65, 61)) << "backwards";
}

TEST(NewestPass, IsNotMovedByLinesOfTheSameMoment) {
  EXPECT_THAT(taken({}), IsEmpty());
  EXPECT_THAT(taken({0, 0, 0}), ElementsAre(0, 0, 0));
}

TEST(FileName, IsOfTheVideoOrTheCameraAndTheDay) {
  EXPECT_EQ(file_name("/home/me/match.of.the.day.mp4", "", Format::kSubRip), "match.of.the.day.srt");
  EXPECT_EQ(file_name("Front door", "2026-11-29", Format::kWebVtt), "Front door 2026-11-29.vtt");
  EXPECT_EQ(file_name("rtsp://cam.local:554/front?x=1", "2026-11-29", Format::kText),
            "cam.local 554 front 2026-11-29.txt");
  EXPECT_EQ(file_name("", "2026-11-29", Format::kJsonLines), "NerdPudding 2026-11-29.jsonl");
  EXPECT_EQ(file_name("/dev/video0", "2026-11-29", Format::kText), "video0 2026-11-29.txt");
}

TEST(FileName, IsOneThatEveryFileSystemTakes) {
  EXPECT_EQ(file_name("http://x/../..", "", Format::kWebVtt), "x .. ...vtt");
  EXPECT_EQ(file_name("....", "", Format::kWebVtt), "NerdPudding.vtt");
  EXPECT_EQ(file_name("a\r\nb\x01\"c\"*.mp4", "", Format::kWebVtt), "a b c.vtt");
  EXPECT_LE(file_name(std::string(500, 'x'), "2026-11-29", Format::kWebVtt).size(), 120u);
  std::string accents;
  for (int i = 0; i < 200; ++i) accents += "é";
  EXPECT_TRUE(file_name(accents, "", Format::kWebVtt).ends_with("é.vtt"));
}

}  // namespace
}  // namespace np::subtitles
