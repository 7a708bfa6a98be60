#include "speech/neural/phonemes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/utf8.hpp"

namespace np {
namespace {

struct Sound {
  std::string_view flites, ours;
  bool vowel = false;
};
constexpr std::array<Sound, 40> kSounds{{
    {"aa", "ɑ", true},  {"ae", "æ", true}, {"ah", "ʌ", true}, {"ao", "ɔ", true}, {"aw", "W", true}, {"ax", "ə", true},
    {"ay", "I", true},  {"b", "b"},        {"ch", "ʧ"},       {"d", "d"},        {"dh", "ð"},       {"eh", "ɛ", true},
    {"er", "ɜɹ", true}, {"ey", "A", true}, {"f", "f"},        {"g", "ɡ"},        {"hh", "h"},       {"ih", "ɪ", true},
    {"iy", "i", true},  {"jh", "ʤ"},       {"k", "k"},        {"l", "l"},        {"m", "m"},        {"n", "n"},
    {"ng", "ŋ"},        {"ow", "O", true}, {"oy", "Y", true}, {"p", "p"},        {"r", "ɹ"},        {"s", "s"},
    {"sh", "ʃ"},        {"t", "t"},        {"th", "θ"},       {"uh", "ʊ", true}, {"uw", "u", true}, {"v", "v"},
    {"w", "w"},         {"y", "j"},        {"z", "z"},        {"zh", "ʒ"},
}};

// Words that no sentence stresses, and those that have half a stress in one.
constexpr std::array<std::string_view, 55> kWeak{
    "a",     "am",    "an",    "and",     "are",   "as",      "at",   "be",     "been",    "by",   "can",
    "could", "for",   "from",  "get",     "got",   "had",     "has",  "have",   "her",     "his",  "if",
    "in",    "is",    "its",   "it's",    "he's",  "my",      "of",   "or",     "she's",   "than", "that",
    "the",   "their", "there", "there's", "these", "they're", "this", "those",  "through", "to",   "was",
    "we're", "were",  "will",  "with",    "won't", "would",   "you",  "you're", "your",    "we",   "into"};
constexpr std::array<std::string_view, 29> kHalf{"but",   "down",  "he",    "him",    "how",   "it",  "me",     "might",
                                                 "near",  "not",   "on",    "our",    "shall", "she", "should", "so",
                                                 "some",  "them",  "they",  "though", "up",    "us",  "what",   "when",
                                                 "where", "which", "while", "who",    "why"};

// Behind these the last stress of a word is its strongest; else the first is.
constexpr std::array<std::string_view, 7> kStrongEnds{"ʃən", "ʃənz", "ʃənəl", "ɑləʤi", "ɪɹ", "tin", "tinθ"};

// flite drops their sign, and says "issnt" and "hay-vent".
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kContracted{{{"isnt", "ˈɪzᵊnt"},
                                                                                     {"hasnt", "hˈæzᵊnt"},
                                                                                     {"wasnt", "wˈʌzᵊnt"},
                                                                                     {"doesnt", "dˈʌzᵊnt"},
                                                                                     {"havent", "hˈævᵊnt"},
                                                                                     {"didnt", "dˈɪdᵊnt"},
                                                                                     {"hadnt", "hˈædᵊnt"},
                                                                                     {"couldnt", "kˈʊdᵊnt"},
                                                                                     {"wouldnt", "wˈʊdᵊnt"},
                                                                                     {"shouldnt", "ʃˈʊdᵊnt"},
                                                                                     {"neednt", "nˈidᵊnt"},
                                                                                     {"mustnt", "mˈʌsᵊnt"},
                                                                                     {"arent", "ˈɑɹnt"},
                                                                                     {"theyre", "ðɛɹ"}}};

constexpr std::array<std::pair<std::uint32_t, std::int64_t>, 60> kNumbers{{
    {' ', 16},    {'!', 5},     {'"', 11},    {'(', 12},    {')', 13},   {',', 3},     {'.', 4},     {':', 2},
    {';', 1},     {'?', 6},     {'A', 24},    {'I', 25},    {'O', 31},   {'T', 36},    {'W', 39},    {'Y', 41},
    {'a', 43},    {'b', 44},    {'d', 46},    {'e', 47},    {'f', 48},   {'h', 50},    {'i', 51},    {'j', 52},
    {'k', 53},    {'l', 54},    {'m', 55},    {'n', 56},    {'o', 57},   {'p', 58},    {'s', 61},    {'t', 62},
    {'u', 63},    {'v', 64},    {'w', 65},    {'z', 68},    {0xE6, 72},  {0xF0, 81},   {0x14B, 112}, {0x250, 70},
    {0x251, 69},  {0x254, 76},  {0x259, 83},  {0x25B, 86},  {0x25C, 87}, {0x261, 92},  {0x26A, 102}, {0x279, 123},
    {0x283, 131}, {0x28A, 135}, {0x28C, 138}, {0x292, 147}, {0x2A4, 82}, {0x2A7, 133}, {0x2C8, 156}, {0x2CC, 157},
    {0x3B8, 119}, {0x1D4A, 42}, {0x2014, 9},  {0x2026, 10},
}};
static_assert(std::ranges::is_sorted(kNumbers, {}, &std::pair<std::uint32_t, std::int64_t>::first));

const Sound* sound_of(std::string_view name) {
  const auto sound = std::ranges::lower_bound(kSounds, name, {}, &Sound::flites);
  return sound != kSounds.end() && sound->flites == name ? &*sound : nullptr;
}

// "pˈipəl" is "pˈipᵊl": an l by itself.
void let_l_alone(std::string& sounds) {
  constexpr std::string_view kFull = "əl";
  for (const std::string_view end : {"", "z", "d"}) {
    const std::string whole = std::string(kFull).append(end);
    if (!sounds.ends_with(whole) || sounds.size() == whole.size()) continue;
    const std::size_t at = sounds.size() - whole.size();
    if (std::string_view("AIOWYaeiou").contains(sounds[at - 1]) || sounds.substr(0, at).ends_with("ɹ")) return;
    sounds.replace(at, kFull.size(), "ᵊl");
    return;
  }
}

std::string sounds_of(const flite::Word& word) {
  if (word.name == "a" && word.phones.size() == 1 && word.phones.front().name == "ax") return "ɐ";
  for (const auto& [name, sounds] : kContracted)
    if (word.name == name) return std::string(sounds);
  std::string plain;
  for (const flite::Phone& phone : word.phones)
    if (const Sound* const sound = sound_of(phone.name)) plain += phone.name == "er" ? "əɹ" : sound->ours;
  const bool weak = std::ranges::contains(kWeak, word.name), half = std::ranges::contains(kHalf, word.name);
  const auto stresses = std::ranges::count_if(word.phones, [](const flite::Phone& phone) {
    const Sound* const sound = sound_of(phone.name);
    return phone.stressed && sound && sound->vowel;
  });
  const bool last_is_strongest =
      std::ranges::any_of(kStrongEnds, [&](std::string_view end) { return plain.ends_with(end); });
  const auto strongest = last_is_strongest ? stresses : 1;
  std::string out;
  std::ptrdiff_t stress = 0;
  for (const flite::Phone& phone : word.phones) {
    const Sound* const sound = sound_of(phone.name);
    if (!sound) continue;
    const bool stressed = sound->vowel && phone.stressed;
    if (stressed && !weak) out += ++stress == strongest && !half ? "ˈ" : "ˌ";
    out += phone.name == "er" && !stressed ? "əɹ" : sound->ours;
  }
  let_l_alone(out);
  return out;
}

// The melody is the last of them's: of "?!" the question; a pause needs no more than one.
char sign_of(std::string_view signs) {
  for (const char wanted : {'?', '!', '.', ';', ':', ','})
    if (signs.contains(wanted)) return wanted;
  return 0;
}

}  // namespace

std::string phonemes_of(std::span<const flite::Word> words) {
  // "'s" and "'t" are words of their own there.
  std::vector<flite::Word> whole;
  for (const flite::Word& word : words) {
    if (whole.empty() || !word.name.starts_with('\'') || !whole.back().after.empty()) {
      whole.push_back(word);
      continue;
    }
    flite::Word& front = whole.back();
    front.name += word.name;
    front.phones.insert(front.phones.end(), word.phones.begin(), word.phones.end());
    front.after = word.after;
  }
  std::string out;
  for (const flite::Word& word : whole) {
    const std::string sounds = sounds_of(word);
    if (!out.empty() && !sounds.empty()) out += ' ';
    out += sounds;
    if (const char sign = sign_of(word.after); sign != 0 && !out.empty()) out += sign;
  }
  return out;
}

std::vector<std::int64_t> phoneme_numbers(std::string_view phonemes) {
  std::vector<std::int64_t> numbers{0};
  while (!phonemes.empty()) {
    const utf8::Front at = utf8::front(phonemes);
    if (at.kind == utf8::Front::Kind::kCharacter) {
      const std::uint32_t c = utf8::code_point(phonemes.substr(0, at.bytes));
      const auto number = std::ranges::lower_bound(kNumbers, c, {}, &decltype(kNumbers)::value_type::first);
      if (number != kNumbers.end() && number->first == c) numbers.push_back(number->second);
    }
    phonemes.remove_prefix(at.bytes);
  }
  numbers.push_back(0);
  return numbers;
}

}  // namespace np
