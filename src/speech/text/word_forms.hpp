// How a word is said that is not written as it sounds: titles and other abbreviations, initials, acronyms, addresses,
// capitals. Pure functions, inside this folder only.
#pragma once

#include <optional>
#include <string>

#include "speech/text/token.hpp"

namespace np::text {

struct SaidWord {
  std::string words;
  bool dot_is_its_own = false;  // what follows it as "." ends no sentence
};
// nullopt: it is said as it is written. `shouted`: the whole text is in capitals.
std::optional<SaidWord> say_word(const Place& place, bool shouted);
// Whether all the longer words are in capitals, so that capitals are no acronyms.
bool is_shouted(std::span<const Token> tokens);

}  // namespace np::text
