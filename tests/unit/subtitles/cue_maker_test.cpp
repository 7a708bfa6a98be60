#include "subtitles/cue_maker.hpp"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

namespace np::subtitles {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Said {
  Time at;
  std::string text;
};

std::vector<Cue> cues_of(const std::vector<Said>& lines) {
  CueMaker maker;
  std::vector<Cue> all;
  const auto take = [&](std::vector<Cue> cues) { all.insert(all.end(), cues.begin(), cues.end()); };
  for (const Said& line : lines) take(maker.add(line.at, line.text));
  take(maker.finish());
  return all;
}

constexpr char kFortyTwo[] = "A person in a red coat walks to the bench.";

TEST(CueMaker, ShowsACueForAsLongAsItTakesToRead) {
  EXPECT_EQ(reading_time(0), 1s);
  EXPECT_EQ(reading_time(17), 1s);
  EXPECT_EQ(reading_time(34), 2s);
  EXPECT_EQ(reading_time(35), 2059ms);
  EXPECT_EQ(reading_time(1000), 7s);
  const auto cues = cues_of({{1400ms, kFortyTwo}});
  ASSERT_EQ(cues.size(), 1u);
  EXPECT_EQ(cues[0].begin, 1400ms);
  EXPECT_EQ(cues[0].end, 1400ms + reading_time(42));
  EXPECT_THAT(cues[0].rows, ElementsAre(kFortyTwo));
}

TEST(CueMaker, EndsACueWhereTheNextOneBegins) {
  const auto cues = cues_of({{0ms, kFortyTwo}, {1500ms, "A dog."}});
  ASSERT_EQ(cues.size(), 2u);
  EXPECT_EQ(cues[0].end, 1500ms);
  EXPECT_EQ(cues[1].begin, 1500ms);
  EXPECT_EQ(cues[1].end, 2500ms);
}

TEST(CueMaker, LetsALineWaitUntilTheOneBeforeHadItsSecond) {
  const auto cues = cues_of({{0ms, "One."}, {400ms, "Two."}});
  ASSERT_EQ(cues.size(), 2u);
  EXPECT_EQ(cues[0].end, 1s);
  EXPECT_EQ(cues[1].begin, 1s);
}

TEST(CueMaker, JoinsLinesRatherThanBeLate) {
  std::vector<Said> lines;
  for (int i = 0; i < 100; ++i) lines.push_back({200ms * i, "Line " + std::to_string(i) + "."});
  const auto cues = cues_of(lines);
  EXPECT_LE(cues.back().begin, 19800ms + CueMaker::kLatest);
  std::string all;
  for (const Cue& cue : cues)
    for (const std::string& row : cue.rows) all += row + " ";
  for (const Said& line : lines) EXPECT_NE(all.find(line.text + " "), all.npos) << line.text;
}

TEST(CueMaker, ShowsNothingBeforeItIsSaid) {
  std::vector<Said> lines;
  for (int i = 0; i < 60; ++i)
    lines.push_back({250ms * i, "This is what happens at number " + std::to_string(i) + " here."});
  for (const Cue& cue : cues_of(lines)) {
    std::string text;
    for (const std::string& row : cue.rows) text += row + " ";
    for (int i = 59; i >= 0; --i) {
      if (text.find("number " + std::to_string(i) + " here") == text.npos) continue;
      EXPECT_GE(cue.begin, 250ms * i) << text;
      break;
    }
  }
}

TEST(CueMaker, SharesTheTimeAmongThePartsOfALongLine) {
  const std::string text =
      "A man in a blue jacket comes out of the house and looks around. Then he walks down the steps and gets into the "
      "car.";
  const auto alone = cues_of({{10s, text}});
  ASSERT_EQ(alone.size(), 2u);
  EXPECT_EQ(alone[0].end, alone[1].begin);
  EXPECT_EQ(alone[0].end - alone[0].begin, reading_time(63));
  EXPECT_EQ(alone[1].end - alone[1].begin, reading_time(51));

  const auto hurried = cues_of({{10s, text}, {13500ms, "A dog."}});
  ASSERT_EQ(hurried.size(), 3u);
  EXPECT_EQ(hurried[1].end, 13500ms);
  EXPECT_GT(hurried[0].end - hurried[0].begin, hurried[1].end - hurried[1].begin) << "the longer part has more of it";

  const auto pressed = cues_of({{10s, text}, {10500ms, kFortyTwo}});
  ASSERT_EQ(pressed.size(), 3u);
  EXPECT_EQ(pressed[2].begin, 12s) << "each part has its second";
}

TEST(CueMaker, HasNothingToSayOfEmptyLines) {
  EXPECT_THAT(cues_of({}), IsEmpty());
  EXPECT_THAT(cues_of({{1s, ""}, {2s, " \n\t "}, {3s, std::string("\x01\x00\x1b", 3)}}), IsEmpty());
}

}  // namespace
}  // namespace np::subtitles
