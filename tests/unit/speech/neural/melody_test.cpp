#include "speech/neural/melody.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace np {
namespace {

using testing::ElementsAreArray;

TEST(Melody, IsThatOfTheLastSign) {
  for (const char* text :
       {"", "He scores", "He scores.", "He scores...", "Goal! He scores.", "No?, he says", "He runs,"})
    EXPECT_EQ(melody_of(text), Melody::kStatement) << text;
  for (const char* text : {"Goal!", "\"Goal!\"", "(Goal!)", "What a shot!", "Who is that!", "Goal!."})
    EXPECT_EQ(melody_of(text), Melody::kExclamation) << text;
  for (const char* text : {"Is it a goal?", "Really?!", "He scores?", "\"Is it?\"", "What?", "Whatever is it?"})
    EXPECT_EQ(melody_of(text), Melody::kQuestion) << text;
  for (const char* text : {"Who is it?", "\"What was that?\"", "How many are there?", "Where's the ball?"})
    EXPECT_EQ(melody_of(text), Melody::kStatement) << text;
}

// A sentence as the network says it: it falls to its end.
const std::vector<float> kPitch = [] {
  std::vector<float> pitch(20, 0.0F);
  for (int i = 0; i < 100; ++i) pitch.push_back(i % 10 == 0 ? 0.5F : 260.0F - static_cast<float>(i));
  pitch.resize(130, 0.0F);
  return pitch;
}();

TEST(Melody, AStatementStaysAsItIs) { EXPECT_THAT(bent_pitch(kPitch, Melody::kStatement), ElementsAreArray(kPitch)); }

TEST(Melody, AQuestionRisesAtItsEnd) {
  const auto bent = bent_pitch(kPitch, Melody::kQuestion);
  ASSERT_EQ(bent.size(), kPitch.size());
  for (std::size_t i = 0; i < 80; ++i) EXPECT_EQ(bent[i], kPitch[i]) << i;
  EXPECT_GT(bent[119], 1.5F * kPitch[119]);
  for (std::size_t i = 95; i < 119; ++i) {
    const bool both = kPitch[i] > 1 && kPitch[i + 1] > 1;
    EXPECT_LT(both ? std::abs(bent[i + 1] - bent[i]) : 0, 20) << "no jump at " << i;
  }
}

TEST(Melody, AnExclamationHasMoreOfBothEnds) {
  const auto bent = bent_pitch(kPitch, Melody::kExclamation);
  EXPECT_GT(bent[21], 1.08F * kPitch[21]);
  EXPECT_LT(bent[119], kPitch[119]);
  for (std::size_t i = 0; i < kPitch.size(); ++i)
    EXPECT_EQ(bent[i] > 1, kPitch[i] > 1) << "what has no pitch gets none";
}

TEST(Melody, NothingVoicedIsNothing) {
  const std::vector<float> whisper(40, 0.0F);
  for (const Melody melody : {Melody::kStatement, Melody::kExclamation, Melody::kQuestion}) {
    EXPECT_THAT(bent_pitch(whisper, melody), ElementsAreArray(whisper));
    EXPECT_TRUE(bent_pitch({}, melody).empty());
  }
}

}  // namespace
}  // namespace np
