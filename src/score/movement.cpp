#include "score/movement.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "score/phrase.hpp"

namespace np::score {
namespace {

using List = std::span<const std::string_view>;

constexpr auto kPicture = std::to_array<std::string_view>(
    {"view",  "sight",  "picture", "frame", "shot",       "scene",      "image", "screen", "camera", "yard",
     "field", "street", "square",  "plaza", "courtyard",  "area",       "space", "room",   "stage",  "pitch",
     "court", "garden", "road",    "path",  "foreground", "background", "edge",  "fray",   "play"});
constexpr auto kHouses = std::to_array<std::string_view>(
    {"building", "house",  "shop",    "store",  "car",    "van",     "bus",      "truck",
     "taxi",     "door",   "doorway", "garage", "hall",   "vehicle", "tunnel",   "entrance",
     "gate",     "bushes", "shed",    "tent",   "office", "train",   "elevator", "lift"});
constexpr auto kArticles =
    std::to_array<std::string_view>({"the", "a", "an", "his", "her", "their", "its", "our", "this", "that", "my"});
constexpr auto kBorders = std::to_array<std::string_view>({"left", "right", "top", "bottom", "side", "edge", "screen",
                                                           "picture", "frame", "upper", "lower", "camera", "scene"});
constexpr auto kLoose =
    std::to_array<std::string_view>({"back", "straight", "right", "just", "now", "alone", "together", "too", "again",
                                     "also", "briskly", "past", "slowly", "along"});
constexpr auto kAfterAppear = std::to_array<std::string_view>(
    {"at",    "on",  "in",       "from", "behind", "between", "near",  "beside", "by",  "again", "and", "with",
     "there", "out", "suddenly", "next", "along",  "far",     "close", "near",   "now", "up",    "too", "as"});
constexpr auto kNotIn = std::to_array<std::string_view>(
    {"front",     "circles", "place",    "line",    "pairs", "single",   "opposite", "step",   "silence",
     "unison",    "tandem",  "parallel", "between", "there", "red",      "blue",     "green",  "yellow",
     "black",     "white",   "grey",     "gray",    "brown", "orange",   "pink",     "purple", "jeans",
     "different", "various", "one",      "both",    "all",   "formation"});
constexpr auto kDirectionSides =
    std::to_array<std::string_view>({"the", "to", "from", "upper", "lower", "far", "top", "bottom", "extreme",
                                     "further", "center", "middle", "on", "at", "stage", "camera"});
constexpr auto kNotSideAfter =
    std::to_array<std::string_view>({"now", "away", "behind", "next", "in", "into", "at", "through", "past", "beside",
                                     "by", "before", "after", "out", "up", "on", "back", "there"});

const std::string& word_at(const Words& words, std::size_t at) {
  static const std::string kEnd = ".";
  return at < words.size() ? words[at] : kEnd;
}

// One of the list in the next words of this part of the sentence.
std::optional<std::size_t> soon(const Words& words, std::size_t at, List list, std::size_t within) {
  for (std::size_t i = at; i < std::min(words.size(), at + within) && is_word(words[i]); ++i)
    if (one_of(words[i], list)) return i;
  return std::nullopt;
}

bool speaks_of_somebody(const std::string& word) {
  static constexpr auto kShort =
      std::to_array<std::string_view>({"he", "she", "they", "it", "one", "another", "other", "others", "both", "all",
                                       "just", "already", "now", "has", "have", "had", "who", "also"});
  return one_of(word, kShort) || number_word(word) || noun_at({word}, 0);
}

bool is_direction(const Words& words, std::size_t at) {
  const std::string& before = at > 0 ? words[at - 1] : word_at(words, words.size());
  const std::string& after = word_at(words, at + 1);
  if (one_of(before, kDirectionSides))
    return words[at] != "right" || !one_of(after, std::array<std::string_view, 1>{"now"});
  if (after == "of" || after == "side" || after == "hand" || after == "corner" || after == "edge" || before == "or")
    return true;
  const auto verb = verb_of(before);
  const bool goes = verb && before != "left" &&
                    (verb->is == VerbClass::kMove || verb->is == VerbClass::kEnter || verb->is == VerbClass::kLeave ||
                     verb->base == "turn" || verb->base == "face");
  return goes && !one_of(after, kNotSideAfter);
}

class MovementReader {
 public:
  MovementReader(const Words& words, std::size_t at) : words_(words), at_(at) { found_.verb = at; }

