#include "score/claims.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "score/lexicon.hpp"
#include "score/movement.hpp"
#include "score/phrase.hpp"

namespace np::score {
namespace {

constexpr int kOfMany = 10;  // "some people" may be as many

// Hopes, fears and denials claim nothing.
constexpr auto kUnreal = std::to_array<std::string_view>(
    {"no",    "not",    "never",  "nobody", "nothing", "none",  "without", "may",   "might",  "could",
     "would", "should", "will",   "wants",  "want",    "tries", "trying",  "ready", "before", "until",
     "if",    "almost", "nearly", "soon",   "seems",   "can",   "cannot",  "must"});
constexpr auto kBegin = std::to_array<std::string_view>({"begin", "start", "continue"});
constexpr auto kRelative = std::to_array<std::string_view>({"who", "that", "which"});
constexpr auto kRecent = std::to_array<std::string_view>({"just", "now"});
constexpr auto kTowards = std::to_array<std::string_view>({"to", "toward", "towards"});
constexpr auto kPlaceWords = std::to_array<std::string_view>({"from", "on", "at", "in", "via"});

struct Subject {
  Who who{.family = Family::kPerson, .kinds = {Kind::kPerson}};
  int count = 1;
  int more = 0;
  bool none = false;
};
using Subjects = std::vector<Subject>;

// One sentence after the other; who was spoken of last is remembered.
class ClaimReader {
 public:
  explicit ClaimReader(std::string_view line) : words_(words_of(line)) {}

  std::vector<Claim> read() {
    while (at_ < words_.size()) {
      const std::string& word = words_[at_];
      if (!is_word(word)) {
        mark(word);
      } else if (const auto movement = movement_at(words_, at_)) {
        movement_(*movement);
      } else if (const auto phrase = phrase_at(words_, at_)) {
        take(*phrase);
      } else if (const std::size_t length = same_again()) {
        repeat(length);
      } else {
        structure(word);
      }
    }
    return std::move(claims_);
  }

 private:
  enum class Link { kStart, kJoint, kPreposition, kWith, kVerb, kBe, kNoun };

  void mark(const std::string& word) {
    link_ = word == "," ? Link::kJoint : Link::kStart;
    if (word != ",") {
      subjects_.clear();
      said_.reset();
      verb_since_ = false;
      sentence_ = at_ + 1;
    }
    ++at_;
  }

  void structure(const std::string& word) {
    if (joins_clauses(word)) {
      link_ = Link::kJoint;
    } else if (is_preposition(word)) {
      link_ = word == "with" ? Link::kWith : Link::kPreposition;
    } else if (const auto verb = verb_of(word)) {
      link_ = verb->base == "be" ? Link::kBe : Link::kVerb;
      verb_since_ = verb_since_ || !verb->participle;
    }
    ++at_;
  }

  Subject subject_of(const Phrase& phrase) const {
    Subject s = last_.empty() ? Subject() : last_.front();
    if (phrase.who) s.who = *phrase.who;
    s.count = phrase.count.value_or(phrase.many ? 2 : 1);
    s.more = phrase.many ? kOfMany : 0;
    if (phrase.many && phrase.who && !phrase.count) s.count = 1;  // "people": two or more, or a manner of speaking
    s.none = phrase.none;
    return s;
  }

  void take(const Phrase& phrase) {
    const std::size_t begun = std::exchange(at_, phrase.end);
    const Link link = std::exchange(link_, Link::kNoun);
    if (phrase.pronoun) {
      if (verb_since_ && (link == Link::kVerb || link == Link::kPreposition || link == Link::kWith)) return;
      subjects_ = last_.empty() ? Subjects{Subject()} : last_;
      if (last_.empty() && words_[begun] == "it") subjects_.front().who = {};
      verb_since_ = false;
      return;
    }
    const Subject subject = subject_of(phrase);
    if (link == Link::kPreposition) return ridden(begun, subject);
    if (link == Link::kWith) return companion(subject);
    if (link == Link::kVerb) return;  // what is carried, passed, led
    if (!phrase.who && !subjects_.empty() && !verb_since_ && (words_[begun] == "both" || words_[begun] == "all"))
      return;
    if (link == Link::kNoun || verb_since_) subjects_.clear();
    verb_since_ = false;
    subjects_.push_back(subject);
    if (said_ && link == Link::kJoint) elliptical(subject);
  }

