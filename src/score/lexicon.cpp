#include "score/lexicon.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <utility>

#include "base/text.hpp"

namespace np::score {
namespace {

bool in_word(char c) { return is_alpha(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }

std::string plain_quotes(std::string_view text) {
  std::string out(text);
  for (const auto& [from, to] : {std::pair{"’", "'"}, {"‘", "'"}, {"—", ","}, {"–", ","}, {"…", "."}}) {
    for (std::size_t at = out.find(from); at != std::string::npos; at = out.find(from, at)) out.replace(at, 3, to);
  }
  return out;
}

// "isn't" -> is not, "there's" -> there is, "man's" -> man.
void add_word(Words& words, const std::string& word) {
  static constexpr std::array<std::string_view, 8> kBeforeIs{"there", "he",  "she",  "it",
                                                             "that",  "who", "here", "someone"};
  const auto quote = word.find('\'');
  if (quote == std::string::npos) {
    words.push_back(word);
    return;
  }
  const std::string front = word.substr(0, quote), end = word.substr(quote + 1);
  if (end == "t" && front.ends_with("n")) {
    words.push_back(front == "won" ? "will" : front == "can" ? "can" : front.substr(0, front.size() - 1));
    words.emplace_back("not");
    return;
  }
  if (!front.empty()) words.push_back(front);
  if (end == "s" && one_of(front, kBeforeIs)) words.emplace_back("is");
  if (end == "re") words.emplace_back("are");
  if (end == "ve") words.emplace_back("have");
  if (end == "ll") words.emplace_back("will");
}

constexpr std::array<std::string_view, 21> kNumbers{
    "no",       "one",     "two",     "three",     "four",     "five",     "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};

struct Synonym {
  std::string_view one;
  std::string_view many;  // empty: as `one`
  Family family;
  std::vector<Kind> kinds;
  int count = 0;
  bool open = false;  // the one means several
};

const std::vector<Synonym>& synonyms() {
  constexpr Family kP = Family::kPerson, kA = Family::kAnimal, kV = Family::kVehicle, kO = Family::kObject;
  static const std::vector<Synonym> kAll{
      {"man", "men", kP, {Kind::kPerson}},
      {"woman", "women", kP, {Kind::kPerson}},
      {"boy", "boys", kP, {Kind::kPerson}},
      {"girl", "girls", kP, {Kind::kPerson}},
      {"child", "children", kP, {Kind::kPerson}},
      {"kid", "kids", kP, {Kind::kPerson}},
      {"guy", "guys", kP, {Kind::kPerson}},
      {"lady", "ladies", kP, {Kind::kPerson}},
      {"gentleman", "gentlemen", kP, {Kind::kPerson}},
      {"someone", "", kP, {Kind::kPerson}},
      {"somebody", "", kP, {Kind::kPerson}},
      {"persons", "", kP, {Kind::kPerson}, 0, true},
      {"folk", "folks", kP, {Kind::kPerson}},
      {"pedestrian", "pedestrians", kP, {Kind::kPerson}},
      {"walker", "walkers", kP, {Kind::kPerson}},
      {"passerby", "passersby", kP, {Kind::kPerson}},
      {"passer by", "passers by", kP, {Kind::kPerson}},
      {"stroller", "strollers", kP, {Kind::kPerson}},
      {"player", "players", kP, {Kind::kPerson}},
      {"footballer", "footballers", kP, {Kind::kPerson}},
      {"runner", "runners", kP, {Kind::kPerson}},
      {"jogger", "joggers", kP, {Kind::kPerson}},
      {"worker", "workers", kP, {Kind::kPerson}},
      {"officer", "officers", kP, {Kind::kPerson}},
      {"figure", "figures", kP, {Kind::kPerson}},
      {"adult", "adults", kP, {Kind::kPerson}},
      {"individual", "individuals", kP, {Kind::kPerson}},
      {"student", "students", kP, {Kind::kPerson}},
      {"commuter", "commuters", kP, {Kind::kPerson}},
      {"toddler", "toddlers", kP, {Kind::kPerson}},
      {"baby", "babies", kP, {Kind::kPerson}},
      {"skier", "skiers", kP, {Kind::kPerson}},
      {"surfer", "surfers", kP, {Kind::kPerson}},
      {"skater", "skaters", kP, {Kind::kPerson, Kind::kSkateboard}},
      {"driver", "drivers", kP, {Kind::kPerson, Kind::kCar}},
      {"passenger", "passengers", kP, {Kind::kPerson}},
      {"newcomer", "newcomers", kP, {Kind::kPerson}},
      {"visitor", "visitors", kP, {Kind::kPerson}},
      {"stranger", "strangers", kP, {Kind::kPerson}},
      {"guard", "guards", kP, {Kind::kPerson}},
      {"customer", "customers", kP, {Kind::kPerson}},
      {"shopper", "shoppers", kP, {Kind::kPerson}},
      {"tourist", "tourists", kP, {Kind::kPerson}},
      {"friend", "friends", kP, {Kind::kPerson}},
      {"cyclist", "cyclists", kP, {Kind::kPerson, Kind::kBicycle}},
      {"bicyclist", "bicyclists", kP, {Kind::kPerson, Kind::kBicycle}},
      {"biker", "bikers", kP, {Kind::kPerson, Kind::kBicycle, Kind::kMotorcycle}},
      {"rider", "riders", kP, {Kind::kPerson, Kind::kBicycle, Kind::kMotorcycle, Kind::kHorse}},
      {"motorcyclist", "motorcyclists", kP, {Kind::kPerson, Kind::kMotorcycle}},
      {"couple", "couples", kP, {Kind::kPerson}, 2},
      {"pair", "pairs", kP, {Kind::kPerson}, 2},
      {"duo", "", kP, {Kind::kPerson}, 2},
      {"trio", "", kP, {Kind::kPerson}, 3},
      {"group", "groups", kP, {Kind::kPerson}, 0, true},
      {"crowd", "crowds", kP, {Kind::kPerson}, 0, true},
      {"family", "families", kP, {Kind::kPerson}, 0, true},
      {"team", "teams", kP, {Kind::kPerson}, 0, true},
      {"bunch", "", kP, {Kind::kPerson}, 0, true},
      {"handful", "", kP, {Kind::kPerson}, 0, true},
      {"creature", "creatures", kA, {}},
      {"pet", "pets", kA, {}},
      {"beast", "beasts", kA, {}},
      {"puppy", "puppies", kA, {Kind::kDog}},
      {"hound", "hounds", kA, {Kind::kDog}},
      {"pup", "pups", kA, {Kind::kDog}},
      {"kitten", "kittens", kA, {Kind::kCat}},
      {"kitty", "kitties", kA, {Kind::kCat}},
      {"pony", "ponies", kA, {Kind::kHorse}},
      {"foal", "foals", kA, {Kind::kHorse}},
      {"lamb", "lambs", kA, {Kind::kSheep}},
      {"ram", "rams", kA, {Kind::kSheep}},
      {"cattle", "", kA, {Kind::kCow}, 0, true},
      {"bull", "bulls", kA, {Kind::kCow}},
      {"calf", "calves", kA, {Kind::kCow}},
      {"pigeon", "pigeons", kA, {Kind::kBird}},
      {"sparrow", "sparrows", kA, {Kind::kBird}},
      {"duck", "ducks", kA, {Kind::kBird}},
      {"goose", "geese", kA, {Kind::kBird}},
      {"gull", "gulls", kA, {Kind::kBird}},
      {"seagull", "seagulls", kA, {Kind::kBird}},
      {"crow", "crows", kA, {Kind::kBird}},
      {"robin", "robins", kA, {Kind::kBird}},
      {"van", "vans", kV, {Kind::kCar, Kind::kTruck, Kind::kBus}},
      {"minivan", "minivans", kV, {Kind::kCar}},
      {"taxi", "taxis", kV, {Kind::kCar}},
      {"cab", "cabs", kV, {Kind::kCar}},
      {"suv", "suvs", kV, {Kind::kCar}},
      {"jeep", "jeeps", kV, {Kind::kCar}},
      {"sedan", "sedans", kV, {Kind::kCar}},
      {"automobile", "automobiles", kV, {Kind::kCar}},
      {"lorry", "lorries", kV, {Kind::kTruck}},
      {"pickup", "pickups", kV, {Kind::kTruck, Kind::kCar}},
      {"coach", "coaches", kV, {Kind::kBus}},
      {"tram", "trams", kV, {Kind::kTrain, Kind::kBus}},
      {"streetcar", "streetcars", kV, {Kind::kTrain, Kind::kBus}},
      {"locomotive", "locomotives", kV, {Kind::kTrain}},
      {"bike", "bikes", kV, {Kind::kBicycle, Kind::kMotorcycle}},
      {"cycle", "cycles", kV, {Kind::kBicycle}},
      {"motorbike", "motorbikes", kV, {Kind::kMotorcycle}},
      {"scooter", "scooters", kV, {Kind::kMotorcycle}},
      {"moped", "mopeds", kV, {Kind::kMotorcycle}},
      {"plane", "planes", kV, {Kind::kAirplane}},
      {"airplane", "airplanes", kV, {Kind::kAirplane}},
      {"jet", "jets", kV, {Kind::kAirplane}},
      {"aircraft", "", kV, {Kind::kAirplane}},
      {"ship", "ships", kV, {Kind::kBoat}},
      {"ferry", "ferries", kV, {Kind::kBoat}},
      {"yacht", "yachts", kV, {Kind::kBoat}},
      {"canoe", "canoes", kV, {Kind::kBoat}},
      {"kayak", "kayaks", kV, {Kind::kBoat}},
      {"football", "footballs", kO, {Kind::kBall}},
      {"basketball", "basketballs", kO, {Kind::kBall}},
      {"sports ball", "sports balls", kO, {Kind::kBall}},
      {"thing", "things", Family::kThing, {}},
      {"sofa", "sofas", kO, {Kind::kCouch}},
      {"donut", "donuts", kO, {Kind::kDonut}},
  };
  return kAll;
}

// Ambiguous as a word of a line; they are kinds in a truth file all the same.
constexpr std::array<std::string_view, 4> kNoNouns{"orange", "oranges", "tie", "ties"};

using Nouns = std::map<std::string, Noun, std::less<>>;

const Nouns& nouns() {
  static const Nouns kAll = [] {
    Nouns all;
    const auto add = [&](std::string_view text, Noun noun) {
      if (text.empty()) return;
      noun.length = static_cast<std::size_t>(std::ranges::count(text, ' ')) + 1;
      all.try_emplace(std::string(text), std::move(noun));
    };
    for (std::size_t k = 0; k <= kKinds; ++k) {
      const Kind kind = static_cast<Kind>(k);
      const KindName n = name(kind);
      const Who who{family(kind), kind == Kind::kThing ? std::vector<Kind>{} : std::vector{kind}};
      add(n.one, {.who = who});
      add(n.many, {.who = who, .many = n.many != n.one});
    }
    for (const Family f : {Family::kAnimal, Family::kVehicle, Family::kObject}) {
      add(name(f).one, {.who = {f, {}}});
      add(name(f).many, {.who = {f, {}}, .many = true});
    }
    for (const Synonym& s : synonyms()) {
      add(s.one, {.who = {s.family, s.kinds}, .many = s.open, .count = s.count});
      add(s.many, {.who = {s.family, s.kinds}, .many = true});
    }
    return all;
  }();
  return kAll;
}

const Noun* find_noun(std::string_view text) {
  const auto found = nouns().find(text);
  return found == nouns().end() ? nullptr : &found->second;
}

}  // namespace

bool one_of(std::string_view word, std::span<const std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

bool is_word(std::string_view word) { return !word.empty() && in_word(word[0]); }

Words words_of(std::string_view text) {
  const std::string plain = lower(plain_quotes(text));
  Words words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) add_word(words, word);
    word.clear();
  };
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char c = plain[i];
    const bool next_in = i + 1 < plain.size() && in_word(plain[i + 1]);
    const bool decimal = (c == '.' || c == ',') && !word.empty() && is_digit(word.back()) && i + 1 < plain.size() &&
                         is_digit(plain[i + 1]);
    if (in_word(c) || decimal || (c == '\'' && !word.empty() && next_in)) {
      word += c;
      continue;
    }
    end_word();
    if (c == '.' || c == '!' || c == '?' || c == '\n') {
      if (!words.empty() && words.back() != ".") words.emplace_back(".");
    } else if (c == ',' || c == ';' || c == ':' || c == '(' || c == ')') {
      words.emplace_back(c == ',' || c == ';' ? std::string(1, c) : ",");
    }
  }
  end_word();
  return words;
}

std::optional<int> number_word(std::string_view word) {
  if (word == "none" || word == "zero") return 0;
  if (const auto found = std::ranges::find(kNumbers, word); found != kNumbers.end())
    return static_cast<int>(found - kNumbers.begin());
  if (word == "dozen") return 12;
  int n = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), n);
  if (error != std::errc() || end != word.data() + word.size() || n < 0 || n > 9999) return std::nullopt;
  return n;
}

std::optional<Noun> noun_at(const Words& words, std::size_t at) {
  for (std::size_t n = std::min<std::size_t>(3, words.size() - at); n > 0; --n) {
    std::string text = words[at];
    for (std::size_t i = 1; i < n; ++i) text += " " + words[at + i];
    if (const Noun* noun = find_noun(text); noun && !one_of(text, kNoNouns)) return *noun;
  }
  return std::nullopt;
}

std::optional<Who> kind_called(std::string_view name) {
  const Noun* noun = find_noun(lower(trim(name)));
  return noun ? std::optional(noun->who) : std::nullopt;
}

}  // namespace np::score