  std::optional<Movement> read() {
    if (const auto turned = inverted()) return turned;
    if (word() == "into" && into_picture(at_)) return take(What::kEnters);
    if (word() == "out" && word(1) == "of" && soon_after(at_ + 2, kPicture, 2)) return take(What::kLeaves);
    if (word() == "from" && (word(1) == "view" || word(1) == "sight")) return take(What::kLeaves, at_ + 2);
    if (word() == "there" && (word(1) == "is" || word(1) == "are")) return there_is();
    const auto verb = verb_of(word());
    if (!verb) return std::nullopt;
    found_.past = verb->past;
    if (verb->base == "be") return being();
    if (word() == "gone") return gone();
    if (verb->is == VerbClass::kEnter) return entering(*verb);
    if (verb->is == VerbClass::kLeave) return leaving(*verb);
    if (verb->base == "show" || verb->base == "turn") {
      found_.in_place = true;
      return word(1) == "up" ? take(What::kEnters, at_ + 2) : std::nullopt;
    }
    if (verb->is == VerbClass::kMove) return moving(*verb);
    return std::nullopt;
  }

 private:
  const std::string& word(std::size_t ahead = 0) const { return word_at(words_, at_ + ahead); }
  const std::string& before() const { return word_at(words_, at_ > 0 ? at_ - 1 : words_.size()); }
  bool ends_at(std::size_t at) const {
    return !is_word(word_at(words_, at)) || joins_clauses(words_[at]) || is_preposition(words_[at]);
  }

  std::optional<Movement> take(What what, std::size_t end = 0) {
    found_.what = what;
    found_.end = std::max({end, found_.end, at_ + 1});
    return found_;
  }
  std::optional<Movement> take_unsure(What what, std::size_t end = 0) {
    found_.unsure = true;
    return take(what, end);
  }
  bool soon_after(std::size_t at, List list, std::size_t within) {
    const auto found = soon(words_, at, list, within);
    if (found) found_.end = *found + 1;
    return found.has_value();
  }
  bool into_picture(std::size_t at) {
    found_.in_place = word_at(words_, at + 1) == "view" || word_at(words_, at + 1) == "sight";
    return soon_after(at + 1, kPicture, 4);
  }

  std::optional<Movement> inverted() {
    const auto verb = verb_of(word(1));
    if (!verb || verb->is != VerbClass::kMove || verb->participle || !phrase_at(words_, at_ + 2)) return std::nullopt;
    found_.inverted = true;
    if (word() == "in" || (word() == "here" && verb->base == "come")) return take(What::kEnters, at_ + 2);
    if (word() == "out" || word() == "off") return take(What::kLeaves, at_ + 2);
    return std::nullopt;
  }

  // "Now there is someone", "there is another person".
  std::optional<Movement> there_is() {
    static constexpr auto kNew = std::to_array<std::string_view>({"another", "someone", "somebody", "new", "more"});
    const bool news = before() == "now" || before() == "suddenly" || word(2) == "now" || word(2) == "suddenly";
    const auto who = soon(words_, at_ + 2, kNew, 3);
    if (!who || (!news && !one_of(word_at(words_, *who), std::array<std::string_view, 3>{"another", "new", "more"})))
      return std::nullopt;
    found_.inverted = found_.in_place = true;
    return take_unsure(What::kEnters, at_ + 2);
  }

  std::optional<Movement> being() {
    std::size_t i = at_ + 1;
    while (one_of(word_at(words_, i), std::array<std::string_view, 5>{"now", "already", "also", "all", "both"})) ++i;
    if (word_at(words_, i) == "back" && ends_at(i + 1) && word_at(words_, i + 1) != "to")
      return take_unsure(What::kEnters, i + 1);
    if (word_at(words_, i) == "no" && word_at(words_, i + 1) == "longer" &&
        soon_after(i + 2, std::array<std::string_view, 6>{"view", "sight", "visible", "there", "here", "seen"}, 2))
      return take(What::kLeaves);
    return std::nullopt;
  }