  // A person on a bicycle is a cyclist.
  void ridden(std::size_t begun, const Subject& subject) {
    const bool on = begun > 0 && (words_[begun - 1] == "on" || words_[begun - 1] == "in" || words_[begun - 1] == "by");
    if (!on || subjects_.empty() || subject.who.family == Family::kPerson) return;
    auto& kinds = subjects_.back().who.kinds;
    if (!kinds.empty()) kinds.insert(kinds.end(), subject.who.kinds.begin(), subject.who.kinds.end());
  }

  // "with a dog": it comes along, and may be meant.
  void companion(const Subject& subject) {
    if (subject.who.family != Family::kPerson && subject.who.family != Family::kAnimal) return;
    const Subject along{.who = subject.who, .count = 0, .more = subject.count + subject.more, .none = subject.none};
    if (said_ && verb_since_) {
      add(along, *said_, said_sides_);
    } else if (!subjects_.empty()) {
      subjects_.push_back(along);
    }
  }

  // "One comes in from the left, another from the right."
  void elliptical(const Subject& subject) {
    std::size_t i = at_;
    while (i < words_.size() && i < at_ + 3 && is_word(words_[i]) && !verb_of(words_[i]) &&
           !one_of(words_[i], kPlaceWords))
      ++i;
    if (i >= words_.size() || i >= at_ + 3 || !one_of(words_[i], kPlaceWords)) return;
    std::size_t side = i + 1;
    if (side < words_.size() && words_[side] == "the") ++side;
    const auto sides = sides_at(words_, side);
    if (!sides || (sides->end < words_.size() && verb_of(words_[sides->end]))) return;
    Movement same = *said_;
    same.end = at_;
    add(subject, same, sides->sides);
    last_ = {subject};
    at_ = sides->end;
    verb_since_ = true;
  }

  // "Two more follow", "and one goes the same way": as the last ones did. How many words say so; 0: none.
  std::size_t same_again() const {
    const auto verb = verb_of(words_[at_]);
    if (!verb || !before_) return 0;
    const auto is = [&](std::size_t ahead, std::string_view word) {
      return at_ + ahead < words_.size() && words_[at_ + ahead] == word;
    };
    if (verb->base == "follow" && !verb->participle && (at_ + 1 >= words_.size() || !is_word(words_[at_ + 1])))
      return 1;
    if (verb->base == "come" && is(1, "after") && (at_ + 2 >= words_.size() || !is_word(words_[at_ + 2]))) return 2;
    return verb->is == VerbClass::kMove && is(1, "the") && is(2, "same") && is(3, "way") ? 4 : 0;
  }

  void repeat(std::size_t length) {
    Movement same = *before_;
    same.verb = at_;
    same.unsure = true;
    for (const Subject& s : subjects_) add(s, same, before_sides_);
    if (!subjects_.empty()) last_ = std::exchange(subjects_, {});
    at_ += length;
    verb_since_ = true;
    link_ = Link::kVerb;
  }

  // `of`: since the last joint or mark.
  bool said_before(std::size_t at, std::span<const std::string_view> of, std::size_t within) const {
    for (std::size_t i = at; i > 0 && at - i < within && is_word(words_[i - 1]) && words_[i - 1] != "and"; --i)
      if (one_of(words_[i - 1], of)) return true;
    return false;
  }

  bool happens(const Movement& m) const {
    if (said_before(m.verb, kUnreal, 4) || only_meant(m.verb)) return false;
    return !(said_before(m.verb, kRelative, 4) && !said_before(m.verb, kRecent, 3) &&
             (m.past || words_[m.verb] == "gone" || had(m.verb)));
  }
  // "turns to leave"
  bool only_meant(std::size_t at) const {
    if (at < 2 || words_[at - 1] != "to") return false;
    const auto verb = verb_of(words_[at - 2]);
    return !verb || !one_of(verb->base, kBegin);
  }
  bool had(std::size_t at) const {
    static constexpr auto kHad = std::to_array<std::string_view>({"had", "has", "have", "was", "were"});
    return said_before(at, kHad, 3);
  }

