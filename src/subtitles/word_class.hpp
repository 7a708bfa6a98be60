// A word's role in its sentence, as far as a list of words can tell: enough to know where a subtitle may break.
// English, German and Spanish. Pure function.
#pragma once

#include <string_view>

namespace np::subtitles {

enum class WordClass {
  kOther,
  kConjunction,   // "and", "weil": a line breaks well before it
  kPreposition,   // "from", "hacia": likewise
  kArticle,       // and other words that lean on the next one: "the", "mein", "not"
  kTitle,         // "Mr", "Frau": a name follows
  kAbbreviation,  // its full stop ends no sentence: "approx.", "z. B."
};

// `word`: without punctuation at its ends, ASCII letters in lower case.
WordClass class_of(std::string_view word);

}  // namespace np::subtitles
