#include "engine/watcher/topics/bystanders.hpp"

#include <algorithm>
#include <array>

#include "engine/watcher/cast/surroundings.hpp"
#include "engine/watcher/words/english.hpp"

namespace np::watcher {
namespace {

using What = Occurrence::What;

// "Of the three others, two are walking and one is standing."
std::string what_others_do(const Cast& cast, const Characters& besides) {
  std::vector<const Character*> others;
  for (const Character* c : cast.story()) {
    if (c->person() && !std::ranges::contains(besides, c)) others.push_back(c);
  }
  if (others.empty() || others.size() > 8 || !cast.countable() || deeds_of(others, cast).empty()) return {};
  if (others.size() > 1) {
    const std::string deeds = deeds_of(others, cast);
    const std::string all = "the " + number(static_cast<int>(others.size())) + " others";
    return sentence(deeds.starts_with("all are ") ? all + " are all " + deeds.substr(8)
                    : deeds.starts_with("both ")  ? deeds.substr(0, 5) + "others" + deeds.substr(4)
                                                  : "of " + all + ", " + deeds);
  }
  const Character& c = *others.front();
  return std::string("The other person ") + (c.seated    ? "is still sitting."
                                             : c.still() ? "is standing still."
                                                         : "is still walking.");
}

// "the three people" as what is left of more: "three people".
std::string as_rest(const std::string& text) {
  for (const std::string_view n : {"two ", "three "}) {
    if (text.starts_with("the " + std::string(n)) && !text.contains(" who ")) return text.substr(4);
  }
  return text;
}

// "Only the cyclist remains."; empty: too many stay.
std::vector<std::string> who_is_left(const Cast& cast, const Naming& naming, Turns& turns) {
  static constexpr std::array<std::string_view, 3> kOne{"only {s} remains", "that leaves {s}",
                                                        "{s} stays behind alone"};
  static constexpr std::array<std::string_view, 3> kSome{"{s} stay", "that leaves {s}", "{s} are left"};
  static constexpr std::array<std::string_view, 3> kNone{"nobody is here now", "now nobody is in view",
                                                         "nobody is here any more"};
  Characters left;
  for (const Character* c : cast.story()) {
    if (c->person() || c->animal()) left.push_back(c);
  }
  if (left.size() > 3 || cast.people() > 3 || !cast.agrees(cast.people())) return {};
  const Subject subject = left.empty() ? Subject() : naming.again(left);
  if (subject.one_of_many()) return {};
  using Patterns = std::span<const std::string_view>;
  const Patterns patterns = left.empty() ? Patterns(kNone) : subject.several ? Patterns(kSome) : Patterns(kOne);
  std::vector<std::string> lines;
  for (const std::string_view pattern : turns.from(left.empty() ? "none left" : "left", patterns))
    lines.push_back(sentence(fill(pattern, false, {{"s", as_rest(subject.text)}})));
  return lines;
}

}  // namespace

std::vector<Addition> additions(const News& news, const Cast& cast, const Naming& naming, const Style& style,
                                Turns& turns) {
  static constexpr std::array<std::string_view, 3> kCame{"{n} people are in view now", "that makes {n} people",
                                                         "{n} people in view"};
  static constexpr std::array<std::string_view, 3> kWent{"{n} people are in view now", "{n} people remain",
                                                         "{n} people are still here"};
  std::vector<Addition> more;
  Characters who;
  for (const int id : news.who) {
    if (const Character* c = cast.find(id); c && c->noun.rank > 0) who.push_back(c);
  }
  if (who.empty()) return {};
  const bool goes = news.what == What::kLeaves || news.what == What::kVanishes;
  const bool comes = news.what == What::kEnters || news.what == What::kAppears;
  // Of an animal nobody says that nobody is left.
  const bool somebody_stays =
      std::ranges::any_of(cast.story(), [](const Character* c) { return c->person() || c->animal(); });
  if (goes && (who.front()->person() || (who.front()->animal() && somebody_stays))) {
    for (std::string& line : who_is_left(cast, naming, turns)) more.push_back({std::move(line), true});
  }
  // That one of many has gone is worth hearing with how many there are.
  const bool nobody_known = goes && who.size() == 1 && who.front()->person() && !naming.apart(*who.front());
  if (((style.tells_counts && (comes || goes)) || nobody_known) && cast.people() > 1 && cast.countable() &&
      who.front()->person()) {
    const std::span<const std::string_view> patterns = comes ? std::span<const std::string_view>(kCame) : kWent;
    more.push_back(
        {sentence(fill(turns.one_of(comes ? "came" : "went", patterns), true, {{"n", number(cast.people())}})), true});
  }
  if (style.tone == Tone::kDescriptive && comes) {
    if (std::string others = what_others_do(cast, who); !others.empty()) more.push_back({std::move(others)});
  }
  return more;
}

}  // namespace np::watcher
