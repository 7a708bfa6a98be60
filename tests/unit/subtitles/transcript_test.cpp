#include "subtitles/transcript.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <ctime>
#include <limits>
#include <string>
#include <vector>

#include "subtitles/timestamp.hpp"

namespace np::subtitles {
namespace {

// A zone that is not the machine's own.
class Transcripts : public ::testing::Test {
 protected:
  Transcripts() {
    setenv("TZ", "XXX-05:30", 1);
    tzset();
  }
  ~Transcripts() override {
    unsetenv("TZ");
    tzset();
  }
};

std::string written(Format format, const std::vector<SpokenLine>& lines, TranscriptOptions options = {}) {
  const auto transcript = make_transcript(format, std::move(options));
  std::string text;
  for (const SpokenLine& line : lines) text += transcript->add(line);
  return text + transcript->finish();
}

const std::vector<SpokenLine> kLines = {
    {.at_s = 1.4, .text = "A dog & a <cat> --> run in from the left, and a second dog follows."},
    {.at_s = 3662.0014, .text = "  Two\n\npeople\tleave. ", .latency_s = 0.6124},
};
constexpr double kEvening = 1795000000.042;  // 2026-11-18 16:36:40 in that zone

TEST_F(Transcripts, WebVtt) {
  EXPECT_EQ(written(Format::kWebVtt, kLines, {.source = "clip.mp4"}),
            "WEBVTT\n\n"
            "NOTE clip.mp4\n\n"
            "00:00:01.400 --> 00:00:05.342\n"
            "A dog &amp; a &lt;cat&gt; --&gt; run in from the left,\n"
            "and a second dog follows.\n\n"
            "01:01:02.001 --> 01:01:03.001\n"
            "Two people leave.\n\n");
}

TEST_F(Transcripts, SubRip) {
  EXPECT_EQ(written(Format::kSubRip, kLines, {.source = "clip.mp4"}),
            "1\r\n00:00:01,400 --> 00:00:05,342\r\n"
            "A dog & a ‹cat› --› run in from the left,\r\n"
            "and a second dog follows.\r\n\r\n"
            "2\r\n01:01:02,001 --> 01:01:03,001\r\n"
            "Two people leave.\r\n\r\n");
}

TEST_F(Transcripts, JsonLines) {
  EXPECT_EQ(written(Format::kJsonLines, kLines),
            "{\"begin\":1.400,\"end\":5.341,\"text\":\"A dog & a <cat> --> run in from the left, and a second dog "
            "follows.\"}\n"
            "{\"begin\":3662.001,\"end\":3663.001,\"text\":\"Two people leave.\",\"latency\":0.612}\n");
  EXPECT_EQ(written(Format::kJsonLines, {{.at_s = kEvening, .text = "\"Hi\" \\"}}, {.time_base = TimeBase::kUnix}),
            "{\"begin\":1795000000.042,\"end\":1795000001.042,\"date\":\"2026-11-18T16:36:40.042+05:30\",\"text\":"
            "\"\\\"Hi\\\" \\\\\"}\n");
}

TEST_F(Transcripts, PlainText) {
  EXPECT_EQ(written(Format::kText, kLines),
            "0:00:01  A dog & a <cat> --> run in from the left, and a second dog follows.\n"
            "1:01:02  Two people leave.\n");
  EXPECT_EQ(written(Format::kText, {{.at_s = kEvening, .text = "Hi."}}, {.time_base = TimeBase::kUnix}),
            "2026-11-18 16:36:40 +05:30  Hi.\n");
}

TEST_F(Transcripts, OfACameraBeginWithItsFirstLineAndSayWhenThatWas) {
  EXPECT_EQ(written(Format::kWebVtt, {{.at_s = kEvening, .text = "One."}, {.at_s = kEvening + 60, .text = "Two."}},
                    {.time_base = TimeBase::kUnix, .source = "Front --> door"}),
            "WEBVTT\n\n"
            "NOTE Front --&gt; door, 00:00:00.000 is 2026-11-18 16:36:40 +05:30\n\n"
            "00:00:00.000 --> 00:00:01.000\nOne.\n\n"
            "00:01:00.000 --> 00:01:01.000\nTwo.\n\n");
}

TEST_F(Transcripts, GoOnWhereAClockIsSetBack) {
  EXPECT_EQ(written(Format::kSubRip,
                    {{.at_s = kEvening, .text = "One."},
                     {.at_s = kEvening - 86400, .text = "Two."},
                     {.at_s = kEvening - 86395, .text = "Three."}},
                    {.time_base = TimeBase::kUnix}),
            "1\r\n00:00:00,000 --> 00:00:01,000\r\nOne.\r\n\r\n"
            "2\r\n00:00:01,000 --> 00:00:02,000\r\nTwo.\r\n\r\n"
            "3\r\n00:00:05,000 --> 00:00:06,000\r\nThree.\r\n\r\n");
}

TEST_F(Transcripts, WithoutLinesAreValid) {
  EXPECT_EQ(written(Format::kWebVtt, {}), "WEBVTT\n\n");
  EXPECT_EQ(written(Format::kWebVtt, {}, {.time_base = TimeBase::kUnix, .source = "Door"}), "WEBVTT\n\nNOTE Door\n\n");
  for (const Format format : {Format::kSubRip, Format::kJsonLines, Format::kText}) EXPECT_EQ(written(format, {}), "");
}

TEST_F(Transcripts, TakeTimesThatAreNone) {
  for (const double at : {-5.0, std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::infinity()})
    EXPECT_EQ(written(Format::kSubRip, {{.at_s = at, .text = "Hi."}}),
              "1\r\n00:00:00,000 --> 00:00:01,000\r\nHi.\r\n\r\n");
  for (const FormatInfo& format : kFormats)
    EXPECT_NE(written(format.format, {{.at_s = std::numeric_limits<double>::infinity(), .text = "Hi."}},
                      {.time_base = TimeBase::kUnix}),
              "");
}

TEST(Formats, AreKnownByKeyAndByEnding) {
  EXPECT_EQ(format_of_key("vtt"), Format::kWebVtt);
  EXPECT_EQ(format_of_key("VTT"), std::nullopt);
  EXPECT_EQ(format_of_file("a/clip.SRT"), Format::kSubRip);
  EXPECT_EQ(format_of_file("lines.jsonl"), Format::kJsonLines);
  EXPECT_EQ(format_of_file("notes.txt"), Format::kText);
  EXPECT_EQ(format_of_file("clip.mp4"), std::nullopt);
  EXPECT_EQ(format_of_file("srt"), std::nullopt);
}

TEST(CueTime, HasAsManyHoursAsItTakes) {
  EXPECT_EQ(cue_time(milliseconds(0.0004), '.'), "00:00:00.000");
  EXPECT_EQ(cue_time(milliseconds(359999.9996), ','), "100:00:00,000");
  EXPECT_EQ(position_text(milliseconds(3661.9)), "1:01:01");
}

}  // namespace
}  // namespace np::subtitles
