#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace np::utf8 {
namespace {

using Kind = Front::Kind;

TEST(Utf8, TellsWhatStandsAtTheFront) {
  EXPECT_EQ(front("a").kind, Kind::kCharacter);
  EXPECT_EQ(front("é!").bytes, 2u);
  EXPECT_EQ(front("€!").bytes, 3u);
  EXPECT_EQ(front("😀!").bytes, 4u);
  EXPECT_EQ(front("\xE2\x82").kind, Kind::kBegun);
  EXPECT_EQ(front("\xF0\x9F\x98").kind, Kind::kBegun);
  for (const char* wrong : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                            "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC3(", "\xE2(\xA1", "\xE0\x80"})
    EXPECT_EQ(front(wrong).kind, Kind::kInvalid) << wrong;
}

TEST(Utf8, CountsAndMeasures) {
  EXPECT_EQ(length("naïve 😀"), 7u);
  EXPECT_EQ(length(""), 0u);
  EXPECT_EQ(length("a\xFF"), std::nullopt);
  EXPECT_EQ(length("\xE2\x82"), std::nullopt);
  EXPECT_EQ(count("naïve 😀"), 7u);
}

TEST(Utf8, CutsBetweenCharacters) {
  EXPECT_EQ(cut("a€b", 10), 5u);
  EXPECT_EQ(cut("a€b", 4), 4u);
  EXPECT_EQ(cut("a€b", 3), 1u);
  EXPECT_EQ(cut("a€b", 1), 1u);
  EXPECT_EQ(cut("€", 2), 0u);
}

TEST(Utf8, ReadsCodePoints) {
  EXPECT_EQ(code_point("a"), 0x61u);
  EXPECT_EQ(code_point("é"), 0xE9u);
  EXPECT_EQ(code_point("€"), 0x20ACu);
  EXPECT_EQ(code_point("😀"), 0x1F600u);
}

}  // namespace
}  // namespace np::utf8
