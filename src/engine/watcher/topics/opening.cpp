#include "engine/watcher/topics/opening.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ranges>

#include "engine/watcher/words/english.hpp"

namespace np::watcher {
namespace {

using Patterns = std::span<const std::string_view>;

constexpr int kFewEnough = 3;         // people, that one of whom nothing sets apart is worth a line
constexpr float kGoesAcross = 0.15f;  // own heights a second
constexpr float kGoes = 0.25f;        // own heights a second, of whom too little was seen to tell how they walk

bool walks_about(const Character* c) {
  const Place v = c->actor.velocity;
  return c->actor.gait == Gait::kWalks || c->actor.gait == Gait::kRuns ||
         (c->actor.gait == Gait::kUnknown && std::hypot(v.x, v.y) > kGoes);
}

// What it is doing while it goes; empty: there is no word for all that move so.
std::string_view progress_of(Mover mover) {
  switch (mover) {
    case Mover::kWalker:
    case Mover::kAnimal: return "walking";
    case Mover::kRider: return "riding";
    case Mover::kDriver: return "driving";
    default: return {};
  }
}

// "with two parked cars and a bench"; only what the place does not say already.
std::string furnishings(const Cast& cast, const Wish& wish, std::size_t most) {
  std::vector<std::pair<int, std::string>> things;
  std::vector<std::string_view> done;
  for (const Character* c : cast.scenery()) {
    if (c->noun.rank < 2 || c->actor.kind == Kind::kTie || !wish.wants(c->actor.kind)) continue;
    if (std::ranges::contains(done, c->noun.many)) continue;
    done.push_back(c->noun.many);
    const int n = static_cast<int>(
        std::ranges::count_if(cast.scenery(), [&](const Character* o) { return o->noun.many == c->noun.many; }));
    const bool first_parked = std::ranges::none_of(things, [](const auto& t) { return t.second.contains("parked"); });
    const bool parked = c->noun.mover == Mover::kDriver && c->actor.kind != Kind::kSkateboard && first_parked &&
                        c->actor.gait == Gait::kStill;
    const std::string one = (parked ? "parked " : "") + std::string(c->noun.one);
    const std::string many = (parked ? "parked " : "") + std::string(c->noun.many);
    things.emplace_back(c->vehicle() ? -20 - n : -n, n > 4 ? "several " + many : counted(n, one, many));
  }
  std::ranges::stable_sort(things, {}, &std::pair<int, std::string>::first);
  std::vector<std::string> items;
  for (const auto& [rank, text] : things) {
    if (items.size() < most) items.push_back(text);
  }
  return list(items);
}

// "two of them walking", "all of them standing"; empty where it goes without saying.
std::string what_they_do(const Characters& who, const Cast& cast) {
  const int n = static_cast<int>(who.size()), moving = static_cast<int>(std::ranges::count_if(who, walks_about));
  const int seated = static_cast<int>(std::ranges::count_if(who, &Character::seated));
  if (n < 2 || std::ranges::any_of(who, &Character::close_up)) return {};
  if (seated == n) return ", all of them sitting";
  if (moving == n) return n == 2 ? ", both walking" : ", all of them walking";
  const auto not_seen_to_stand = [&](const Character* c) { return !walks_about(c) && !stands(*c, cast); };
  if (moving == 0 && std::ranges::any_of(who, not_seen_to_stand)) return {};
  if (moving == 0) return n == 2 ? ", both standing still" : ", all of them standing";
  if (moving * 2 > n) return moving == n - 1 ? ", all but one walking" : ", most of them walking";
  return ", " + number(moving) + " of them walking";
}

std::string of_one(const Character& c, const Cast& cast) {
  const std::string by = by_what(c, cast);
  const std::string where = by.empty() ? whereabouts(c, cast) : by;
  if (c.close_up()) return "[is|are] " + where;
  if (c.seated) return "[sits|sit] " + where;
  if (!walks_about(&c)) return (stands(c, cast) ? "[stands|stand] " : "[is|are] ") + where;
  const float x = c.actor.velocity.x;
  const std::string to = std::abs(x) > 0.15f ? " " + to_side(x < 0 ? Side::kLeft : Side::kRight) : std::string();
  if (c.noun.mover == Mover::kRider) return "[rides|ride]" + to;
  if (c.noun.mover == Mover::kBall) return "[rolls|roll]" + to;
  if (c.noun.mover == Mover::kFlyer) return "[flies|fly]" + to;
  if (c.noun.mover == Mover::kBird || c.noun.mover == Mover::kBoat || c.noun.mover == Mover::kThing)
    return "[moves|move]" + to;
  if (c.vehicle()) return "[drives|drive]" + to;
  return c.actor.gait == Gait::kRuns ? "[runs|run]" + to : "[walks|walk]" + to;
}

// Clause by clause, from left to right: for somebody who cannot see it.
std::string one_by_one(Characters who, const Cast& cast, const Naming& naming) {
  std::ranges::sort(who, {}, [](const Character* c) { return c->actor.box.center().x; });
  // Those of whom the same would be said are told as one.
  std::vector<std::pair<std::string, Characters>> clauses;
  for (const Character* c : who) {
    const std::string words = naming.first({c}).text + " " + of_one(*c, cast);
    const auto same = std::ranges::find(clauses, words, &std::pair<std::string, Characters>::first);
    if (same == clauses.end()) {
      clauses.push_back({words, {c}});
    } else {
      same->second.push_back(c);
    }
  }
  std::vector<std::string> told, subjects;
  for (const auto& [words, all] : clauses) {
    Subject subject = naming.first(all);
    const bool same = std::ranges::contains(subjects, subject.text);
    subjects.push_back(subject.text);
    if (same) subject.text = subject.several ? number(static_cast<int>(all.size())) + " others" : "another one";
    told.push_back(fill(subject.text + " " + of_one(*all.front(), cast), subject.several, {}));
  }
  return sentence(list(told));
}

std::vector<std::string> about_people(const Characters& who, const Cast& cast, const Naming& naming, const Style& style,
                                      const Setting& setting, Turns& turns, bool brief) {
  static constexpr std::array<std::string_view, 5> kHere{"{s} [is|are] {in}{do}", "there [is|are] {s} {in}{do}",
                                                         "{s} [is|are] in view{do}", "we see {s}{do}",
                                                         "{s} can be seen {in}{do}"};
  static constexpr std::array<std::string_view, 2> kFactual{"{s} in view{do}", "in view: {s}{do}"};
  if (who.empty()) return {};
  if (cast.people() > 12) {
    const std::string n = number(cast.people());
    return {sentence("a crowd of " + n + " people is here"), sentence(n + " people crowd the view")};
  }
  if (style.tone == Tone::kDescriptive && who.size() > 1 && who.size() <= 3) return {one_by_one(who, cast, naming)};
  if (who.size() == 1) {
    static constexpr std::array<std::string_view, 6> kOne{"{s} {V}",
                                                          "we see {s}, {where}",
                                                          "there is {s} {where}",
                                                          "{where}, there is {s}",
                                                          "{s} can be seen {where}",
                                                          "this is {s}, {where}"};
    static constexpr std::array<std::string_view, 4> kClose{
        "{s} is right in front of the camera", "we see {s} close up", "{s} is close to the camera, {where}",
        "here is {s}, close up"};
    const bool close = who.front()->close_up();
    const std::string by = close ? "" : by_what(*who.front(), cast);
    std::vector<std::string> lines;
    for (const std::string_view pattern : turns.from("opening one", close ? Patterns(kClose) : Patterns(kOne))) {
      const std::string whole = fill(pattern, false,
                                     {{"s", naming.first(who).text},
                                      {"V", of_one(*who.front(), cast)},
                                      {"where", close        ? spot(who.front()->actor.box.center())
                                                : by.empty() ? whereabouts(*who.front(), cast)
                                                             : by}});
      lines.push_back(sentence(fill(whole, false, {})));
    }
    return lines;
  }
  const Subject subject = naming.first(who);
  Characters people;
  std::ranges::copy_if(who, std::back_inserter(people), [](const Character* c) { return c->person(); });
  const bool colourful = subject.text.contains(" and one in ");
  const std::string deed = people.size() == who.size() && !colourful && !brief ? what_they_do(who, cast) : "";
  const bool all_close = std::ranges::all_of(who, &Character::close_up);
  const char* in = all_close ? "in front of the camera" : setting.a.empty() ? "here" : "there";
  const Slots slots{{"s", subject.text}, {"in", in}, {"do", deed}};
  std::vector<std::string> lines;
  for (const std::string_view pattern :
       turns.from("opening", style.tone == Tone::kSecurity ? Patterns(kFactual) : Patterns(kHere)))
    if (!pattern.starts_with("there") || !subject.text.starts_with("a"))
      lines.push_back(sentence(fill(pattern, subject.several, slots)));
  return lines;
}

}  // namespace

Opening opening(const Cast& cast, const Naming& naming, const Style& style, const Wish& wish, Turns& turns,
                bool short_one, bool brief, const std::function<bool(const Character&)>& told_apart) {
  static constexpr std::array<std::string_view, 3> kPlace{"this is {a}{with}", "{a}{with}", "here is {a}{with}"};
  static constexpr std::array<std::string_view, 2> kThings{"{things} can be seen", "in view: {things}"};
  static constexpr std::array<std::string_view, 3> kNobody{"Nobody is there yet.", "Nobody is there at the moment.",
                                                           "There is nobody in it just now."};
  const Setting setting = setting_of(cast);
  Opening result;
  for (const Character* c : cast.story()) {
    if ((setting.game && c->noun.mover == Mover::kBall) || told_apart(*c)) continue;
    if (wish.side != Side::kNone && side_of(c->actor.box.center()) != wish.side) continue;
    if (wish.wants(*c)) result.told.push_back(c);
  }
  // Who comes just now is told next, and soon.
  brief |= std::ranges::any_of(cast.story(), [&](const Character* c) { return told_apart(*c); });
  std::vector<std::string> who = about_people(result.told, cast, naming, style, setting, turns, brief);
  std::string place;
  const bool people_asked = wish.wants(Kind::kPerson) && wish.all_deeds();
  if (!wish.only_counts && (wish.all_kinds() || people_asked)) {
    const std::string things = furnishings(cast, wish, style.tone == Tone::kDescriptive ? 3 : short_one ? 1 : 2);
    const std::string with = things.empty() || setting.a.contains("with") ? "" : " with " + things;
    if (!setting.a.empty()) {
      place = sentence(fill(turns.one_of("place", Patterns(kPlace)), false,
                            {{"a", std::string(setting.a)}, {"with", short_one ? "" : with}}));
    } else if (!things.empty() && (who.empty() || style.tone == Tone::kDescriptive)) {
      place = sentence(fill(turns.one_of("things", Patterns(kThings)), false, {{"things", things}}));
    }
  }
  if (who.empty()) {
    if (!place.empty() && !short_one && people_asked && cast.story().empty() && cast.lately().empty())
      who = turns.from("nobody", Patterns(kNobody)) | std::ranges::to<std::vector<std::string>>();
    else if (!place.empty())
      who = {""};
  }
  for (const std::string& text : who)
    result.lines.push_back(place.empty() || text.empty() ? place + text : place + " " + text);
  return result;
}

std::vector<std::string> also_there(const Character& c, const Cast& cast, const Naming& naming, Turns& turns) {
  static constexpr std::array<std::string_view, 3> kThere{"there is also {s} {where}", "{where} there is {s} as well",
                                                          "there is {s} {where}, too"};
  static constexpr std::array<std::string_view, 2> kGoes{"there is also {s} {where}, {going} {to}",
                                                         "{where} there is also {s}, {going} {to}"};
  static constexpr std::array<std::string_view, 3> kAlone{"there is {s} now, {where}", "{where} there is {s} now",
                                                          "{s} is here now, {where}"};
  static constexpr std::array<std::string_view, 2> kGoesAlone{"{where}, {s} is {going} {to}",
                                                              "{s} {where} is {going} {to}"};
  const std::string by = c.close_up() ? "" : by_what(c, cast);
  const std::string place = by.empty() ? whereabouts(c, cast) : by;
  const float x = c.actor.velocity.x;
  const std::string_view going = walks_about(&c) && std::abs(x) > kGoesAcross ? progress_of(c.mover()) : "";
  const Subject who = naming.besides(c);
  // That there is somebody somewhere is nothing that anybody would want to hear.
  const bool one_of_many = cast.people() > kFewEnough || (going.empty() && by.empty());
  if (who.tells == Subject::Tells::kAnother && one_of_many) return {};
  const bool alone = std::ranges::none_of(cast.story(), &Character::introduced);
  const Patterns patterns = going.empty() ? (alone ? Patterns(kAlone) : kThere) : alone ? Patterns(kGoesAlone) : kGoes;
  std::vector<std::string> lines;
  for (const std::string_view pattern : turns.from("also there", patterns))
    lines.push_back(sentence(fill(pattern, false,
                                  {{"s", who.text},
                                   {"where", place},
                                   {"going", std::string(going)},
                                   {"to", to_side(x < 0 ? Side::kLeft : Side::kRight)}})));
  return lines;
}

std::vector<std::string> quiet_lines(const Cast& cast, const Naming& naming, Turns& turns, bool names_things) {
  static constexpr std::array<std::string_view, 4> kEmpty{
      "{the} is empty, and nothing happens.", "Nobody is {in} at the moment.", "{the} is quiet.", "All is quiet {in}."};
  static constexpr std::array<std::string_view, 4> kStill{"Nothing happens at the moment.", "All is quiet.",
                                                          "Nothing has changed for a while.", "It stays quiet."};
  static constexpr std::array<std::string_view, 4> kWaiting{
      "Nobody moves at the moment.", "All of them stay where they are.",
      "Nothing has changed for a while; everybody is still here.", "They stay as they are."};
  static constexpr std::array<std::string_view, 3> kAlone{"{s} is still here, and all is quiet",
                                                          "nothing new: {s} is still here", "all is quiet around {s}"};
  const Setting setting = setting_of(cast);
  const bool somebody = !cast.story().empty();
  const bool alone = cast.story().size() == 1;
  const Patterns patterns = alone                                  ? Patterns(kAlone)
                            : somebody                             ? Patterns(kWaiting)
                            : setting.the.empty() || !names_things ? Patterns(kStill)
                                                                   : Patterns(kEmpty);
  std::vector<std::string> lines;
  // These have their name by what is on them.
  const bool holds_things = setting.the == "the water" || setting.the == "the table" || setting.the == "the desk";
  for (const std::string_view pattern : turns.from(alone ? "quiet, one" : "quiet", patterns)) {
    if (holds_things && pattern == kEmpty.front()) continue;
    lines.push_back(sentence(fill(pattern, false,
                                  {{"the", std::string(setting.the)},
                                   {"in", std::string(setting.in)},
                                   {"s", alone ? naming.of({cast.story().front()}).text : ""}})));
  }
  return lines;
}

}  // namespace np::watcher
