#include "speech/text/names.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "base/text.hpp"
#include "speech/flite/flite.hpp"

namespace np {
namespace {

using std::string_view;

constexpr string_view kOnsets[] = {"bl", "br", "ch", "cl", "cr", "dr", "dw", "fl", "fr", "gh", "gl", "gr",
                                   "kl", "kn", "kr", "ph", "pl", "pr", "qu", "rh", "sc", "sh", "sk", "sl",
                                   "sm", "sn", "sp", "sq", "st", "sw", "th", "tr", "tw", "wh", "wr"};
// How clusters at the front are heard; the longer ones first.
constexpr std::pair<string_view, string_view> kFronts[] = {{"szcz", "shch"}, {"tch", "ch"}, {"skj", "sh"}, {"dzs", "j"},
                                                           {"sz", "sh"},     {"cz", "ch"},  {"xh", "j"},   {"hj", "y"},
                                                           {"kj", "ch"},     {"pj", "py"},  {"tz", "ts"}};
// Too far from their letters for any rule.
constexpr std::pair<string_view, string_view> kWhole[] = {
    {"nguyen", "win"}, {"ng", "ing"}, {"hmm", "hum"}, {"shh", "shush"}, {"brr", "burr"}};
constexpr string_view kVowels = "aeiouy";
constexpr int kMostTries = 3;

bool is_vowel(char c) { return kVowels.contains(c); }

bool is_hard(string_view word) {
  if (word.contains("ijk")) return true;
  if (word.size() < 2 || is_vowel(word[0]) || is_vowel(word[1])) return false;
  if (!std::ranges::contains(kOnsets, word.substr(0, 2))) return true;
  return word.size() > 2 && (word[2] == 'j' || (word[1] == 'r' && !is_vowel(word[2])));
}

bool is_read(const std::string& word) { return flite::pronounce(word).size() == 1; }

// "krkic": an r between two consonants is a syllable.
std::string with_syllabic_r(std::string word) {
  for (std::size_t i = 1; i + 1 < word.size(); ++i)
    if (word[i] == 'r' && !is_vowel(word[i - 1]) && word[i - 1] != 'r' && !is_vowel(word[i + 1]) && word[i + 1] != 'r')
      word.insert(i, "e");
  return word;
}

// `word`: in small letters, and hard.
std::string readable(const std::string& word) {
  std::string said = word;
  for (const auto& [front, heard] : kFronts)
    if (said.starts_with(front)) {
      said.replace(0, front.size(), heard);
      break;
    }
  if (const std::size_t at = said.find("ijk"); at != said.npos) said.replace(at, 3, "ike");
  if (is_read(said)) return said;
  said = with_syllabic_r(std::move(said));
  if ((said[0] == 'm' || said[0] == 'n') && !is_vowel(said[1])) said.insert(0, "e");
  for (int left = kMostTries; left > 0 && !is_read(said); --left) {
    const std::size_t vowel = std::min(said.find_first_of(kVowels), said.size());
    if (vowel < 2) break;
    said.insert(1, "e");
  }
  // What is none is spelled, as it would have been.
  return is_read(said) ? said : word;
}

// A capital and small letters behind it; in capitals it may be an acronym.
bool is_name(string_view word) {
  return word.size() >= 2 && word[0] >= 'A' && word[0] <= 'Z' &&
         std::ranges::all_of(word.substr(1), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

std::string with_readable_names(string_view words) {
  std::string out;
  while (!words.empty()) {
    const std::size_t letters = static_cast<std::size_t>(std::ranges::find_if_not(words, is_alpha) - words.begin());
    if (letters == 0) {
      out += words.front();
      words.remove_prefix(1);
      continue;
    }
    const string_view word = words.substr(0, letters);
    const std::string small = lower(word);
    const auto whole = std::ranges::find(kWhole, small, &std::pair<string_view, string_view>::first);
    if (whole != std::end(kWhole)) {
      out += whole->second;
    } else if (is_name(word) && is_hard(small) && !(flite::has_entry(small) && is_read(std::string(word)))) {
      out += readable(small);
    } else {
      out += word;
    }
    words.remove_prefix(letters);
  }
  return out;
}

std::string with_last_accents(string_view text, const std::function<bool(const std::string&)>& is_known) {
  constexpr string_view kAccent = "é";
  std::string out;
  while (!text.empty()) {
    const std::size_t at = text.find(kAccent);
    if (at == text.npos) break;
    std::size_t from = at;
    while (from > 0 && (is_alpha(text[from - 1]) || static_cast<unsigned char>(text[from - 1]) >= 0x80)) --from;
    const std::size_t behind = at + kAccent.size();
    const bool last =
        behind == text.size() || !(is_alpha(text[behind]) || static_cast<unsigned char>(text[behind]) >= 0x80);
    out += text.substr(0, at);
    const bool stays = !last || at == from || is_known(std::string(text.substr(from, behind - from)));
    out += stays ? kAccent : string_view("ay");
    text.remove_prefix(behind);
  }
  return out.append(text);
}

}  // namespace np
