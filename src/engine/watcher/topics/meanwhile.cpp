#include "engine/watcher/topics/meanwhile.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/watcher/words/english.hpp"

namespace np::watcher {
namespace {

using Patterns = std::span<const std::string_view>;
using Remark = Meanwhile::Remark;

constexpr double kStandsLong = 12;  // seconds

std::vector<std::string> filled(Turns& turns, std::string_view topic, Patterns patterns, bool several,
                                const Slots& slots) {
  std::vector<std::string> lines;
  for (const std::string_view pattern : turns.from(topic, patterns))
    lines.push_back(sentence(fill(pattern, several, slots)));
  return lines;
}

bool all_of_them_seen(const Characters& who) { return std::ranges::none_of(who, &Character::close_up); }

std::string place_of(const Character& c, const Cast& cast) {
  const std::string by = by_what(c, cast);
  return by.empty() ? whereabouts(c, cast) : by;
}

// The same, where `subject` does not say it already.
std::string place_besides(const std::string& subject, const Character& c, const Cast& cast) {
  const std::string by = by_what(c, cast);
  if (!by.empty()) return subject.ends_with(by) ? "in the same place" : by;
  const bool placed = subject.contains(" left") || subject.contains(" right") || subject.contains("close to us");
  return placed ? "in the same place" : whereabouts(c, cast);
}

Remark standing(const Character& c, const Cast& cast, const Naming& naming, Turns& turns) {
  static constexpr std::array<std::string_view, 2> kClose{"{s} has been {where} for {long} now",
                                                          "{s} is still {where}, after {long}"};
  static constexpr std::array<std::string_view, 4> kStands{
      "{s} has been {ing} {where} for {long} now", "for {long} now {s} has not left {place}",
      "{s} is still {where}, after {long}", "{s} has stayed {where} for {long}"};
  const std::string subject = naming.of({&c}).text;
  const std::string where = place_besides(subject, c, cast);
  std::string place = where.starts_with("by ") || where.starts_with("on the ") ? "that place" : "that spot";
  return {.lines = filled(turns, "standing", c.close_up() ? Patterns(kClose) : Patterns(kStands), false,
                          {{"s", subject},
                           {"ing", c.seated          ? "sitting"
                                   : stands(c, cast) ? "standing"
                                                     : ""},
                           {"where", where},
                           {"long", duration(c.actor.still_for)},
                           {"place", place}}),
          .topic = {},
          .about = {&c},
          .standing = true};
}

std::optional<Remark> pair_of(const Characters& still, const Cast& cast, const Naming& naming, Turns& turns) {
  static constexpr std::array<std::string_view, 3> kPair{
      "{s} are {ing} close together {where}", "{where}, {s} keep each other company", "side by side {where}: {s}"};
  for (const Character* a : still) {
    for (const Character* b : still) {
      if (a->actor.id >= b->actor.id || !a->person() || !b->person() || !all_of_them_seen({a, b})) continue;
      const float apart = std::abs(a->actor.box.center().x - b->actor.box.center().x);
      if (apart > 1.5f * std::max(a->actor.box.w, b->actor.box.w) ||
          std::abs(a->actor.box.foot().y - b->actor.box.foot().y) > 0.3f * a->actor.box.h)
        continue;
      const bool all = cast.people() == 2 && cast.countable();
      const Subject both = all ? Subject{"the two of them", true} : naming.of({a, b});
      return Remark{.lines = filled(turns, "pair", kPair, true,
                                    {{"s", both.text},
                                     {"ing", stands(*a, cast) && stands(*b, cast) ? "standing" : ""},
                                     {"where", place_of(*a, cast)}}),
                    .topic = "pair " + std::to_string(a->actor.id) + " " + std::to_string(b->actor.id),
                    .about = {a, b}};
    }
  }
  return std::nullopt;
}

std::optional<Remark> trend(int people, int first, Turns& turns) {
  static constexpr std::array<std::string_view, 2> kMore{"it is getting busier: {n} by now",
                                                         "it has filled up: {n} are here now"};
  static constexpr std::array<std::string_view, 2> kLess{"it is getting quieter: only {n} now",
                                                         "it has emptied: only {n} [is|are] here now"};
  const int much = std::max(3, first / 3);
  if (std::abs(people - first) < much) return std::nullopt;
  if (people == 0) return std::nullopt;
  const std::string n = people == 1 ? "one person" : number(people) + " people";
  return Remark{
      .lines = filled(turns, "trend", people > first ? Patterns(kMore) : Patterns(kLess), people > 1, {{"n", n}}),
      .topic = "trend " + std::to_string(people / much),
      .about = {},
      .counts = true};
}

std::optional<Remark> contrast(const Characters& still, const Characters& moving, const Cast& cast,
                               const Naming& naming, Turns& turns) {
  static constexpr std::array<std::string_view, 3> kContrast{"while {s} [stays|stay] {where}, {others} on the move",
                                                             "{s} [stays|stay] {where}; {others} walking",
                                                             "{others} moving, but {s} [stays|stay] {where}"};
  if (still.empty() || moving.empty() || !all_of_them_seen(still) || !all_of_them_seen(moving)) return std::nullopt;
  const Character& c = *still.front();
  const Subject subject = naming.of({&c});
  if (subject.one_of_many()) return std::nullopt;
  const std::string others =
      still.size() > 1 ? number(static_cast<int>(moving.size())) + (moving.size() == 1 ? " other is" : " others are")
      : moving.size() == 1 ? "the other is"
                           : "the others are";
  return Remark{
      .lines = filled(turns, "contrast", kContrast, false,
                      {{"s", subject.text}, {"where", place_besides(subject.text, c, cast)}, {"others", others}}),
      .topic = "contrast " + std::to_string(c.actor.id),
      .about = {&c}};
}

std::optional<Remark> nearest(const Cast& cast, const Naming& naming, Turns& turns) {
  static constexpr std::array<std::string_view, 3> kNearest{
      "closest to us is {s}{where}", "{s} is the one nearest to us", "in front of the others: {s}{where}"};
  const Character* near = nullptr;
  int people = 0;
  for (const Character* c : cast.story()) {
    if (!c->person()) continue;
    ++people;
    if (!near || c->actor.box.h > near->actor.box.h) near = c;
  }
  if (!near || people < 2 || near->actor.distance != Distance::kNear) return std::nullopt;
  const auto name = naming.apart(*near);
  if (!name || name->text.contains("close to us")) return std::nullopt;
  // "The person on the left" of two may be on the right of the picture.
  const bool placed = name->text.contains(" left") || name->text.contains(" right") || name->text.contains(" middle");
  const std::string where = placed ? "" : ", " + spot(near->actor.box.center());
  return Remark{.lines = filled(turns, "nearest", kNearest, false, {{"s", name->text}, {"where", where}}),
                .topic = "nearest " + std::to_string(near->actor.id),
                .about = {near}};
}

std::optional<Remark> passers(int came, Turns& turns) {
  static constexpr std::array<std::string_view, 2> kCame{"{n} have come through so far", "so far, {n} have come by"};
  if (came < 5) return std::nullopt;
  return Remark{.lines = filled(turns, "came", kCame, true, {{"n", number(came) + " people"}}),
                // A large number is the same in words for long.
                .topic = "came " + (came < 95 ? std::to_string(came / 8) : number(came)),
                .about = {}};
}

std::optional<Remark> at_a_glance(const Cast& cast, Turns& turns) {
  static constexpr std::array<std::string_view, 3> kNow{"{n} people are out now: {deeds}", "at the moment {deeds}",
                                                        "of the {n} people here, {deeds}"};
  static constexpr std::array<std::string_view, 2> kSame{"all {n} people here are {deeds} now",
                                                         "{n} people, and all of them are {deeds}"};
  Characters people;
  for (const Character* c : cast.story()) {
    if (c->person()) people.push_back(c);
  }
  const int n = static_cast<int>(people.size());
  const std::string deeds = deeds_of(people, cast);
  if (n < 3 || n > 12 || deeds.empty()) return std::nullopt;
  const bool same = deeds.starts_with("all ");
  return Remark{.lines = filled(turns, "glance", same ? Patterns(kSame) : Patterns(kNow), true,
                                {{"n", number(n)}, {"deeds", same ? deeds.substr(8) : deeds}}),
                .topic = "glance " + deeds,
                .about = {},
                .counts = true};
}

std::optional<Remark> scenery_of(const Cast& cast, Turns& turns, const auto& known) {
  static constexpr std::array<std::string_view, 3> kThere{"there is {a} {where}, too", "{where} there is {a}",
                                                          "also in view: {a}, {where}"};
  for (const Character* c : cast.scenery()) {
    if (c->noun.rank < 2 || c->introduced || c->actor.kind == Kind::kTie) continue;
    if (c->actor.certainty < 0.65f || c->actor.sightings < 5) continue;
    if (cast.count({c->actor.kind}) > 1 || known("thing " + std::string(c->noun.one))) continue;
    const bool parked = c->noun.mover == Mover::kDriver;
    const std::string colour = c->vehicle() ? to_string(c->colour()) : "";
    const std::string noun =
        (parked ? "parked " : "") + (colour.empty() ? "" : colour + " ") + std::string(c->noun.one);
    return Remark{
        .lines = filled(turns, "scenery", kThere, false, {{"a", with_article(noun)}, {"where", whereabouts(*c, cast)}}),
        .topic = "thing " + std::string(c->noun.one),
        .about = {c}};
  }
  return std::nullopt;
}

}  // namespace

bool Meanwhile::was_told(const std::string& topic) const {
  return !topic.empty() && std::ranges::contains(told_, topic);
}

std::vector<Meanwhile::Remark> Meanwhile::remarks(Cast& cast, const Naming& naming, const Wish& wish, Turns& turns,
                                                  int seen_first, int came, double watched_for) const {
  std::vector<Remark> all;
  const auto add = [&](std::optional<Remark> remark) {
    if (remark && !was_told(remark->topic)) all.push_back(*std::move(remark));
  };
  Characters still, moving;
  for (const Character* c : cast.story()) {
    if (!wish.wants(c->actor.kind) || c->actor.covered) continue;
    if (wish.side != Side::kNone && side_of(c->actor.box.center()) != wish.side) continue;
    if (!c->person() && !c->animal()) continue;
    const bool walks = c->actor.gait == Gait::kWalks || c->actor.gait == Gait::kRuns;
    if (c->actor.still_for > 3 || walks) (walks ? moving : still).push_back(c);
  }
  std::ranges::stable_sort(still, std::greater{}, [](const Character* c) { return c->actor.still_for; });
  for (const Character* c : still) {
    if (c->actor.still_for < kStandsLong || c->actor.still_for < 2.2 * c->told_still) continue;
    if (!naming.apart(*c) && c->introduced) continue;
    add(standing(*c, cast, naming, turns));
    break;
  }
  if (!wish.all_deeds()) return {};
  add(pair_of(still, cast, naming, turns));
  // Who asks for one side does not want to hear how many there are on both.
  if (wish.side != Side::kNone) return all;
  if (wish.wants(Kind::kPerson)) {
    if (watched_for > 30 && cast.countable()) add(trend(cast.people(), seen_first, turns));
    if (cast.countable()) add(contrast(still, moving, cast, naming, turns));
    add(nearest(cast, naming, turns));
    if (cast.countable()) add(at_a_glance(cast, turns));
    if (watched_for > 30) add(passers(came, turns));
  }
  if (wish.all_kinds()) add(scenery_of(cast, turns, [&](const std::string& topic) { return was_told(topic); }));
  return all;
}

void Meanwhile::told(const Remark& remark, Cast& cast) {
  if (!remark.topic.empty()) told_.push_back(remark.topic);
  if (told_.size() > kMostTold) told_.pop_front();
  for (const Character* about : remark.about) {
    Character* c = cast.find(about->actor.id);
    if (c && remark.standing) c->told_still = c->actor.still_for;
  }
}

}  // namespace np::watcher