  void movement_(const Movement& m) {
    const bool real = happens(m);
    at_ = m.end;
    if (!real) {
      verb_since_ = true;
      link_ = Link::kVerb;
      return;
    }
    Subjects who = subjects_;
    if (who.empty() || m.inverted) {
      std::size_t next = m.end;
      while (next < words_.size() && !phrase_at(words_, next) && (verb_of(words_[next]) || words_[next] == "now"))
        ++next;
      const bool alone = sentence_ + 2 >= m.verb || m.inverted;
      if (const auto phrase = alone ? phrase_at(words_, next) : std::nullopt; phrase && !phrase->pronoun) {
        who = {subject_of(*phrase)};
        at_ = phrase->end;
      }
    }
    if (who.empty()) who = last_;
    if (who.empty()) who = {Subject{.who = {}}};
    Movement told = m;
    told.end = at_;
    const Sides sides = place_of(told);
    for (const Subject& s : who) add(s, told, sides);
    last_ = std::move(who);
    subjects_.clear();
    said_ = before_ = m;
    said_sides_ = before_sides_ = sides;
    verb_since_ = true;
    link_ = Link::kVerb;
  }

  void add(const Subject& s, const Movement& m, Sides sides) {
    if (s.none) return;
    Claim claim{.what = m.what, .who = s.who, .sides = sides, .count = s.count, .more = s.more};
    if (m.unsure) claim.more += std::exchange(claim.count, 0);
    if (claim.count + claim.more > 0) claims_.push_back(std::move(claim));
  }

  Sides place_of(const Movement& m) const {
    bool from = false;
    Sides sides = place_after(m, from);
    if (sides == kAnySide) sides = place_before(m);
    if (m.inside) return static_cast<Sides>(sides | kInside);
    if (m.in_place && !from) return sides == kAnySide ? sides : static_cast<Sides>(sides | kInside);
    return sides;
  }

  Sides place_after(const Movement& m, bool& from) const {
    for (std::size_t i = m.end; i < words_.size(); ++i) {
      const std::string& word = words_[i];
      if (word == "." || word == ";" || joins_clauses(word)) break;
      if (word == "," && phrase_at(words_, i + 1)) break;
      if (movement_at(words_, i)) break;
      const auto sides = sides_at(words_, i);
      if (!sides) continue;
      if (m.what == What::kEnters && leads_there(i)) {
        i = sides->end - 1;
        continue;
      }
      from = said_before(i, std::array<std::string_view, 1>{"from"}, 3);
      return sides->sides;
    }
    return kAnySide;
  }

  // "to the left", "heading left": a direction, not a place.
  bool leads_there(std::size_t at) const {
    if (said_before(at, kTowards, 3)) return true;
    const auto verb = verb_of(words_[at - 1]);
    return verb && verb->participle && verb->is == VerbClass::kMove;
  }

  // "From the left, two people enter"; "On the right a dog appears".
  Sides place_before(const Movement& m) const {
    if (sentence_ >= m.verb || !one_of(words_[sentence_], kPlaceWords)) return kAnySide;
    for (std::size_t i = sentence_ + 1; i < std::min(m.verb, sentence_ + 3); ++i)
      if (const auto sides = sides_at(words_, i)) return sides->sides;
    return kAnySide;
  }

  Words words_;
  std::size_t at_ = 0;
  std::size_t sentence_ = 0;  // its first word
  Link link_ = Link::kStart;
  bool verb_since_ = false;       // since the subject
  Subjects subjects_;             // who the verb to come is about
  Subjects last_;                 // who the last movement was about
  std::optional<Movement> said_;  // the last of this sentence
  Sides said_sides_ = kAnySide;
  std::optional<Movement> before_;  // the last of the line
  Sides before_sides_ = kAnySide;
  std::vector<Claim> claims_;
};

}  // namespace

std::vector<Claim> claims_in(std::string_view line) { return ClaimReader(line).read(); }

}  // namespace np::score
