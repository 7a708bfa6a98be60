// What colour somebody is called by.
#include "perception/cast/appearance.hpp"

#include <gtest/gtest.h>

namespace np::perception {
namespace {

Colour worn(std::array<std::uint8_t, 3> rgb, bool moves = true) {
  Image picture = make_image(60, 120, 3);
  for (std::size_t i = 0; i < picture.data.size(); ++i) picture.data[i] = rgb[i % 3];
  const Foreground all{.width = 60, .height = 120, .labels = std::vector<std::int32_t>(60 * 120, 1)};
  return prevailing_colour(picture, moves ? &all : nullptr, {10, 10, 40, 100}, Family::kPerson);
}

TEST(Appearance, DarkClothesHaveColours) {
  EXPECT_EQ(worn({20, 20, 24}), Colour::kBlack);
  EXPECT_EQ(worn({76, 76, 80}), Colour::kDarkGrey);
  EXPECT_EQ(worn({30, 38, 78}), Colour::kDarkBlue);
  EXPECT_EQ(worn({80, 24, 28}), Colour::kDarkRed);
  EXPECT_EQ(worn({28, 70, 36}), Colour::kDarkGreen);
  EXPECT_EQ(worn({140, 175, 225}), Colour::kLightBlue);
  EXPECT_EQ(worn({30, 60, 200}), Colour::kBlue);
}

TEST(Appearance, ShadeIsNoColour) {
  EXPECT_EQ(worn({44, 46, 55}), Colour::kBlack) << "bluish as shade is";
  EXPECT_EQ(worn({150, 150, 150}, false), Colour::kNone) << "haze, or the ground";
  EXPECT_EQ(worn({76, 76, 80}, false), Colour::kNone);
}

TEST(Appearance, LegsHaveAColourWhereTheyDifferFromTheGround) {
  const auto legs = [](std::array<std::uint8_t, 3> rgb, bool moves = true) {
    Image picture = make_image(60, 120, 3);
    for (std::size_t i = 0; i < picture.data.size(); ++i) picture.data[i] = rgb[i % 3];
    const Foreground all{.width = 60, .height = 120, .labels = std::vector<std::int32_t>(60 * 120, 1)};
    return prevailing_colour_below(picture, moves ? &all : nullptr, {10, 10, 40, 100});
  };
  EXPECT_EQ(legs({58, 76, 98}), Colour::kBlue) << "jeans";
  EXPECT_EQ(legs({16, 18, 30}), Colour::kBlack);
  EXPECT_EQ(legs({58, 76, 98}, false), Colour::kNone) << "it may be the ground";
  EXPECT_EQ(legs({120, 118, 121}), Colour::kNone) << "a shadow on it, too";
}

TEST(Appearance, ShadesOfOneColourCountTogether) {
  std::array<int, kColours> counts{};
  counts[0] = 40;
  counts[static_cast<std::size_t>(Colour::kBlue)] = 20;
  counts[static_cast<std::size_t>(Colour::kDarkBlue)] = 30;
  counts[static_cast<std::size_t>(Colour::kWhite)] = 10;
  EXPECT_EQ(prevailing(counts, 42, 60), Colour::kDarkBlue);
  counts[0] = 100;
  EXPECT_EQ(prevailing(counts, 42, 60), Colour::kNone);
}

}  // namespace
}  // namespace np::perception
