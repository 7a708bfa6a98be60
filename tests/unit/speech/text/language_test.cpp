#include "speech/text/language.hpp"

#include <gtest/gtest.h>

namespace np::text {
namespace {

TEST(Language, OtherLanguagesAreFound) {
  for (const char* text :
       {"你好，世界。", "Мужчина идёт по улице.", "שלום עולם", "مرحبا بالعالم", "こんにちは", "안녕하세요",
        "Καλημέρα κόσμε", "नमस्ते दुनिया", "Ein Mann geht über die Straße.", "Der Ball ist im Tor!",
        "Zwei Leute kommen aus dem Haus und gehen nach rechts.", "Un homme traverse la rue.",
        "Une voiture rouge est dans la cour.", "El hombre corre hacia la puerta.", "La donna è con il cane.",
        "O homem corre para a porta com uma bola.", "Een man loopt naar het huis.", "Mężczyzna idzie i nie wraca."})
    EXPECT_FALSE(is_english(text)) << text;
}

TEST(Language, EnglishWithForeignNamesIsEnglish) {
  for (const char* text : {"",
                           "...",
                           "🙂",
                           "12:30",
                           "Goal!",
                           "A man in a dark coat enters on the left.",
                           "Müller passes to José.",
                           "Real Madrid lead in La Liga.",
                           "El Niño and La Niña return to the coast.",
                           "Los Angeles and Las Vegas are near.",
                           "Leonardo da Vinci and Vincent van Gogh",
                           "The word 你好 means hello.",
                           "Van der Sar saves!",
                           "Nguyễn Văn Toàn shoots.",
                           "Die hard fans sing.",
                           "He shouts: Olé!",
                           "Ødegaard!",
                           "The U.S. team",
                           "I think I see Messi!",
                           "I do."})
    EXPECT_TRUE(is_english(text)) << text;
}

TEST(Language, BrokenTextIsNoQuestion) {
  EXPECT_TRUE(is_english("\xFF\xC3"));
  EXPECT_TRUE(is_english("and the \xE4\xBD"));
}

}  // namespace
}  // namespace np::text
