#include "record/search_words.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

#include "record/parts.hpp"

namespace np {
namespace {

std::optional<std::string> words_of(std::string_view typed) {
  const auto expression = search_expression(typed);
  return expression ? std::optional(expression->words) : std::nullopt;
}

std::string parts_of(std::string_view typed) { return search_expression(typed).value_or(SearchExpression()).parts; }

TEST(SearchWords, AreWordsWhoseEndsMayBeMissing) {
  EXPECT_EQ(words_of("red coat"), "\"red\"* \"coat\"*");
  EXPECT_EQ(words_of("  a  dog\t"), "\"a\" \"dog\"*");
  EXPECT_EQ(words_of("ÜBER ärger"), "\"ÜBER\"* \"ärger\"*");
}

TEST(SearchWords, ArePhrasesBetweenQuotationMarks) {
  EXPECT_EQ(words_of("\"red coat\" bench"), "\"red coat\" \"bench\"*");
  EXPECT_EQ(words_of("“red coat”"), "\"red coat\"");
  EXPECT_EQ(words_of("„roter Mantel“"), "\"roter Mantel\"");
  EXPECT_EQ(words_of("«manteau rouge»"), "\"manteau rouge\"");
  // One that is still being typed.
  EXPECT_EQ(words_of("\"red co"), "\"red co\"*");
}

TEST(SearchWords, OfChineseAndJapaneseAreParts) {
  EXPECT_EQ(parts_of("犬が走る"), "\"犬が が走 走る\"");
  EXPECT_EQ(parts_of("犬"), "\"犬\"*");
  EXPECT_EQ(parts_of("犬が 走る"), "\"犬が\" \"走る\"");
  EXPECT_EQ(parts_of("“犬が走る”"), "\"犬が が走 走る\"");
  EXPECT_EQ(parts_of("iPhoneを持つ5人"), "\"を持 持つ\" \"人\"*");
  EXPECT_EQ(words_of("iPhoneを持つ"), "\"iPhone\"*");
  EXPECT_EQ(words_of("持つiPhone"), "");
  EXPECT_EQ(words_of("犬"), "");
  EXPECT_EQ(parts_of("red coat"), "");
}

TEST(Parts, ArePairsAndTheLastOfEachRun) {
  EXPECT_EQ(indexed_parts("犬が走る。"), "犬が が走 走る る");
  EXPECT_EQ(indexed_parts("A 犬 and 猫"), "犬 猫");
  EXPECT_EQ(indexed_parts("ビデオ・カード"), "ビデ デオ オ カー ード ド");
  EXPECT_EQ(indexed_parts("A dog runs. Ein Hund läuft. 개가 달린다."), "");
  EXPECT_EQ(indexed_parts("犬\xffが"), "犬 が");
}

TEST(SearchWords, AreNeverOperators) {
  for (const auto& [typed, expression] : {std::pair{"AND", "\"AND\"*"},
                                          {"dog OR cat", "\"dog\"* \"OR\"* \"cat\"*"},
                                          {"text:dog", "\"text:dog\"*"},
                                          {"NEAR(a b)", "\"NEAR(a\"* \"b)\""},
                                          {"dog*", "\"dog*\"*"},
                                          {"-dog ^cat", "\"-dog\"* \"^cat\"*"},
                                          {"it's", "\"it's\"*"}})
    EXPECT_EQ(words_of(typed), expression) << typed;
}

TEST(SearchWords, OfNothingAreNone) {
  for (const char* typed : {"", " ", "\"", "\"\"", "\" \"", "...", "— …", "!?", "\xff\xfe", "“”", "👍"})
    EXPECT_EQ(words_of(typed), std::nullopt) << typed;
}

TEST(SearchWords, AreBounded) {
  const auto many = words_of(std::string(100'000, 'a') + " b");
  ASSERT_TRUE(many);
  EXPECT_LT(many->size(), 1100u);
  std::string words;
  for (int i = 0; i < 100; ++i) words += " w" + std::to_string(i);
  EXPECT_EQ(std::ranges::count(*words_of(words), '*'), 16);
}

}  // namespace
}  // namespace np
