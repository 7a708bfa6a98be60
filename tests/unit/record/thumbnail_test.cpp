#include <gtest/gtest.h>

#include <cstdlib>

#include "unit/record/entries.hpp"
#include "video/jpeg_decoder.hpp"
#include "video/thumbnail_maker.hpp"

namespace np {
namespace {

PictureSize size_of(int width, int height) {
  return jpeg_size(ThumbnailMaker().make(*test::frame(width, height))).value_or(PictureSize{});
}

TEST(Thumbnail, IsSmallAndKeepsTheAspect) {
  const auto is = [](PictureSize size, int width, int height) { return size.width == width && size.height == height; };
  EXPECT_TRUE(is(size_of(768, 432), 160, 90));
  EXPECT_TRUE(is(size_of(432, 768), 160, 284));
  EXPECT_TRUE(is(size_of(768, 100), 160, 21));
  EXPECT_TRUE(is(size_of(64, 48), 64, 48));
  EXPECT_TRUE(is(size_of(1, 1), 1, 1));
  EXPECT_TRUE(is(size_of(3, 5), 3, 5));
}

TEST(Thumbnail, HasTheColoursOfItsFrame) {
  ThumbnailMaker maker;
  for (const std::vector<std::uint8_t>& colour :
       {std::vector<std::uint8_t>{200, 40, 40}, {10, 180, 60}, {20, 30, 220}, {255, 255, 255}, {0, 0, 0}}) {
    const auto jpeg = maker.make(*test::frame(320, 180, colour));
    const auto back = JpegDecoder().decode(jpeg, {160, 90});
    ASSERT_TRUE(back);
    const std::uint8_t* middle = &back->rgb[(45 * 160 + 80) * 3];
    for (int c = 0; c < 3; ++c) EXPECT_LE(std::abs(middle[c] - colour[c]), 4);
  }
}

}  // namespace
}  // namespace np
