#include "commentary/language.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

struct Spoken {
  const char* language;
  const char* text;
};
constexpr Spoken kSpoken[] = {
    {"en", "A man in a red coat walks across the yard with his dog."},
    {"en", "Two children chase a ball while a woman watches from the bench."},
    {"en", "The keeper dives to the left and pushes it over the bar."},
    {"de", "Ein Mann in einem roten Mantel geht mit seinem Hund über den Hof."},
    {"de", "Zwei Kinder laufen dem Ball nach, und eine Frau sieht ihnen von der Bank aus zu."},
    {"de", "Der Torwart springt nach links und lenkt den Ball über die Latte."},
    {"es", "Un hombre con un abrigo rojo cruza el patio con su perro."},
    {"es", "Dos niños corren detrás de la pelota mientras una mujer los mira desde el banco."},
    {"fr", "Un homme en manteau rouge traverse la cour avec son chien."},
    {"fr", "Deux enfants courent après le ballon et une femme les regarde depuis le banc."},
    {"it", "Un uomo con un cappotto rosso attraversa il cortile con il suo cane."},
    {"it", "Due bambini corrono dietro alla palla mentre una donna li guarda dalla panchina."},
    {"pt", "Um homem de casaco vermelho atravessa o pátio com o seu cão."},
    {"pt", "Duas crianças correm atrás da bola enquanto uma mulher as olha do banco."},
    {"nl", "Een man in een rode jas loopt met zijn hond over het erf."},
    {"nl", "Twee kinderen rennen achter de bal aan en een vrouw kijkt van de bank toe."},
    {"pl", "Mężczyzna w czerwonym płaszczu idzie z psem przez podwórko i się śmieje."},
    {"tr", "Kırmızı paltolu bir adam köpeği ile bahçede yürüyor ve gülüyor."},
    {"sv", "En man i röd rock går över gården med sin hund och vinkar till oss."},
};

// They share too many of them.
bool is_romance(std::string_view language) {
  return language == "es" || language == "it" || language == "pt" || language == "fr";
}

TEST(Language, IsToldByShortWords) {
  for (const Spoken& one : kSpoken) {
    EXPECT_FALSE(is_in_another_language(one.text, one.language)) << one.text;
    for (const char* other : {"en", "de", "es", "fr", "it", "pt", "nl", "pl", "tr", "sv"})
      if (std::string_view(other) != one.language && !(is_romance(other) && is_romance(one.language))) {
        EXPECT_TRUE(is_in_another_language(one.text, other)) << one.text << " is not " << other;
      }
  }
}

TEST(Language, IsNotToldByLittle) {
  for (const char* line : {"Tor!", "Vincent van Gogh walks in.", "Manuel Neuer saves it again.", "", "2:1",
                           "Die Hard is on now, it says.", "I think I know him, I do!"})
    EXPECT_FALSE(is_in_another_language(line, "en")) << line;
  EXPECT_FALSE(is_in_another_language(kSpoken[0].text, "Klingon")) << "it is not known here";
  EXPECT_FALSE(is_in_another_language(kSpoken[0].text, "ru")) << "letters tell";
}

TEST(Language, HasANameForTheModel) {
  for (const char* wanted : {"de", "DE", "German", " german ", "deutsch", "de-AT", "de_CH"})
    EXPECT_EQ(language_name(wanted), "German") << wanted;
  EXPECT_EQ(language_name("español"), "Spanish");
  EXPECT_EQ(language_name("Bavarian"), "Bavarian");
  EXPECT_EQ(scripts_of("Bavarian"), 0u);
}

TEST(Language, LettersAreOfScripts) {
  const Letters letters = letters_in("Die 2 Hunde: собака 狗", scripts_of("de"));
  EXPECT_EQ(letters.fit, 8u);
  EXPECT_EQ(letters.alien, 7u);
  EXPECT_EQ(scripts_in("1, 2, 3!"), 0u);
  EXPECT_EQ(scripts_in("犬が"), scripts_of("ja"));
  EXPECT_EQ(scripts_asked_for("Answer in Japanese, please"), scripts_of("ja") | scripts_of("en"));
  EXPECT_EQ(scripts_asked_for("Only the dog"), scripts_of("en"));
}

}  // namespace
}  // namespace np
