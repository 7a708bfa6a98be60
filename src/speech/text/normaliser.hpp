// Turns written English into spoken English: numbers, times, scores, money, measures, abbreviations and addresses
// become words; names lose their accents; markup, links and emoji are left out; capitals are spelled only in an
// acronym. The result is plain ASCII on one line, with the signs that make pauses and melody; empty if nothing can be
// said. Plain value; any thread.
#pragma once

#include <string>
#include <string_view>

#include "speech/text/lexicon.hpp"

namespace np::text {

class Normaliser {
 public:
  explicit Normaliser(Lexicon lexicon = {}) : lexicon_(std::move(lexicon)) {}

  std::string words(std::string_view text) const;
  // Whether the user says how to pronounce this word.
  bool has_own(std::string_view word) const;

 private:
  Lexicon lexicon_;
};

}  // namespace np::text
