// The English for reading lines: the words of a text, and among them numbers, kinds and verbs. ASCII; lower case.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "score/passage.hpp"

namespace np::score {

// Words and the marks between them (each by itself), without contractions: "there's" is "there" "is". `.`, `!`, `?` and
// line ends are ".".
using Words = std::vector<std::string>;
Words words_of(std::string_view text);
// A word, not a mark.
bool is_word(std::string_view word);

// "two", "12", "no" is 0; `a`, `an` are not numbers.
std::optional<int> number_word(std::string_view word);

struct Noun {
  Who who;
  bool many = false;
  int count = 0;           // given by the word itself ("couple"); 0: none
  std::size_t length = 1;  // words
};
// The kind or family that begins at words[at], by its name or a usual one.
std::optional<Noun> noun_at(const Words& words, std::size_t at);
// The same for a whole text: "traffic light".
std::optional<Who> kind_called(std::string_view name);

enum class VerbClass : std::uint8_t {
  kNone,
  kMove,   // goes somewhere: walk, ride
  kState,  // stand, look, be: nothing changes
  kEvent,  // something changes: stop, fall, kick
  kEnter,  // comes into view by itself: enter, arrive
  kLeave,
};
struct Verb {
  std::string base;
  VerbClass is = VerbClass::kNone;
  bool past = false;
  bool participle = false;  // -ing
};
std::optional<Verb> verb_of(const std::string& word);

bool one_of(std::string_view word, std::span<const std::string_view> list);

}  // namespace np::score
