#include "subtitles/glyph.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace np::subtitles {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = Glyph::Kind;

std::vector<std::string> texts(std::string_view text) {
  std::vector<std::string> all;
  for (const Glyph& glyph : glyphs(text)) all.emplace_back(glyph.text);
  return all;
}

int columns(std::string_view text) {
  int sum = 0;
  for (const Glyph& glyph : glyphs(text)) sum += glyph.columns;
  return sum;
}

TEST(Glyphs, AreWhatAReaderCounts) {
  EXPECT_THAT(texts(""), IsEmpty());
  EXPECT_THAT(texts("ab"), ElementsAre("a", "b"));
  EXPECT_THAT(texts("e\u0301a\u0300\u0323"), ElementsAre("e\u0301", "a\u0300\u0323"));
  EXPECT_THAT(texts("👩‍❤️‍💋‍👨!"), ElementsAre("👩‍❤️‍💋‍👨", "!"));
  EXPECT_THAT(texts("👍🏽👍"), ElementsAre("👍🏽", "👍"));
  EXPECT_THAT(texts("🇩🇪🇫🇷"), ElementsAre("🇩🇪", "🇫🇷"));
  EXPECT_THAT(texts("हिन्दी").size(), 3u) << "vowel signs and the virama belong to their consonants";
  EXPECT_THAT(texts("한국"), ElementsAre("한", "국")) << "as letters";
  EXPECT_THAT(texts("\u1112\u1161\u11ab"), ElementsAre("\u1112\u1161\u11ab"));
  EXPECT_THAT(texts(" \u0301"), ElementsAre(" ", "\u0301")) << "a space takes no accent, or it would be no space";
}

TEST(Glyphs, AreAsWideAsTheyAreDrawn) {
  EXPECT_EQ(columns("dog"), 3);
  EXPECT_EQ(columns("naïve"), 5);
  EXPECT_EQ(columns("nai\u0308ve"), 5);
  EXPECT_EQ(columns("猫が走る"), 8);
  EXPECT_EQ(columns("한국"), 4);
  EXPECT_EQ(columns("👩‍👩‍👧"), 2);
  EXPECT_EQ(columns("❤"), 1);
  EXPECT_EQ(columns("❤️"), 2) << "as an emoji";
  EXPECT_EQ(columns("🇩🇪"), 2);
  EXPECT_EQ(columns("a\u200Bb"), 2);
  EXPECT_EQ(columns("שלום"), 4);
}

TEST(Glyphs, KnowWhereALineMayBreak) {
  const auto kind = [](std::string_view text) { return glyphs(text).front().kind; };
  EXPECT_EQ(kind("a"), Kind::kLetter);
  EXPECT_EQ(kind("7"), Kind::kLetter);
  EXPECT_EQ(kind("한"), Kind::kLetter);
  EXPECT_EQ(kind("猫"), Kind::kIdeograph);
  EXPECT_EQ(kind("😀"), Kind::kIdeograph);
  EXPECT_EQ(kind(" "), Kind::kSpace);
  EXPECT_EQ(kind("\u200B"), Kind::kGap);
  EXPECT_EQ(kind("\u00A0"), Kind::kGlue);
  for (const char* closing : {".", ",", "!", "…", ")", "。", "、", "」", "ー", "%"})
    EXPECT_EQ(kind(closing), Kind::kClosing) << closing;
  for (const char* opening : {"(", "「", "¿", "$"}) EXPECT_EQ(kind(opening), Kind::kOpening) << opening;
  for (const char* dash : {"-", "–", "—", "/"}) EXPECT_EQ(kind(dash), Kind::kDash) << dash;
  EXPECT_EQ(kind("'"), Kind::kQuote);
}

}  // namespace
}  // namespace np::subtitles
