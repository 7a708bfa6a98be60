#include "score/scorecard.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "score/report.hpp"

namespace np::score {
namespace {

Truth yard() {
  return parse_truth(R"({"seconds": 60, "events": [
    {"at": 5, "what": "enters", "kind": "person", "side": "right", "count": 2},
    {"at": 20, "what": "leaves", "kind": "person", "side": "left"},
    {"at": 30, "what": "enters", "kind": "dog", "side": "bottom"},
    {"at": 40, "what": "happens", "words": ["jump"]}],
    "people": [3, 3, 3, 3, 3, 5, 5]})",
                     "yard");
}

using Lines = std::vector<SpokenLine>;

TEST(Scorecard, EachEventIsToldByOneClaim) {
  const Scorecard c = score(Lines{{5.5, "Two people come in from the right."},
                                  {6.0, "A person enters on the right."},
                                  {21, "Someone leaves on the left."},
                                  {30.2, "A dog trots in at the bottom."},
                                  {41, "He jumps!"}},
                            yard());
  EXPECT_EQ(c.trigger.right, 5);
  EXPECT_EQ(c.trigger.wrong, 1) << "both are told already";
  EXPECT_EQ(c.trigger.missed, 0);
  EXPECT_NEAR(c.trigger.delay_mean, (0.5 + 0.5 + 1 + 0.2 + 1) / 5, 1e-9);
  EXPECT_DOUBLE_EQ(c.trigger.delay_p95, 1);
}

TEST(Scorecard, AnotherSideKindWayOrTimeIsWrong) {
  const Scorecard c = score(Lines{{5, "Someone enters on the left."},
                                  {20, "Someone enters on the left."},
                                  {24, "Someone leaves on the left."},
                                  {30, "A cat comes in at the bottom."}},
                            yard());
  EXPECT_EQ(c.trigger.right, 0);
  EXPECT_EQ(c.trigger.wrong, 4);
  EXPECT_EQ(c.trigger.missed, 5);
  EXPECT_EQ(c.wide_trigger.right, 1) << "four seconds late is in time for the wide window";
  EXPECT_DOUBLE_EQ(c.trigger.f1(), 0);
}

TEST(Scorecard, ABroaderWordWillDo) {
  const Scorecard c = score(Lines{{30, "An animal comes in."}, {20, "Something leaves."}}, yard());
  EXPECT_EQ(c.trigger.right, 2);
  EXPECT_EQ(c.trigger.wrong, 0);
}

TEST(Scorecard, ALineTellsOneOfSeveralAlike) {
  const Truth cuts = parse_truth(R"({"seconds": 9, "events": [
    {"at": 1.0, "what": "happens", "words": ["cut"]}, {"at": 2.0, "what": "happens", "words": ["cut"]}]})",
                                 "cuts");
  const Lines lines{{2.2, "The picture cuts to another scene."}};
  EXPECT_EQ(score(lines, cuts).trigger.right, 1);
  EXPECT_NEAR(score(lines, cuts).trigger.delay_mean, 0.2, 1e-9);
  EXPECT_EQ(score(Lines{{1.2, "A cut."}, {2.1, "Another cut."}}, cuts).trigger.right, 2);
  EXPECT_EQ(score(Lines{{0.2, "A cut."}}, cuts).trigger.right, 0) << "before it happens";
}

TEST(Scorecard, WhatMayBeMeantIsNeverWrong) {
  EXPECT_EQ(score(Lines{{50, "A man walks away."}}, yard()).trigger.wrong, 0);
  EXPECT_EQ(score(Lines{{20, "A man walks away."}}, yard()).trigger.right, 1);
  const Scorecard many = score(Lines{{5, "Some people come in."}}, yard());
  EXPECT_EQ(many.trigger.right, 2);
}

TEST(Scorecard, NothingToTellAndNothingToldIsPerfect) {
  const Scorecard c = score(Lines{}, parse_truth(R"({"seconds": 10, "events": []})", "still"));
  EXPECT_DOUBLE_EQ(c.trigger.precision(), 1);
  EXPECT_DOUBLE_EQ(c.trigger.recall(), 1);
  EXPECT_DOUBLE_EQ(c.repetition, 0);
  EXPECT_DOUBLE_EQ(c.silence_longest, 10);
}

TEST(Scorecard, RepetitionLooksAtTheLastEightLines) {
  Lines lines{{1, "A man in a long coat stops by the van."}};
  for (int i = 0; i < 7; ++i) lines.push_back({2.0 + i, std::string(20, static_cast<char>('a' + i))});
  lines.push_back({10, "A man in a long coat stops by the car."});
  EXPECT_TRUE(score(lines, yard()).verdicts.back().repeated);
  lines.insert(lines.begin() + 3, {3.5, "zzzzzzzzzzzzzzz"});
  EXPECT_FALSE(score(lines, yard()).verdicts.back().repeated);
}

TEST(Scorecard, SilenceIsBetweenLinesThatTakeTheirTime) {
  // 17 words take six seconds.
  const std::string long_line =
      "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen";
  const Scorecard c = score(Lines{{10, long_line}, {12, long_line}, {25, long_line}}, yard());
  EXPECT_NEAR(c.silence_mean, (0 + 7) / 2.0, 1e-9);
  EXPECT_NEAR(c.silence_p95, 7, 1e-9);
  EXPECT_NEAR(c.silence_longest, 60 - 31, 1e-9);
  EXPECT_NEAR(c.spoken, 18 / 60.0, 1e-9);
}

TEST(Scorecard, CountsAreHeldAgainstTheSecondAndTheNext) {
  const Scorecard c = score(Lines{{1, "Four people are in view."},
                                  {2, "I count five people."},
                                  {4.5, "I count six people."},
                                  {50, "I count six people."}},
                            yard());
  EXPECT_EQ(c.counts, 3) << "of the fiftieth second nobody knows";
  EXPECT_EQ(c.counts_near, 2);
}

TEST(Scorecard, FillerIsAShareOfWhatIsSpoken) {
  const Scorecard c =
      score(Lines{{1, "It is a wide yard."}, {5, "Two people come in."}, {9, "Someone walks to the left."}}, yard());
  EXPECT_NEAR(c.filler, 10 / 14.0, 1e-9);
  EXPECT_NEAR(c.only_counts_or_directs, 1 / 3.0, 1e-9);
  EXPECT_NEAR(c.lines_a_minute, 3, 1e-9);
}

TEST(Scorecard, IsATableOrJson) {
  const Lines lines{{5.5, "Two people come in from the right."}, {9, "I count five people."}};
  const Scorecard c = score(lines, yard());
  EXPECT_NE(table(c).find("precision 1.00, recall 0.40"), std::string::npos) << table(c);
  EXPECT_NE(as_json(c).find(R"("recall":4E-1)"), std::string::npos) << as_json(c);
  EXPECT_NE(line_by_line(lines, c).find("Two people come in from the right.  [2 right]"), std::string::npos)
      << line_by_line(lines, c);
}

}  // namespace
}  // namespace np::score
