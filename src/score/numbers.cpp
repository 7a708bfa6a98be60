// How many people a line says are in view.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "score/claims.hpp"
#include "score/lexicon.hpp"
#include "score/movement.hpp"
#include "score/phrase.hpp"

namespace np::score {
namespace {

constexpr auto kWeSee = std::to_array<std::string_view>({"see", "count", "make", "have", "leave"});
constexpr auto kAll = std::to_array<std::string_view>(
    {"view",  "visible",    "picture", "frame", "scene",  "sight", "screen",  "now",     "left", "here",
     "total", "altogether", "yard",    "all",   "remain", "there", "remains", "present", "stay", "stays"});
constexpr auto kWhole = std::to_array<std::string_view>(
    {"the", "this", "our", "view", "sight", "frame", "picture", "shot", "total", "all"});
constexpr auto kInView = std::to_array<std::string_view>(
    {"view", "visible", "here", "left", "sight", "there", "picture", "scene", "around"});

bool people(const Phrase& p) { return p.none || (p.who && p.who->family == Family::kPerson); }

// Of one sentence, or the part before a `;`.
class CountReader {
 public:
  explicit CountReader(Words words) : words_(std::move(words)) {}

  std::optional<int> read() const {
    for (std::size_t i = 0; i < words_.size(); ++i)
      if (movement_at(words_, i)) return std::nullopt;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const auto phrase = phrase_at(words_, i);
      if (!phrase) continue;
      if (people(*phrase) && (phrase->exact || phrase->none || told_one(i, *phrase))) return judge(i, *phrase);
      i = phrase->end - 1;
    }
    return std::nullopt;
  }

 private:
  // "There is a man" may be about one of several; "just one person" and "only a man" are not.
  bool told_one(std::size_t at, const Phrase& phrase) const {
    return phrase.count == 1 &&
           std::any_of(words_.begin() + static_cast<std::ptrdiff_t>(at),
                       words_.begin() + static_cast<std::ptrdiff_t>(phrase.end),
                       [](const std::string& w) { return w == "only" || w == "single" || w == "lone"; });
  }

  std::optional<int> judge(std::size_t at, const Phrase& phrase) const {
    const int n = phrase.none ? 0 : *phrase.count;
    if (placed(phrase.end)) return std::nullopt;
    if (n == 0) return says(phrase.end, kInView) || introduced(at) ? std::optional(0) : std::nullopt;
    if (const std::size_t after = after_aside(phrase.end))
      return !placed(after) && (introduced(at) || says(after, kInView)) ? std::optional(n) : std::nullopt;
    if (phrase.end >= words_.size() || words_[phrase.end] == ",")
      return at <= 1 || introduced(at) ? std::optional(n) : std::nullopt;
    if (introduced(at) || says(phrase.end, kAll)) return n;
    return std::nullopt;
  }

  // "There are", "I count", "we can see" before it.
  bool introduced(std::size_t at) const {
    for (std::size_t i = 0; i < at; ++i)
      if (const auto verb = verb_of(words_[i]);
          (verb && one_of(verb->base, kWeSee)) || (words_[i] == "there" && i + 1 < at))
        return true;
    return false;
  }
  // Where the sentence goes on after ", both in black,"; 0: there is no such aside, or the sentence ends with it.
  std::size_t after_aside(std::size_t from) const {
    if (from >= words_.size() || words_[from] != ",") return 0;
    const auto end = std::find(words_.begin() + static_cast<std::ptrdiff_t>(from) + 1, words_.end(), ",");
    return end == words_.end() ? 0 : static_cast<std::size_t>(end - words_.begin()) + 1;
  }
  bool says(std::size_t from, std::span<const std::string_view> list) const {
    for (std::size_t i = from; i < std::min(words_.size(), from + 6) && is_word(words_[i]); ++i)
      if (one_of(words_[i], list)) return true;
    return false;
  }
  // On one side or in one place only: the others are not counted.
  bool placed(std::size_t from) const {
    for (std::size_t i = from; i < std::min(words_.size(), from + 6) && is_word(words_[i]); ++i) {
      const std::string next = i + 1 < words_.size() ? words_[i + 1] : "";
      if (words_[i] == "in" && !one_of(next, kWhole)) return true;  // "in black"
      if (is_preposition(words_[i]) && words_[i] != "in" && words_[i] != "of") return true;
      if (words_[i] != "left" && sides_at(words_, i)) return true;
      if (words_[i] == "left" && i > from && words_[i - 1] == "the") return true;
    }
    return false;
  }

  Words words_;
};

}  // namespace

std::optional<int> people_in(std::string_view line) {
  Words part;
  std::optional<int> found;
  Words words = words_of(line);
  words.emplace_back(".");
  for (const std::string& word : words) {
    if (word != "." && word != ";") {
      part.push_back(word);
      continue;
    }
    if (const auto n = CountReader(std::exchange(part, {})).read(); n && !found) found = n;
  }
  return found;
}

}  // namespace np::score
