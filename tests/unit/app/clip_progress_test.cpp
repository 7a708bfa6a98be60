#include "app/clip_progress.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

TEST(ClipProgress, TellsSharePaceAndWhatIsLeft) {
  EXPECT_EQ(clip_progress(42, 100, 10), "42 % · 4.2× real time · 0:14 left");
  EXPECT_EQ(clip_progress(33.4, 79.5, 2), "42 % · 17× real time · 0:03 left");
  EXPECT_EQ(clip_progress(30, 7200, 60), "0 % · 0.5× real time · 3:59:00 left");
}

TEST(ClipProgress, SaysNothingOfThePaceTooSoon) {
  EXPECT_EQ(clip_progress(3, 100, 0.2), "3 %");
  EXPECT_EQ(clip_progress(0, 100, 20), "0 %");
}

TEST(ClipProgress, CountsWhereTheLengthIsNotKnown) {
  EXPECT_EQ(clip_progress(33, std::nullopt, 4), "0:33 · 8.2× real time");
  EXPECT_EQ(clip_progress(33, 0, 0.5), "0:33");
}

TEST(ClipProgress, StaysWithinAHundred) { EXPECT_EQ(clip_progress(101, 100, 10), "100 % · 10× real time · 0:00 left"); }

}  // namespace
}  // namespace np
