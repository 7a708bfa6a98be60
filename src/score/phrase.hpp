// The subject of a sentence: "two more people in red", "a small brown dog", "another one".
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "score/lexicon.hpp"

namespace np::score {

struct Phrase {
  std::size_t end = 0;       // the word after it
  std::optional<Who> who;    // nullopt: the subject of before ("another one", "he")
  std::optional<int> count;  // from a number, or one for "a"; nullopt: not said
  bool exact = false;        // `count` is a number word, not an article
  bool many = false;         // plural or "several", without a number
  bool none = false;         // "nobody"
  bool pronoun = false;      // the same subject as before: "he", "they", "it"
};
std::optional<Phrase> phrase_at(const Words& words, std::size_t at);

bool is_preposition(const std::string& word);
bool joins_clauses(const std::string& word);  // "and", "while", "then"

}  // namespace np::score
