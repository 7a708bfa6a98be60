#include "speech/text/left_out.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace np {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(LeftOut, NamesOtherScriptsAndEmoji) {
  EXPECT_THAT(left_out_of_speech("Gr\u00fc\u00dfe, \u4f60\u597d \U0001F600"),
              ElementsAre("\u4f60\u597d", "\U0001F600"));
  EXPECT_THAT(left_out_of_speech("Three\U0001F600 people"), ElementsAre("\U0001F600"));
  EXPECT_THAT(left_out_of_speech("\u041f\u0440\u0438\u0432\u0435\u0442, friends"),
              ElementsAre("\u041f\u0440\u0438\u0432\u0435\u0442"));
}

TEST(LeftOut, NamesLinksAndEndlessWords) {
  std::string endless;
  for (int i = 0; i < 20; ++i) endless += "abc";
  EXPECT_THAT(left_out_of_speech("See https://example.org/a and " + endless),
              ElementsAre("https://example.org/a", endless));
}

TEST(LeftOut, NamesEachOnce) {
  EXPECT_THAT(left_out_of_speech("\U0001F600 one \U0001F600 two \U0001F600"), ElementsAre("\U0001F600"));
}

TEST(LeftOut, IsNothingOfPlainText) {
  for (const char* text :
       {"", "Hello, world!", "\u201cQuoted\u201d \u2013 and 20 \u20ac \u2026", "**bold** <b>words</b>",
        "Nguy\u1ec5n's caf\u00e9 at 30\u00b0", "a\u00a0b", "e\u0301te\u0301", "- a list"})
    EXPECT_THAT(left_out_of_speech(text), IsEmpty()) << text;
}

TEST(LeftOut, TakesBytesThatAreNoText) {
  EXPECT_THAT(left_out_of_speech("one \xff\xfe two"), ElementsAre("\uFFFD\uFFFD"));
}

}  // namespace
}  // namespace np
