#include "score/phrase.hpp"

#include <array>

namespace np::score {
namespace {

constexpr auto kDeterminers = std::to_array<std::string_view>(
    {"the",  "this",  "these",  "those",  "his",     "her",     "their", "its",   "our",  "other",  "more",
     "new",  "first", "second", "third",  "fourth",  "fifth",   "last",  "next",  "same", "single", "lone",
     "only", "about", "around", "nearly", "roughly", "exactly", "each",  "every", "just", "yet"});
constexpr auto kMany =
    std::to_array<std::string_view>({"some", "several", "few", "many", "various", "numerous", "dozens", "lots"});
constexpr auto kNobody = std::to_array<std::string_view>({"nobody", "none", "nothing"});
constexpr auto kPronouns = std::to_array<std::string_view>({"he", "she", "they", "it"});
constexpr auto kAlone =
    std::to_array<std::string_view>({"others", "everyone", "everybody", "both", "all", "some", "another", "other"});
// "car park", "bus stop": places.
constexpr auto kPlaces =
    std::to_array<std::string_view>({"stop", "stops", "park", "lane", "door", "doors", "station", "track", "tracks",
                                     "wheel", "seat", "shelter", "crossing", "path", "traffic", "parking", "of"});
constexpr auto kPrepositions = std::to_array<std::string_view>(
    {"in",      "on",      "at",     "of",     "by",      "with",    "from",   "to",      "into",  "onto",  "behind",
     "near",    "beside",  "past",   "toward", "towards", "along",   "across", "over",    "under", "past",  "through",
     "between", "around",  "before", "after",  "among",   "against", "for",    "about",   "above", "below", "beyond",
     "inside",  "outside", "off",    "up",     "down",    "next",    "like",   "without", "during"});
constexpr auto kJoints =
    std::to_array<std::string_view>({"and", "while", "as", "but", "then", "whereas", "when", "or", "plus", "before",
                                     "after", "where", "because", "until", "so"});

// A word that may stand between "a" and "dog".
bool may_be_adjective(const std::string& word) {
  if (!is_word(word) || is_preposition(word) || joins_clauses(word) || one_of(word, kPronouns)) return false;
  const auto verb = verb_of(word);
  return !verb || verb->participle;
}

class PhraseReader {
 public:
  PhraseReader(const Words& words, std::size_t at) : words_(words), start_(at), at_(at) {}

  std::optional<Phrase> read() {
    if (whole(kPronouns)) return done({.pronoun = true}, 1);
    if (whole(kNobody)) return done({.none = true}, 1);
    if (word() == "no" && word(1) == "one") return done({.none = true}, 2);
    read_determiners();
    if (auto noun = read_noun()) return noun;
    return read_alone();
  }

 private:
  const std::string& word(std::size_t ahead = 0) const {
    static const std::string kEnd = ".";
    return at_ + ahead < words_.size() ? words_[at_ + ahead] : kEnd;
  }
  bool whole(std::span<const std::string_view> list) const { return one_of(word(), list); }
  std::optional<Phrase> done(Phrase phrase, std::size_t length) const {
    phrase.end = at_ + length;
    return phrase;
  }

  void read_determiners() {
    for (;; ++at_) {
      if (word() == "a" || word() == "an" || word() == "another") {
        if (!phrase_.count) phrase_.count = 1;
        told_ = told_ || word() == "another";
      } else if (word() == "of" && told_ &&
                 one_of(word(1), std::array<std::string_view, 5>{"the", "them", "these", "those", "us"})) {
        ++at_;
        part_ = true;
      } else if (const auto n = number_word(word())) {
        if (part_ && phrase_.count) continue;  // "one of the four"
        phrase_.count = n;
        phrase_.exact = told_ = true;
        phrase_.none = *n == 0;
      } else if (whole(kMany)) {
        phrase_.many = told_ = true;
        phrase_.count.reset();
      } else if (whole(kDeterminers)) {
        told_ = told_ || word() == "other";
      } else {
        return;
      }
    }
  }

  std::optional<Phrase> read_noun() {
    for (std::size_t adjectives = 0; adjectives <= 4; ++adjectives) {
      if (at_ + adjectives >= words_.size()) return std::nullopt;
      if (const auto noun = noun_at(words_, at_ + adjectives)) {
        at_ += adjectives;
        return finish(*noun);
      }
      if (!may_be_adjective(word(adjectives))) return std::nullopt;
      if (at_ == start_ && adjectives >= 1) return std::nullopt;  // "again someone": not one phrase
    }
    return std::nullopt;
  }

  std::optional<Phrase> finish(Noun noun) {
    std::size_t end = at_ + noun.length;
    // "bus driver" is a driver.
    while (end < words_.size()) {
      const auto next = noun_at(words_, end);
      if (!next || noun.count > 0) break;
      noun = *next;
      end += noun.length;
    }
    phrase_.who = noun.who;
    if (noun.count > 0) {
      phrase_.count = noun.count;
      phrase_.exact = true;
    }
    const bool collects = noun.count > 0 || (noun.many && noun.who.family == Family::kPerson);
    if (end < words_.size() && words_[end] == "of" && collects) {
      if (const auto members = phrase_at(words_, end + 1); members && members->who) {
        phrase_.who = members->who;
        if (members->exact && noun.count == 0) {
          phrase_.count = members->count;
          phrase_.exact = true;
        }
        end = members->end;
      }
    } else if (end < words_.size() && noun.who.family != Family::kPerson && one_of(words_[end], kPlaces)) {
      return std::nullopt;
    }
    if (noun.many && !phrase_.exact) {
      phrase_.many = true;
      phrase_.count.reset();
    }
    if (!phrase_.count && !phrase_.many) phrase_.count = 1;
    phrase_.end = end;
    return phrase_;
  }

  // "one", "the other one", "two" before a verb or at an end.
  std::optional<Phrase> read_alone() {
    if (!told_ && whole(kAlone)) {
      phrase_.many = word() != "another" && word() != "other";
      if (word() == "both") {
        phrase_.count = 2;
        phrase_.many = false;
      }
      told_ = true;
      ++at_;
    }
    if (!told_) return std::nullopt;
    if (is_word(word()) && !is_preposition(word()) && !joins_clauses(word()) && !verb_of(word()) &&
        !word().ends_with("ly") && word() != "who" && word() != "that" && word() != "now")
      return std::nullopt;
    if (!phrase_.count && !phrase_.many) phrase_.count = 1;
    phrase_.end = at_;
    return phrase_;
  }

  const Words& words_;
  std::size_t start_;
  std::size_t at_;
  Phrase phrase_;
  bool part_ = false;  // of those that follow
  bool told_ = false;  // so far it could stand without a noun
};

}  // namespace

bool is_preposition(const std::string& word) { return one_of(word, kPrepositions); }
bool joins_clauses(const std::string& word) { return one_of(word, kJoints); }

std::optional<Phrase> phrase_at(const Words& words, std::size_t at) {
  return at < words.size() ? PhraseReader(words, at).read() : std::nullopt;
}

}  // namespace np::score
