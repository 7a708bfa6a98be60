#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "base/error.hpp"
#include "video/jpeg_decoder.hpp"
#include "video/jpeg_encoder.hpp"
#include "video/jpeg_tables.hpp"

namespace np {
namespace {

struct Rgb {
  double r, g, b;
};

// A picture of one colour, as a video of the given kind holds it.
struct Flat {
  YuvPicture picture;
  std::vector<std::uint8_t> y, u, v;

  Flat(Rgb c, int width, int height, bool half_chroma, bool full_range, double kr, double kb) {
    const double luma = kr * c.r + (1 - kr - kb) * c.g + kb * c.b;
    const double cb = (c.b - luma) / (2 * (1 - kb));
    const double cr = (c.r - luma) / (2 * (1 - kr));
    const auto byte = [](double x) { return static_cast<std::uint8_t>(std::clamp(std::lround(x), 0L, 255L)); };
    const int chroma_width = half_chroma ? (width + 1) / 2 : width;
    const int chroma_height = half_chroma ? (height + 1) / 2 : height;
    // Rows are longer than pictures are wide, and what is beyond is garbage.
    const int stride = width + 13;
    const int chroma_stride = chroma_width + 7;
    y.assign(static_cast<std::size_t>(stride) * height, 77);
    u.assign(static_cast<std::size_t>(chroma_stride) * chroma_height, 99);
    v.assign(u.size(), 11);
    for (int row = 0; row < height; ++row)
      std::fill_n(&y[static_cast<std::size_t>(row) * stride], width, byte(full_range ? luma : 16 + luma * 219 / 255));
    for (int row = 0; row < chroma_height; ++row) {
      std::fill_n(&u[static_cast<std::size_t>(row) * chroma_stride], chroma_width,
                  byte(128 + (full_range ? cb : cb * 224 / 255)));
      std::fill_n(&v[static_cast<std::size_t>(row) * chroma_stride], chroma_width,
                  byte(128 + (full_range ? cr : cr * 224 / 255)));
    }
    picture = {
        width, height, {y.data(), u.data(), v.data()}, {stride, chroma_stride, chroma_stride}, half_chroma, full_range,
        kr,    kb};
  }
};

TEST(Jpeg, ColorsOfEveryKindOfVideo) {
  JpegEncoder encoder;
  JpegDecoder decoder;
  for (const Rgb color : {Rgb{0, 0, 0},
                          {255, 255, 255},
                          {128, 128, 128},
                          {255, 0, 0},
                          {0, 255, 0},
                          {0, 0, 255},
                          {200, 50, 20},
                          {40, 180, 60}})
    for (const bool half_chroma : {true, false})
      for (const bool full_range : {true, false})
        for (const auto& [kr, kb] : {std::pair{0.299, 0.114}, {0.2126, 0.0722}, {0.2627, 0.0593}})
          for (const auto& [width, height] : {std::pair{64, 48}, {33, 17}, {1, 1}}) {
            SCOPED_TRACE(::testing::Message()
                         << color.r << " " << color.g << " " << color.b << " half " << half_chroma << " full "
                         << full_range << " kr " << kr << " " << width << "x" << height);
            const Flat flat(color, width, height, half_chroma, full_range, kr, kb);
            const auto jpeg = encoder.encode(flat.picture, 100);
            const auto out = decoder.decode(jpeg, {width, height});
            ASSERT_TRUE(out);
            ASSERT_EQ(out->width, width);
            ASSERT_EQ(out->height, height);
            ASSERT_EQ(out->rgb.size(), static_cast<std::size_t>(width) * height * 3);
            for (std::size_t i = 0; i < out->rgb.size(); i += 3) {
              ASSERT_NEAR(out->rgb[i], color.r, 4) << i;
              ASSERT_NEAR(out->rgb[i + 1], color.g, 4) << i;
              ASSERT_NEAR(out->rgb[i + 2], color.b, 4) << i;
            }
          }
}

TEST(Jpeg, LevelsBeyondTheRangeAreClipped) {
  JpegEncoder encoder;
  for (const auto& [level, expected] : {std::pair{0, 0}, {15, 0}, {16, 0}, {235, 255}, {255, 255}}) {
    Flat flat({0, 0, 0}, 16, 16, true, false, 0.299, 0.114);
    std::ranges::fill(flat.y, static_cast<std::uint8_t>(level));
    const auto out = JpegDecoder().decode(encoder.encode(flat.picture, 100), {16, 16});
    EXPECT_NEAR(out->rgb[0], expected, 1) << level;
  }
}

TEST(Jpeg, QualityCosts) {
  Flat flat({0, 0, 0}, 256, 256, true, true, 0.299, 0.114);
  std::uint32_t seed = 1;
  for (auto& y : flat.y) y = static_cast<std::uint8_t>((seed = seed * 1664525 + 1013904223) >> 24);
  JpegEncoder encoder;
  EXPECT_LT(encoder.encode(flat.picture, 30).size() * 2, encoder.encode(flat.picture, 90).size());
}

TEST(Jpeg, APictureWithoutASizeIsRefused) {
  JpegEncoder encoder;
  EXPECT_THROW(encoder.encode({}, 80), Error);
}

TEST(Jpeg, DecodesToTheCheapestSizeThatIsLargeEnough) {
  const Flat flat({40, 180, 60}, 640, 480, true, true, 0.299, 0.114);
  const auto jpeg = JpegEncoder().encode(flat.picture, 80);
  JpegDecoder decoder;
  for (const auto& [wanted, width] : {std::pair{PictureSize{640, 480}, 640},
                                      {PictureSize{641, 1}, 640},
                                      {PictureSize{560, 420}, 560},
                                      {PictureSize{321, 10}, 400},
                                      {PictureSize{320, 240}, 320},
                                      {PictureSize{1, 1}, 80},
                                      {PictureSize{10, 300}, 400}})
    EXPECT_EQ(decoder.decode(jpeg, wanted)->width, width) << wanted.width << "x" << wanted.height;
}

TEST(Jpeg, WhatIsNoJpegIsNoPicture) {
  const Flat flat({40, 180, 60}, 64, 64, true, true, 0.299, 0.114);
  const auto jpeg = JpegEncoder().encode(flat.picture, 80);
  JpegDecoder decoder;
  EXPECT_FALSE(jpeg_size({}));
  EXPECT_EQ(jpeg_size(jpeg)->width, 64);
  EXPECT_FALSE(decoder.decode(std::vector<std::uint8_t>(100, 0x42), {1, 1}));
  EXPECT_FALSE(decoder.decode(std::span(jpeg).first(20), {1, 1}));
  EXPECT_TRUE(decoder.decode(std::span(jpeg).first(jpeg.size() - 10), {64, 64})) << "cut off: as far as it goes";
  EXPECT_TRUE(decoder.decode(jpeg, {64, 64})) << "and the next one is whole again";
}

TEST(Jpeg, AHeadThatClaimsTooMuchIsRefused) {
  const Flat flat({40, 180, 60}, 64, 64, true, true, 0.299, 0.114);
  auto jpeg = JpegEncoder().encode(flat.picture, 80);
  for (std::size_t i = 0; i + 8 < jpeg.size(); ++i)
    if (jpeg[i] == 0xFF && jpeg[i + 1] == 0xC0) std::fill_n(&jpeg[i + 5], 4, std::uint8_t{0xFF});
  EXPECT_FALSE(jpeg_size(jpeg));
  EXPECT_FALSE(JpegDecoder().decode(jpeg, {64, 64}));
}

TEST(Jpeg, WithoutItsTablesItGetsTheStandards) {
  const Flat flat({40, 180, 60}, 64, 64, true, true, 0.299, 0.114);
  const auto whole = JpegEncoder().encode(flat.picture, 80);
  std::vector<std::uint8_t> bare(whole.begin(), whole.begin() + 2);
  std::size_t at = 2;
  for (; whole[at + 1] != 0xDA; at += 2u + (whole[at + 2] << 8 | whole[at + 3]))
    if (whole[at + 1] != 0xC4)
      bare.insert(bare.end(), whole.begin() + static_cast<std::ptrdiff_t>(at),
                  whole.begin() + static_cast<std::ptrdiff_t>(at + 2u + (whole[at + 2] << 8 | whole[at + 3])));
  bare.insert(bare.end(), whole.begin() + static_cast<std::ptrdiff_t>(at), whole.end());
  ASSERT_LT(bare.size(), whole.size());
  const auto mended = with_huffman_tables(bare);
  EXPECT_EQ(mended.size(), whole.size());
  JpegDecoder decoder;
  EXPECT_EQ(decoder.decode(mended, {64, 64})->rgb, decoder.decode(whole, {64, 64})->rgb);
  EXPECT_EQ(with_huffman_tables(whole), whole) << "that has its own";
  const std::vector<std::uint8_t> nonsense(100, 0xFF);
  EXPECT_EQ(with_huffman_tables(nonsense), nonsense);
  EXPECT_TRUE(with_huffman_tables({}).empty());
}

}  // namespace
}  // namespace np
