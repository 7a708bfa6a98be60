#include "source/pictures/key_pictures.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(KeyPictures, TellsTheLongestGap) {
  KeyPictures pictures;
  for (int i = 0; i < 100; ++i) pictures.add(i % 25 == 0 || i == 30, milliseconds(40 * i));
  EXPECT_EQ(pictures.seen().gaps, 4);
  EXPECT_EQ(pictures.seen().longest, seconds(1));
  EXPECT_FALSE(pictures.seen().all);
}

TEST(KeyPictures, KnowsNothingOfOne) {
  KeyPictures pictures;
  EXPECT_EQ(pictures.seen().gaps, 0);
  for (int i = 0; i < 50; ++i) pictures.add(i == 0, milliseconds(40 * i));
  EXPECT_EQ(pictures.seen().gaps, 0);
  EXPECT_EQ(pictures.seen().longest, Duration{});
}

TEST(KeyPictures, MayBeAll) {
  KeyPictures pictures;
  pictures.add(true, milliseconds(0));
  EXPECT_FALSE(pictures.seen().all);
  pictures.add(true, milliseconds(100));
  EXPECT_TRUE(pictures.seen().all);
  EXPECT_EQ(pictures.seen().longest, milliseconds(100));
}

TEST(KeyPictures, CountsNoLapAndNoPictureWithoutATime) {
  KeyPictures pictures;
  pictures.add(true, seconds(8));
  pictures.add(true, std::nullopt);
  pictures.add(true, seconds(0));
  pictures.add(false, seconds(1));
  pictures.add(true, seconds(2));
  EXPECT_EQ(pictures.seen().gaps, 1);
  EXPECT_EQ(pictures.seen().longest, seconds(2));
}

}  // namespace
}  // namespace np
