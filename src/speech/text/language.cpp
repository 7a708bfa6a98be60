#include "speech/text/language.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/utf8.hpp"

namespace np::text {
namespace {

// Words that only hold sentences together. Those that are words in English as well (die, in, an, a, on, me, no, as) are
// in neither list.
constexpr std::string_view kEnglishWords[] = {
    "about",  "after",    "again",   "all",   "and",     "another", "are",   "at",   "away",   "back",  "before",
    "behind", "but",      "by",      "from",  "goes",    "has",     "have",  "he",   "her",    "here",  "his",
    "into",   "is",       "it",      "it's",  "its",     "left",    "looks", "man",  "more",   "near",  "nobody",
    "not",    "now",      "of",      "off",   "one",     "other",   "out",   "over", "people", "right", "runs",
    "she",    "somebody", "someone", "still", "that",    "the",     "their", "them", "then",   "there", "they",
    "this",   "three",    "through", "to",    "towards", "two",     "under", "up",   "walks",  "we",    "what",
    "where",  "which",    "who",     "will",  "with",    "woman",   "you",   "your"};
constexpr std::string_view kOtherWords[] = {
    // German
    "aber", "auf", "aus", "bei", "das", "dem", "den", "der", "des", "ein", "eine", "einem", "einen", "einer", "er",
    "es", "für", "haben", "hat", "ich", "ihr", "im", "ist", "jetzt", "mit", "nach", "nicht", "noch", "oder", "sich",
    "sie", "sind", "über", "und", "vom", "von", "wird", "wir", "zum", "zur", "zwei",
    // French
    "au", "aux", "avec", "ce", "cette", "dans", "des", "deux", "du", "elle", "est", "et", "il", "ils", "je", "la", "le",
    "les", "leur", "mais", "nous", "pas", "plus", "pour", "qui", "se", "sont", "sur", "un", "une", "vers", "vous",
    // Spanish, Italian, Portuguese
    "al", "che", "com", "con", "da", "das", "de", "del", "della", "di", "do", "dos", "dos", "el", "em", "en", "entre",
    "está", "están", "gli", "hacia", "los", "las", "lo", "mas", "não", "nel", "non", "os", "para", "per", "pero", "por",
    "que", "sono", "su", "uma", "una", "uno", "um", "y",
    // Dutch, Polish, Turkish
    "bir", "een", "en", "het", "i", "ile", "jest", "maar", "naar", "nie", "niet", "op", "są", "się", "van", "ve", "w",
    "voor", "z", "zijn", "na"};

// Parts of names as well, where a capital follows: Vincent van Gogh, Los Angeles.
constexpr std::string_view kParticles[] = {"al", "da", "de", "del", "della", "den", "der", "des", "di",  "do",  "dos",
                                           "du", "el", "la", "las", "le",    "les", "lo",  "los", "van", "von", "y"};

bool is_latin(std::uint32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7) ||
         (c >= 0x1E00 && c < 0x1F00);
}

// Letters of scripts that stand for words: neither signs nor emoji nor combining marks.
bool is_other_letter(std::uint32_t c) {
  return (c >= 0x370 && c < 0x2000) || (c >= 0x2C00 && c < 0x2E00) || (c >= 0x3040 && c < 0xA4D0) ||
         (c >= 0xAC00 && c < 0xD7B0) || (c >= 0xF900 && c < 0xFB00) || (c >= 0xFB1D && c < 0xFE00) ||
         (c >= 0xFE70 && c < 0xFF00) || (c >= 0xFF66 && c < 0xFFDD) || (c >= 0x10000 && c < 0x1D000) ||
         (c >= 0x20000 && c < 0x32000);
}

std::string lower_latin(std::string_view character, std::uint32_t c) {
  if (c >= 'A' && c <= 'Z') return std::string(1, static_cast<char>(c + 32));
  // Two bytes: those of U+00C0 to U+00DE are 0x20 below their small ones.
  if (c >= 0xC0 && c <= 0xDE) return {character[0], static_cast<char>(character[1] + 0x20)};
  return std::string(character);
}

}  // namespace

bool is_english(std::string_view text) {
  std::size_t latin = 0, other = 0, english_words = 0, other_words = 0;
  std::string word;
  bool capital = false;       // the word's first letter
  std::size_t particles = 0;  // that the next word decides about
  const auto end_word = [&] {
    if (word.empty()) return;
    const bool particle = std::ranges::contains(kParticles, word);
    if (!particle) {
      if (!capital) other_words += particles;
      particles = 0;
    }
    if (particle) {
      ++particles;
    } else if (!(capital && word == "i") && std::ranges::contains(kOtherWords, word)) {
      ++other_words;
    }
    if (std::ranges::contains(kEnglishWords, word)) ++english_words;
    word.clear();
  };
  while (!text.empty()) {
    const utf8::Front at = utf8::front(text);
    const std::string_view character = text.substr(0, at.bytes);
    const std::uint32_t c = at.kind == utf8::Front::Kind::kCharacter ? utf8::code_point(character) : 0;
    if (is_latin(c)) {
      ++latin;
      if (word.empty()) capital = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE);
      word += lower_latin(character, c);
    } else if (c == '\'' && !word.empty()) {
      word += '\'';
    } else {
      if (is_other_letter(c)) ++other;
      end_word();
    }
    text.remove_prefix(at.bytes);
  }
  end_word();
  other_words += particles;
  // A sign of another script says more than a letter.
  if (2 * other > latin) return false;
  return other_words < 2 || other_words <= 2 * english_words;
}

}  // namespace np::text