  std::optional<Movement> gone() {
    const auto verb = verb_of(before());
    const bool is =
        (verb && (verb->base == "be" || verb->base == "have")) || before() == "now" || before() == "already";
    if (!is || word(1) == "to" || word(1) == "into" || word(1) == "through" || word(1) == "in") return std::nullopt;
    if (word(1) == "out" || word(1) == "off") return moving(*verb_of("gone"));
    found_.in_place = true;
    return ends_at(at_ + 1) || one_of(word(1), kLoose) ? take(What::kLeaves) : std::nullopt;
  }

  std::optional<Movement> entering(const Verb& verb) {
    if (one_of(before(), kArticles)) return std::nullopt;  // "the return"
    found_.in_place = verb.base == "appear" || verb.base == "emerge" || verb.base == "reappear";
    if (verb.base == "enter") {
      if (const auto house = soon(words_, at_ + 1, kHouses, 3)) {
        found_.inside = true;
        return take_unsure(What::kLeaves, *house + 1);
      }
      soon_after(at_ + 1, kPicture, 3);
      return take(What::kEnters);
    }
    if (verb.base == "appear" && is_word(word(1)) && !one_of(word(1), kAfterAppear)) return std::nullopt;
    if (verb.base == "approach") return word(1) == "from" ? take(What::kEnters) : std::nullopt;
    if (verb.base == "join" ||
        ((verb.base == "return" || verb.base == "arrive") && (word(1) == "to" || word(1) == "at")))
      return sides_soon(at_ + 1) ? take(What::kEnters) : take_unsure(What::kEnters);
    if (verb.base == "emerge") found_.inside = !sides_soon(at_ + 1);
    return take(What::kEnters);
  }

  bool sides_soon(std::size_t at) const {
    for (std::size_t i = at; i < std::min(words_.size(), at + 4); ++i)
      if (const auto side = sides_at(words_, i); side && side->sides != kInside) return true;
    return false;
  }

  std::optional<Movement> leaving(const Verb& verb) {
    static constexpr auto kFoliage =
        std::to_array<std::string_view>({"the", "some", "of", "green", "falling", "autumn", "fallen", "dry", "dead",
                                         "many", "tree", "brown", "few", "blowing", "and"});
    if (verb.base == "leave") {
      if (word() == "leaves" && one_of(before(), kFoliage) && !(before() == "and" && at_ > 1)) return std::nullopt;
      if (word() == "left" && (is_direction(words_, at_) || !speaks_of_somebody(before()))) return std::nullopt;
      if (word(1) == "behind" || word(1) == "for") return std::nullopt;
      if (before() == "that" || before() == "this" || before() == "which")
        return std::nullopt;  // "that leaves two people"
      if (one_of(word(1), kArticles) && !soon(words_, at_ + 1, kPicture, 4) && !soon(words_, at_ + 1, kHouses, 4) &&
          word(1) != "the")
        return std::nullopt;  // "leaves his bag"
      if (const auto house = one_of(word(1), kArticles) ? soon(words_, at_ + 2, kHouses, 2) : std::nullopt) {
        found_.inside = true;
        return take_unsure(What::kEnters, *house + 1);
      }
    }
    if (verb.base == "exit" && one_of(before(), kArticles)) return std::nullopt;
    found_.in_place = verb.base == "disappear" || verb.base == "vanish";
    if (found_.in_place)
      found_.inside = word(1) == "behind" || word(1) == "into" || word(1) == "inside" || word(1) == "through";
    soon_after(at_ + 1, kPicture, 3);
    return take(What::kLeaves);
  }

