// The verbs of the lexicon, and their forms.
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "score/lexicon.hpp"

namespace np::score {
namespace {

const std::map<std::string_view, VerbClass>& verbs() {
  static const std::map<std::string_view, VerbClass> kAll = [] {
    std::map<std::string_view, VerbClass> all;
    const auto add = [&](VerbClass is, std::initializer_list<std::string_view> list) {
      for (const std::string_view verb : list) all.emplace(verb, is);
    };
    add(VerbClass::kEnter, {"enter", "arrive", "appear", "reappear", "emerge", "join", "return", "approach"});
    add(VerbClass::kLeave, {"leave", "exit", "depart", "disappear", "vanish"});
    add(VerbClass::kMove,
        {"come",    "go",      "walk",   "step",    "ride",    "drive",    "roll",   "run",     "jog",    "stroll",
         "wander",  "move",    "pedal",  "hurry",   "rush",    "dash",     "trot",   "fly",     "swim",   "float",
         "crawl",   "slip",    "march",  "hop",     "skate",   "get",      "head",   "storm",   "burst",  "zoom",
         "speed",   "race",    "glide",  "drift",   "bounce",  "amble",    "stride", "slide",   "sail",   "creep",
         "hobble",  "limp",    "swing",  "squeeze", "stream",  "pour",     "bound",  "gallop",  "charge", "sneak",
         "saunter", "pass",    "cross",  "travel",  "proceed", "continue", "make",   "advance", "cycle",  "bike",
         "pop",     "stagger", "tiptoe", "skip",    "flee",    "retreat"});
    add(VerbClass::kState,
        {"be",     "have",  "do",      "stand", "stay", "remain",  "look",   "see",    "watch", "wait",
         "wear",   "hold",  "carry",   "keep",  "seem", "count",   "show",   "lie",    "rest",  "live",
         "linger", "fill",  "contain", "face",  "gaze", "lean",    "can",    "will",   "may",   "might",
         "could",  "would", "should",  "must",  "want", "feature", "depict", "include"});
    add(VerbClass::kEvent,
        {"stop",  "halt",    "pause",  "turn",     "fall",  "jump",   "leap",       "sit",     "rise",
         "kneel", "bend",    "crouch", "stoop",    "meet",  "greet",  "wave",       "hug",     "kiss",
         "shake", "give",    "take",   "pick",     "drop",  "throw",  "catch",      "kick",    "hit",
         "score", "shoot",   "strike", "tackle",   "win",   "lose",   "open",       "close",   "shut",
         "start", "begin",   "set",    "separate", "split", "follow", "overtake",   "chase",   "circle",
         "avoid", "bump",    "crash",  "collide",  "brake", "park",   "reverse",    "load",    "unload",
         "push",  "pull",    "lift",   "raise",    "lower", "clap",   "dance",      "sing",    "laugh",
         "smile", "nod",     "speak",  "talk",     "say",   "call",   "shout",      "argue",   "fight",
         "climb", "descend", "dive",   "tumble",   "trip",  "slow",   "accelerate", "change",  "cut",
         "fade",  "flicker", "darken", "brighten", "dim",   "swap",   "gather",     "scatter", "put",
         "eat",   "drink",   "play",   "dribble",  "save",  "serve",  "flap",       "perch",   "bark",
         "sniff", "chat",    "freeze", "stir",     "spin",  "swerve", "celebrate",  "finish"});
    return all;
  }();
  return kAll;
}

struct Irregular {
  std::string_view form;
  std::string_view base;
};

constexpr std::array kIrregular = std::to_array<Irregular>({
    {"came", "come"},     {"went", "go"},     {"gone", "go"},       {"ran", "run"},      {"rode", "ride"},
    {"ridden", "ride"},   {"drove", "drive"}, {"driven", "drive"},  {"got", "get"},      {"gotten", "get"},
    {"flew", "fly"},      {"flown", "fly"},   {"swam", "swim"},     {"fell", "fall"},    {"fallen", "fall"},
    {"stood", "stand"},   {"sat", "sit"},     {"threw", "throw"},   {"thrown", "throw"}, {"caught", "catch"},
    {"met", "meet"},      {"took", "take"},   {"taken", "take"},    {"began", "begin"},  {"begun", "begin"},
    {"slid", "slide"},    {"crept", "creep"}, {"sped", "speed"},    {"swung", "swing"},  {"strode", "stride"},
    {"rose", "rise"},     {"risen", "rise"},  {"knelt", "kneel"},   {"bent", "bend"},    {"shook", "shake"},
    {"gave", "give"},     {"given", "give"},  {"struck", "strike"}, {"shot", "shoot"},   {"won", "win"},
    {"lost", "lose"},     {"spoke", "speak"}, {"said", "say"},      {"fought", "fight"}, {"leapt", "leap"},
    {"held", "hold"},     {"wore", "wear"},   {"kept", "keep"},     {"saw", "see"},      {"seen", "see"},
    {"lay", "lie"},       {"lying", "lie"},   {"made", "make"},     {"spun", "spin"},    {"froze", "freeze"},
    {"frozen", "freeze"}, {"ate", "eat"},     {"sang", "sing"},     {"left", "leave"},
});
constexpr std::array kBeForms = std::to_array<std::string_view>({"is", "are", "was", "were", "been", "being", "am"});
constexpr std::array kHaveForms = std::to_array<std::string_view>({"has", "had", "having"});
constexpr std::array kDoForms = std::to_array<std::string_view>({"does", "did", "doing"});

std::optional<Verb> as_base(const std::string& text, bool past, bool participle) {
  const auto found = verbs().find(text);
  if (found == verbs().end()) return std::nullopt;
  return Verb{.base = text, .is = found->second, .past = past, .participle = participle};
}

// Stems before the ending: "stopp" is stop, "rid" is ride.
std::optional<Verb> from_stem(const std::string& stem, bool past, bool participle) {
  if (auto verb = as_base(stem, past, participle)) return verb;
  if (auto verb = as_base(stem + "e", past, participle)) return verb;
  const std::size_t n = stem.size();
  if (n > 2 && stem[n - 1] == stem[n - 2]) return as_base(stem.substr(0, n - 1), past, participle);
  return std::nullopt;
}

}  // namespace

std::optional<Verb> verb_of(const std::string& word) {
  if (one_of(word, kBeForms)) return as_base("be", word == "was" || word == "were", word == "being");
  if (one_of(word, kHaveForms)) return as_base("have", word == "had", word == "having");
  if (one_of(word, kDoForms)) return as_base("do", word == "did", word == "doing");
  for (const Irregular& i : kIrregular) {
    if (word == i.form) return as_base(std::string(i.base), word != "lying", word == "lying");
  }
  if (auto verb = as_base(word, false, false)) return verb;
  const std::size_t n = word.size();
  if (word.ends_with("ing") && n > 4) return from_stem(word.substr(0, n - 3), false, true);
  if (word.ends_with("ied") && n > 4) return as_base(word.substr(0, n - 3) + "y", true, false);
  if (word.ends_with("ed") && n > 3) return from_stem(word.substr(0, n - 2), true, false);
  if (word.ends_with("ies") && n > 4) return as_base(word.substr(0, n - 3) + "y", false, false);
  if (word.ends_with("es") && n > 3) {
    if (auto verb = as_base(word.substr(0, n - 2), false, false)) return verb;
  }
  if (word.ends_with("s") && n > 2) return as_base(word.substr(0, n - 1), false, false);
  return std::nullopt;
}

}  // namespace np::score
