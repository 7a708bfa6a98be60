// flite in this process: its voice "rms", and how words are pronounced by its lexicon and its rules for those that are
// not in there. flite keeps state of its own behind all its voices and is not made for threads: one sentence is dealt
// with at a time in the whole process, a second caller waits.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace np::flite {

inline constexpr int kRate = 16000;
inline constexpr const char* kVoice = "rms";

// Blocks; any thread. `ascii` is what a TextReader gives, at most a few hundred bytes. `speed`: 1 is usual, 2 twice as
// fast. `on_samples` gets the sound while it is made, in parts of 0.1 s; false from it ends the synthesis. Its
// exceptions come out here. Throws Error.
void say(const std::string& ascii, const std::function<bool(std::span<const std::int16_t>)>& on_samples,
         double speed = 1);

struct Phone {
  std::string name;       // of CMU's phones for American English, as "ae" or "ch"
  bool stressed = false;  // its syllable is
};
struct Word {
  std::string name;  // lower case
  std::vector<Phone> phones;
  std::string after;  // the signs that follow it, as "," or "?!"
};
// Whether flite's lexicon has this word, of ASCII letters; the rules are for all others. Any thread.
bool has_entry(const std::string& word);
// Blocks for a millisecond or two, and as long as another sentence is spoken; any thread. Throws Error.
std::vector<Word> pronounce(const std::string& ascii);

}  // namespace np::flite
