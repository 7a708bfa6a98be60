#include "speech/text/speakable.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace np {
namespace {

TEST(Speakable, LeavesPlainTextAlone) {
  for (const char* text :
       {"Two people cross the yard.", "It's 3-1 now, at 2:15!", "Well-known (and loved): 50% of $3.50; 1/2?",
        "Wait... what?", "The U.S. team, e.g. Dr. Smith & sons"})
    EXPECT_EQ(speakable(text), text);
}

TEST(Speakable, MakesTypographyPlain) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"“Olé!” said José – the café’s owner…", "\"Ole!\" said Jose - the cafe's owner..."},
      {"walks—then runs", "walks, then runs"},
      {"Łódź, Čapek, Œuvre, straße, Þór, Ægir", "Lodz, Capek, OEuvre, strasse, Thor, AEgir"},
      {"20°C and 5 € or ½", "20 degrees C and 5 EUR or 1/2"},
      {"3 × 4", "3 times 4"},
      {"3–1", "3-1"},
      {"e\xCC\x81", "e"},
      {"non\xC2\xA0"
       "breaking",
       "non breaking"},
  };
  for (const auto& [text, spoken] : cases) EXPECT_EQ(speakable(text), spoken) << text;
}

TEST(Speakable, LeavesOutWhatABabblingVoiceWouldSpell) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"**Goal!** by _him_ `now` # 1", "Goal! by him now 1"},
      {"- a list", "a list"},
      {"See https://example.org/a?b=c and www.example.org/x now", "See and now"},
      {"see [this page](https://example.org/x) now", "see this page now"},
      {"<b>bold</b> and <|im_end|> done", "bold and done"},
      {"1 < 2 and 3 > 2", "1 2 and 3 2"},
      {"Nice 🙂👍🏽 shot 🇩🇪!", "Nice shot !"},
      {"你好 hello мир", "hello"},
      {"and/or / x", "and/or x"},
      {"a\x01"
       "b\x1B[31mred\x7F",
       "a bred"},
      {"line one\r\n\tline two", "line one line two"},
      {"wow!!!!! what??", "wow! what?"},
      {"Goooooal! Yesss, AAAnd", "Goal! Yes, And"},
      {"x^2 ~ {y} \\ | [z]", "x 2 y z"},
  };
  for (const auto& [text, spoken] : cases) EXPECT_EQ(speakable(text), spoken) << text;
}

TEST(Speakable, NothingSpeakableIsEmpty) {
  for (const char* text :
       {"", "   \n", "...", "🙂", "?!", "https://example.org", "***", "日本語", "\xFF\xFE\x80", "- -- —"})
    EXPECT_EQ(speakable(text), "") << text;
}

TEST(Speakable, SurvivesBrokenUtf8) {
  EXPECT_EQ(speakable("a\xC3"), "a");
  EXPECT_EQ(speakable("a\xE2\x80"
                      "b"),
            "ab");
  EXPECT_EQ(speakable("a\xF0\x9F\x99"
                      "b \xC0\xAF c"),
            "ab c");
  EXPECT_EQ(speakable(std::string("a\0b", 3)), "a b");
}

TEST(Speakable, LeavesOutEndlessWords) {
  EXPECT_EQ(speakable("key " + std::string(10000, 'x') + " end"), "key end");
  EXPECT_EQ(speakable("a " + std::string("YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWZnaGlqa2xtbm9w") + " b"), "a b");
}

TEST(Speakable, IsAlwaysPlainPrintableAscii) {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += static_cast<char>(random() % (round % 2 ? 256 : 128));
    const std::string spoken = speakable(text);
    ASSERT_TRUE(std::ranges::all_of(spoken, [](char c) { return c >= ' ' && c < 0x7F; }));
    ASSERT_EQ(spoken.find_first_of("<>[]{}\\|^~`*_#"), std::string::npos) << spoken;
  }
}

}  // namespace
}  // namespace np
