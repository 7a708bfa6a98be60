#include "score/wording.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "score/claims.hpp"
#include "score/lexicon.hpp"
#include "score/movement.hpp"
#include "score/phrase.hpp"

namespace np::score {
namespace {

constexpr auto kEventWords =
    std::to_array<std::string_view>({"goal", "cut", "dark", "accident", "bright", "another", "suddenly", "first"});

// Words without news of their own.
constexpr auto kEmpty = std::to_array<std::string_view>(
    {"the",       "a",          "an",       "this",      "that",   "there",   "here",       "now",       "still",
     "i",         "we",         "you",      "he",        "she",    "they",    "it",         "them",      "others",
     "other",     "of",         "in",       "on",        "at",     "to",      "from",       "toward",    "towards",
     "up",        "down",       "left",     "right",     "top",    "bottom",  "upper",      "lower",     "middle",
     "centre",    "center",     "side",     "picture",   "view",   "frame",   "scene",      "image",     "screen",
     "direction", "way",        "and",      "all",       "both",   "some",    "more",       "only",      "just",
     "about",     "currently",  "moment",   "together",  "slowly", "quickly", "steadily",   "along",     "across",
     "through",   "forward",    "forwards", "ahead",     "away",   "visible", "while",      "is",        "are",
     "being",     "with",       "total",    "over",      "who",    "sight",   "several",    "many",      "few",
     "another",   "each",       "as",       "again",     "so",     "far",     "hand",       "leftward",  "rightward",
     "leftwards", "rightwards", "no",       "not",       "around", "by",      "right-hand", "then",      "also",
     "too",       "opposite",   "same",     "left-hand", "alone",  "please",  "yet",        "different", "directions"});

bool only_a_person(const Noun& n) { return n.who.family == Family::kPerson || n.who.family == Family::kThing; }

bool plain_verb(const Verb& v) { return v.is == VerbClass::kMove || v.is == VerbClass::kState; }

}  // namespace

int word_count(std::string_view line) {
  const Words words = words_of(line);
  return static_cast<int>(std::ranges::count_if(words, [](const std::string& w) { return is_word(w); }));
}

bool tells_event(std::string_view line) {
  const Words words = words_of(line);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (movement_at(words, i) || one_of(words[i], kEventWords)) return true;
    if (words[i] == "close") continue;  // "close by"
    if (const auto verb = verb_of(words[i]); verb && verb->is == VerbClass::kEvent) return true;
  }
  return false;
}

bool only_counts_or_directs(std::string_view line) {
  if (tells_event(line)) return false;
  const Words words = words_of(line);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (!is_word(word) || one_of(word, kEmpty) || number_word(word)) continue;
    if (const auto noun = noun_at(words, i); noun && only_a_person(*noun)) {
      i += noun->length - 1;
      continue;
    }
    const auto verb = verb_of(word);
    if (!verb || !plain_verb(*verb)) return false;
    static constexpr auto kMore = std::to_array<std::string_view>(
        {"stand", "lie", "wear", "carry", "hold", "lean", "ride", "run", "wait", "jog", "linger"});
    if (one_of(verb->base, kMore)) return false;
  }
  return true;
}

bool speaks_of_something(std::string_view line) {
  if (people_in(line).value_or(0) > 0) return true;
  const std::vector<Claim> claims = claims_in(line);
  if (std::ranges::any_of(claims, [](const Claim& c) { return c.count > 0; })) return true;
  const Words words = words_of(line);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto phrase = phrase_at(words, i);
    if (!phrase) continue;
    if (phrase->who && !phrase->none) return true;
    i = phrase->end - 1;
  }
  return false;
}

}  // namespace np::score
