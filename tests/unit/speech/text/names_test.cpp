// Names of players from everywhere, and the words of which flite makes letters.
#include "speech/text/names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "speech/flite/flite.hpp"
#include "speech/text/text_reader.hpp"

namespace np {
namespace {

// Words that flite says of it; letters by themselves are words.
std::size_t words_in(const std::string& text) { return flite::pronounce(TextReader().read(text)).size(); }

TEST(Names, AreNotSpelled) {
  for (const char* name : {"Mbappé",  "Ndidi",  "Nketiah",       "Nkunku",   "Mkhitaryan", "Tchouaméni", "Krkić",
                           "Hrvoje",  "Grbić",  "Kvaratskhelia", "Gvardiol", "Dzsenifer",  "Srna",       "Brkić",
                           "Ngumoha", "Mbeumo", "Xhaka",         "Nguyễn",   "Pjanić",     "Mwepu",      "Bvlgari",
                           "Crvena",  "Kjær",   "Hjulmand",      "Szczęsny", "Dijk",       "Vrba",       "Skjern"})
    EXPECT_EQ(words_in(name), 1U) << name << " is " << TextReader().read(name);
  EXPECT_EQ(words_in("Mbappé's shot"), words_in("Kane's shot"));
}

TEST(Names, WhatAnEnglishReaderCanReadStays) {
  for (const char* words : {"Smith, Schmidt and Knight", "Three strong players press", "The FBI", "St. Paul",
                            "Mr. Brown", "Christine throws", "Phil shrugs", "km", "Kane scores."})
    EXPECT_EQ(with_readable_names(words), words);
}

TEST(Names, AnAccentAtTheEndIsHeard) {
  const auto unknown = [](const std::string&) { return false; };
  EXPECT_EQ(with_last_accents("Mané, Sané und Dembélé's café", unknown), "Manay, Sanay und Dembélay's cafay");
  EXPECT_EQ(with_last_accents("é élan née Pelé", [](const std::string& word) { return word == "Pelé"; }),
            "é élan née Pelé");
  EXPECT_EQ(TextReader().read("Mané"), "Manay");
  EXPECT_EQ(TextReader().read("José at the café"), "Jose at the cafe");
}

TEST(Names, TheUsersWordComesFirst) {
  const TextReader reader(text::Lexicon("Mané = sadio\nNkunku = kunku\n"));
  EXPECT_EQ(reader.read("Mané and Nkunku"), "sadio and kunku");
}

}  // namespace
}  // namespace np