  std::optional<Movement> moving(const Verb& verb) {
    std::size_t i = at_ + 1;
    for (int skipped = 0; skipped < 2 && (one_of(word_at(words_, i), kLoose) || word_at(words_, i).ends_with("ly"));
         ++skipped) {
      if (word_at(words_, i) == "back" && verb.base == "come" && !is_preposition(word_at(words_, i + 1)))
        return take(What::kEnters, i + 1);
      ++i;
    }
    const std::string& particle = word_at(words_, i);
    const bool comes = verb.base == "come";
    if (comes && !verb.participle && at_ > 0 && sides_at(words_, at_ - 1) && phrase_at(words_, i)) {
      found_.inverted = true;  // "from the right comes a woman"
      return take(What::kEnters, i);
    }
    if (particle == "in") return in(verb, i);
    if (particle == "into") {
      if (into_picture(i)) return take(What::kEnters);
      if (!soon_after(i + 1, kHouses, 3)) return std::nullopt;
      found_.inside = true;
      return take_unsure(What::kLeaves);
    }
    if (particle == "onto") return soon_after(i + 1, kPicture, 3) ? take_unsure(What::kEnters) : std::nullopt;
    if (particle == "inside") {
      found_.inside = true;
      return take_unsure(What::kLeaves, i + 1);
    }
    if (particle == "from") {
      if (word_at(words_, i + 1) == "view" || word_at(words_, i + 1) == "sight") return take(What::kLeaves, i + 2);
      if (!comes) return std::nullopt;
      found_.inside = !sides_soon(i + 1);
      return take(What::kEnters, i);
    }
    if (particle == "out") return out(verb, i);
    if (particle == "off") {
      if (verb.base == "get" || (one_of(word_at(words_, i + 1), kArticles) && !soon(words_, i + 1, kBorders, 3)))
        return std::nullopt;
      return take(What::kLeaves, i + 1);
    }
    if (particle == "away") return word_at(words_, i + 1) == "from" ? std::nullopt : take_unsure(What::kLeaves, i + 1);
    if (particle == "up" && (verb.base == "pop" || verb.base == "drive" || verb.base == "walk" || verb.base == "come"))
      return take_unsure(What::kEnters, i + 1);
    if (particle == "along" && comes) return take_unsure(What::kEnters, i + 1);
    return std::nullopt;
  }

  std::optional<Movement> in(const Verb& verb, std::size_t i) {
    const std::string& next = word_at(words_, i + 1);
    if (soon_after(i + 1, std::array<std::string_view, 2>{"view", "sight"}, 1))
      return verb.base == "come" ? take(What::kEnters) : take_unsure(What::kEnters);
    if (one_of(next, kArticles) || one_of(next, kNotIn)) return std::nullopt;
    if (const auto more = verb_of(next); more && !more->participle) return std::nullopt;
    found_.end = i + 1;
    return take(What::kEnters);
  }

  std::optional<Movement> out(const Verb& verb, std::size_t i) {
    const std::string& next = word_at(words_, i + 1);
    if (next == "of") {
      if (soon_after(i + 2, kPicture, 2)) return take(What::kLeaves);
      if (soon_after(i + 2, kHouses, 3)) {
        found_.inside = true;
        return take(What::kEnters);
      }
      return take_unsure(What::kLeaves, i + 2);
    }
    if (next == "from" || (verb.base == "come" && next != "at" && next != "on")) {
      found_.inside = true;
      return take(What::kEnters, i + 1);
    }
    if (next == "onto" || (next == "on" && soon(words_, i + 2, kPicture, 2))) return take_unsure(What::kEnters, i + 1);
    return take(What::kLeaves, i + 1);
  }

  const Words& words_;
  std::size_t at_;
  Movement found_;
};

Sides side_word(const Words& words, std::size_t at) {
  static constexpr auto kTops =
      std::to_array<std::string_view>({"top", "upper", "above", "background", "distance", "rear"});
  static constexpr auto kBottoms = std::to_array<std::string_view>({"bottom", "lower", "below", "foreground"});
  static constexpr auto kInsides = std::to_array<std::string_view>(
      {"middle", "centre", "center", "behind", "door", "doorway", "building", "house", "between", "doors", "entrance"});
  const std::string& word = words[at];
  if (one_of(word, kTops)) return kTop;
  if (one_of(word, kBottoms)) return kBottom;
  if (one_of(word, kInsides)) return kInside;
  if (word == "left" && is_direction(words, at)) return kLeft;
  if (word == "right" && is_direction(words, at)) return kRight;
  const bool whole = at > 0 && words[at - 1] == "the";
  if (whole && word == "back") return kTop;
  if (whole && word == "front") return kBottom;
  return kAnySide;
}

}  // namespace

std::optional<Movement> movement_at(const Words& words, std::size_t at) {
  return at < words.size() && is_word(words[at]) ? MovementReader(words, at).read() : std::nullopt;
}

std::optional<SideWords> sides_at(const Words& words, std::size_t at) {
  if (at >= words.size()) return std::nullopt;
  SideWords found{.sides = side_word(words, at), .end = at + 1};
  if (found.sides == kAnySide) return std::nullopt;
  while (found.end < words.size()) {
    const Sides more = side_word(words, found.end);
    if (more == kAnySide) break;
    found.sides |= more;
    ++found.end;
  }
  return found;
}

}  // namespace np::score
