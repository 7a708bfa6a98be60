#include "engine/watcher/news/telling.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/watcher/news/recollection.hpp"
#include "engine/watcher/words/english.hpp"

namespace np::watcher {
namespace {

using What = Occurrence::What;

// Own heights a second.
constexpr float kSlow = 0.35f;

constexpr double kSpreadOut = 0.8;  // seconds between the first and the last of a group

Pace pace_of(const Character& c) {
  if (c.actor.gait == Gait::kRuns) return Pace::kFast;
  const float speed = std::hypot(c.actor.velocity.x, c.actor.velocity.y);
  return c.actor.gait == Gait::kWalks && speed > 0 && speed < kSlow ? Pace::kSlow : Pace::kEven;
}

std::string direction(const Character& c) {
  if (std::abs(c.actor.velocity.x) < 0.1f || std::abs(c.actor.velocity.x) < std::abs(c.actor.velocity.y)) return {};
  return to_side(c.actor.velocity.x < 0 ? Side::kLeft : Side::kRight);
}

// Clears a place or a direction that `said` names already.
void drop_repeated(Slots& slots, std::string_view said) {
  for (auto& [slot, value] : slots) {
    if (slot != "where" && slot != "dir") continue;
    const bool same_place = value.size() > 3 && said.contains(value);
    const bool placed = said.contains(" left") || said.contains(" right") || said.contains("close to us");
    const bool same_side = (placed && slot == "where" &&
                            (value.contains("in the middle") || value.ends_with("left") || value.ends_with("right"))) ||
                           (value.ends_with("left") && said.contains("left")) ||
                           (value.ends_with("right") && said.contains("right"));
    if (same_place || same_side) value.clear();
  }
}

// "The person on the left walks off": which way goes without saying.
void drop_side(Slots& slots, std::string_view subject, Side side) {
  if (side == Side::kNone || !subject.ends_with(on_side(side))) return;
  for (auto& [slot, value] : slots) {
    if (slot == "on" || slot == "to") value.clear();
  }
}

// "The two who came together" need not leave together in so many words.
void drop_manner(Slots& slots, std::string_view subject) {
  for (auto& [slot, value] : slots) {
    if (slot == "how" && subject.contains("together")) value.clear();
  }
}

int count_of(std::string_view text, std::string_view word) {
  int n = 0;
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++n;
  return n;
}

// How a group comes or goes.
std::string manner(const News& news, const Characters& who) {
  if (who.size() < 2 ||
      (who.size() == 2 && who[0]->actor.with + who[1]->actor.with != 0 && who[0]->person() != who[1]->person()))
    return {};
  float left = 1, right = 0, widest = 0;
  for (const Character* c : who) {
    left = std::min(left, c->actor.box.x);
    right = std::max(right, c->actor.box.x + c->actor.box.w);
    widest = std::max(widest, c->actor.box.w);
  }
  if (news.spread > kSpreadOut) return ", one after the other";
  return right - left < 1.6f * widest * static_cast<float>(who.size()) ? ", together" : "";
}

}  // namespace

Characters Telling::those(const News& news) const {
  Characters who;
  for (const int id : news.who) {
    if (const Character* c = cast_.find(id); c && c->noun.rank > 0) who.push_back(c);
  }
  return who;
}

std::string Telling::where(const News& news, const Characters& who) const {
  if (who.empty()) return {};
  const Character& c = *who.front();
  const std::string by = by_what(c, cast_);
  if (style_.tone == Tone::kSecurity) return by.empty() ? spot(news.place) : by + " " + spot(news.place);
  if (!by.empty()) return by;
  if (style_.tone == Tone::kSports && news.what != What::kAppears) return {};
  if (news.what == What::kAppears)
    return spot(news.place) + (whereabouts(c, cast_).starts_with("far") ? ", far off" : "");
  return style_.tells_places ? whereabouts(c, cast_) : spot(news.place);
}

Slots Telling::slots(const News& news, const Characters& who) const {
  return {{"from", from_side(news.through != Side::kNone ? news.through : news.side)},
          {"on", on_side(news.side)},
          {"to", to_side(news.side)},
          {"where", where(news, who)},
          {"dir", who.empty() ? "" : direction(*who.front())},
          {"how", manner(news, who)}};
}

// Nothing sets these people apart: they are called by what they wear, even if others wear it, and by several words in
// turn.
Subject Telling::loosely(Subject subject, const Character& c) {
  static constexpr std::array<std::string_view, 4> kAnother{"another person", "somebody else", "one more person",
                                                            "another person"};
  static constexpr std::array<std::string_view, 5> kAnotherOutside{
      "another person", "another pedestrian", "one more passer-by", "somebody else", "one more pedestrian"};
  static constexpr std::array<std::string_view, 3> kOne{"one of the people", "one person", "a person"};
  static constexpr std::array<std::string_view, 3> kAnotherIn{"another person, in {worn},", "somebody in {worn}",
                                                              "one more person, in {worn},"};
  static constexpr std::array<std::string_view, 4> kAnotherInOutside{"another person, in {worn},", "somebody in {worn}",
                                                                     "one more passer-by, in {worn},",
                                                                     "another pedestrian, in {worn},"};
  static constexpr std::array<std::string_view, 2> kOneIn{"a person in {worn}", "one person in {worn}"};
  static constexpr std::array<std::string_view, 3> kOneInOutside{"a person in {worn}", "a passer-by in {worn}",
                                                                 "a pedestrian in {worn}"};
  static constexpr std::array<std::string_view, 5> kOneOutside{"one of the people", "a passer-by",
                                                               "one of the pedestrians", "a person", "a pedestrian"};
  using Words = std::span<const std::string_view>;
  const bool outside = setting_of(cast_).street;
  const bool another = subject.tells == Subject::Tells::kAnother;
  const bool plain = another || (subject.tells == Subject::Tells::kOneOf && !subject.several);
  if (!plain || naming_.one(c) != "person") return subject;
  const std::string worn = naming_.outfit(c);
  // Where most wear the same it is heard too often.
  const bool says_little = cast_.usual(c.colour()) && worn == to_string(c.colour());
  static constexpr std::array<bool, 2> kTurn{true, false};
  const bool dressed = !worn.empty() && (!says_little || turns_.one_of("what all wear", std::span<const bool>(kTurn)));
  const Words words = another ? (dressed ? (outside ? Words(kAnotherInOutside) : Words(kAnotherIn))
                                         : (outside ? Words(kAnotherOutside) : Words(kAnother)))
                              : (dressed ? (outside ? Words(kOneInOutside) : Words(kOneIn))
                                         : (outside ? Words(kOneOutside) : Words(kOne)));
  const std::string_view topic = another ? (dressed ? "another in" : "another") : dressed ? "one in" : "one of";
  subject.text = fill(turns_.one_of(topic, words), false, {{"worn", worn}});
  return subject;
}

// One of many who come or go the same way, and nothing sets them apart. The second is "another", the third who goes "a
// third person"; of those who come a listener would count the ones who are there.
std::optional<Subject> Telling::in_a_row(const News& news, const Characters& who) {
  static constexpr std::array<std::string_view, 3> kMore{"one more {one}", "yet another {one}", "another {one}"};
  if (news.row < 3 || who.size() != 1 || naming_.apart(*who.front())) return std::nullopt;
  const Character& c = *who.front();
  const std::string worn = c.mover() == Mover::kWalker ? naming_.outfit(c) : "";
  const std::string who_else = news.what == What::kLeaves
                                   ? with_article(ordinal(news.row) + " " + std::string(naming_.one(c)))
                                   : fill(turns_.one_of("one more", std::span<const std::string_view>(kMore)), false,
                                          {{"one", std::string(naming_.one(c))}});
  return Subject{who_else + (worn.empty() ? "" : ", in " + worn + ","), false};
}

// "towards the van", "away from us"; empty: nothing worth telling.
std::string Telling::heading(const Character& c) const {
  if (std::string depth = depthwards(c); !depth.empty()) return depth;
  const Character* to = ahead_of(c, cast_);
  if (!to) return {};
  if (!to->person()) return "towards " + landmark(*to, cast_);
  const auto name = naming_.apart(*to);
  return name && !name->vague() ? "towards " + name->text : std::string();
}

std::vector<std::string> Telling::in_patterns(std::string_view topic, std::span<const std::string_view> patterns,
                                              std::span<const std::string_view> verbs, const Subject& subject,
                                              Slots slots) {
  std::vector<std::string> sentences;
  if (!patterns.front().starts_with("{where}")) drop_repeated(slots, subject.text);
  for (const std::string_view pattern : turns_.from(topic, patterns)) {
    for (const std::string_view verb : turns_.from("verbs", verbs)) {
      Slots all{{"V", std::string(verb)}, {"s", subject.text}};
      const std::string whole = fill(pattern, subject.several, all);
      std::string text = sentence(fill(whole, subject.several, slots));
      if (count_of(text, "ow ") + text.ends_with("now.") < 2) sentences.push_back(std::move(text));
      if (!pattern.contains("{V}")) break;
    }
  }
  return sentences;
}

std::vector<std::string> Telling::coming(const News& news, const Characters& who) {
  static constexpr std::array<std::string_view, 6> kPlain{
      "{s} {V}{how}{by}", "here [comes|come] {s}, {from}",  "{s} {V}{how}{by}",
      "and {s} {V}{how}", "{on}, {s} [comes|come] in{how}", "{from} [comes|come] {s}{how}{by}"};
  static constexpr std::array<std::string_view, 4> kQuick{"{s} {V}", "in [comes|come] {s} {from}",
                                                          "here [comes|come] {s}", "{s}, coming in {from}"};
  static constexpr std::array<std::string_view, 5> kCalm{"{s} {V}{how}", "{on}, {s} [comes|come] into view",
                                                         "{from} [comes|come] {s}{how}", "and now {s} {V}",
                                                         "{s} {V}{how}"};
  static constexpr std::array<std::string_view, 3> kFactual{"{s} [enters|enter] {on}{by}", "{s} {V}{by}",
                                                            "{on}, {s} [comes|come] in"};
  static constexpr std::array<std::string_view, 3> kFollow{"{s} [comes|come] in {from}, too", "{s} {V}, too",
                                                           "{from} [comes|come] {s} as well"};
  static constexpr std::array<std::string_view, 4> kClose{"close behind, {s} [comes|come] in {from}",
                                                          "{s} [comes|come] in right after, also {from}",
                                                          "{s} {V}, too", "right behind [comes|come] {s}, also {from}"};
  static constexpr std::array<std::string_view, 3> kCloseAfter{"close behind {p}, {s} [comes|come] in {from}",
                                                               "{s} {V}, close behind {p}", "behind {p}, {s} {V}, too"};
  static constexpr std::array<std::string_view, 2> kInARow{"{s} {V}", "and {s} [comes|come] in {from}"};
  static constexpr std::array<std::string_view, 2> kAgain{"{s} [comes|come] back in {from}",
                                                          "{from} {s} [comes|come] back in"};
  static constexpr std::array<std::string_view, 3> kBack{"{s} [is|are] back", "{s} [comes|come] back {from}",
                                                         "and {s} [is|are] back, {from}"};
  if (who.size() == 1 && cast_.is_back(*who.front())) {
    const bool known_by_colour = who.front()->colour() != Colour::kNone;
    const Subject subject{known_by_colour ? naming_.as_before(*who.front()) : "somebody", false};
    return in_patterns("back", kBack, coming_verbs(Mover::kClose, Pace::kEven), subject, slots(news, who));
  }
  const Character* before = news.after != 0 ? cast_.find(news.after) : nullptr;
  const std::optional<Subject> known = before ? naming_.apart(*before) : std::nullopt;
  const std::string ahead = known && known->tells != Subject::Tells::kJustCame ? known->text : "";
  const std::optional<Subject> one_more = in_a_row(news, who);
  const Subject subject = one_more ? *one_more : loosely(naming_.of(who, true), *who.front());
  const std::span<const std::string_view> verbs = coming_verbs(who.front()->mover(), pace_of(*who.front()));
  const bool again = who.size() == 1 && cast_.left_lately(*who.front());
  const std::span<const std::string_view> patterns =
      again                            ? std::span<const std::string_view>(kAgain)
      : one_more                       ? std::span<const std::string_view>(kInARow)
      : news.close && !ahead.empty()   ? std::span<const std::string_view>(kCloseAfter)
      : news.close                     ? std::span<const std::string_view>(kClose)
      : news.follows                   ? std::span<const std::string_view>(kFollow)
      : style_.tone == Tone::kSports   ? std::span<const std::string_view>(kQuick)
      : style_.tone == Tone::kNature   ? std::span<const std::string_view>(kCalm)
      : style_.tone == Tone::kSecurity ? std::span<const std::string_view>(kFactual)
                                       : std::span<const std::string_view>(kPlain);
  Slots names = slots(news, who);
  std::string by = by_what(*who.front(), cast_);
  if (by.starts_with("on ")) by.clear();
  if (by.empty()) by = heading(*who.front());
  if (who.front()->close_up()) by.clear();
  // Not every verb says that this is a direction.
  if (by.starts_with("towards ") && !by.ends_with(" us")) by = "heading " + by;
  names.emplace_back("by", by.empty() ? "" : ", " + by);
  names.emplace_back("p", ahead);
  return in_patterns("coming", patterns, verbs, subject, std::move(names));
}

std::vector<std::string> Telling::going(const News& news, const Characters& who) {
  static constexpr std::array<std::string_view, 3> kThrough{"{s} {V}", "{s} {V}", "now {s} {V}"};
  static constexpr std::array<std::string_view, 4> kPlain{"{s} {V}{how}", "{s} {V}", "now {s} {V}", "{s} {V}"};
  static constexpr std::array<std::string_view, 2> kFactual{"{s} {V}", "{s} [leaves|leave] {on}"};
  static constexpr std::array<std::string_view, 4> kFollow{"{s} [leaves|leave] {on}, too",
                                                           "{s} [goes|go] out {on} as well", "{s} {V}, too",
                                                           "{s} [leaves|leave] the same way, {on}"};
  static constexpr std::array<std::string_view, 3> kNext{"another", "one more", "another one"};
  static constexpr std::array<std::string_view, 3> kInARow{"{s} [leaves|leave] {on}", "and {s} [goes|go] out {on}",
                                                           "now {s} [walks|walk] off {to}"};
  static constexpr std::array<std::string_view, 1> kNoVerb{""};
  const Character& c = *who.front();
  if (const auto one_more = in_a_row(news, who); one_more && c.mover() == Mover::kWalker)
    return in_patterns("in a row", kInARow, kNoVerb, *one_more, slots(news, who));
  if (news.follows) {
    Subject subject = naming_.of(who);
    if (subject.one_of_many()) subject.text = turns_.one_of("another goes", std::span<const std::string_view>(kNext));
    return in_patterns("go after", kFollow, going_verbs(c.mover(), pace_of(c)), subject, slots(news, who));
  }
  if (news.through != Side::kNone && news.through != news.side) {
    return in_patterns("through", kThrough, crossing_verbs(c.noun.mover), naming_.first(who), slots(news, who));
  }
  if (who.size() == 1) {
    auto sentences = going_after_all(news, c);
    if (!sentences.empty()) return sentences;
  }
  const std::span<const std::string_view> patterns = style_.tone == Tone::kSecurity
                                                         ? std::span<const std::string_view>(kFactual)
                                                         : std::span<const std::string_view>(kPlain);
  const Subject subject = loosely(naming_.of(who), c);
  Slots names = slots(news, who);
  drop_manner(names, subject.text);
  drop_side(names, subject.text, news.side);
  return in_patterns("going", patterns, going_verbs(c.mover(), pace_of(c)), subject, std::move(names));
}

// Who leaves is told with what they have done here, unless there is no time for it.
std::vector<std::string> Telling::going_after_all(const News& news, const Character& c) {
  if (style_.tone == Tone::kSports || hurried_) return {};
  Subject subject = c.introduced || c.person() ? naming_.again({&c}) : naming_.first({&c});
  subject = loosely(std::move(subject), c);
  if (subject.tells == Subject::Tells::kIt) return {};
  std::vector<std::string> all;
  for (const Recollection& r : recollections(news, c)) {
    Slots names = slots(news, {&c});
    drop_side(names, subject.text, news.side);
    names.insert(names.begin(), r.slots.begin(), r.slots.end());
    // What sets them apart says it already.
    const bool said = std::ranges::any_of(
        r.slots, [&](const auto& slot) { return slot.second.size() > 3 && subject.text.contains(slot.second); });
    if (said) continue;
    for (std::string& text :
         in_patterns(r.topic, r.patterns, going_verbs(c.mover(), pace_of(c)), subject, std::move(names))) {
      if (count_of(text, " who ") < 2 && count_of(text, "after ") < 2) all.push_back(std::move(text));
    }
  }
  return all;
}

std::vector<std::string> Telling::doing(const News& news, const Characters& who) {
  static constexpr std::array<std::string_view, 4> kPatterns{"{s} {V}", "{s} {V}", "{s} {V}", "now {s} {V}"};
  static constexpr std::array<std::string_view, 3> kBack{"{s} [comes|come] back into view {where}",
                                                         "{s} [is|are] in view again {where}",
                                                         "and {s} [comes|come] back into view {where}"};
  static constexpr std::array<std::string_view, 3> kThere{"there [is|are] {s} {where}, too", "{s} can be seen {where}",
                                                          "{s} [is|are] to be seen {where}, too"};
  const Subject subject = naming_.of(who, news.what == What::kAppears);
  // Nobody wants to hear that one of many has turned round.
  const bool vague = subject.vague();
  const bool slight = news.what == What::kTurnsRound || news.what == What::kSetsOff || news.what == What::kVanishes ||
                      news.what == What::kStops;
  if (vague && slight && by_what(*who.front(), cast_).empty()) return {};
  if (news.what == What::kAppears && std::ranges::all_of(who, &Character::introduced)) {
    return in_patterns("back in view", kBack, doing_verbs(news.what, who.front()->noun.mover),
                       loosely(subject, *who.front()), slots(news, who));
  }
  if (news.what == What::kAppears && who.front()->still() && !who.front()->introduced)
    return in_patterns("there", kThere, doing_verbs(news.what, who.front()->noun.mover), subject, slots(news, who));
  return in_patterns("doing", kPatterns, doing_verbs(news.what, who.front()->noun.mover), subject, slots(news, who));
}

std::vector<std::string> Telling::between(const News& news, const Characters& who) {
  static constexpr std::array<std::string_view, 5> kMeet{"{b} meet {where}", "{s} [joins|join] {o} {where}",
                                                         "{s} [comes|come] up to {o}", "{b} have come together {where}",
                                                         "{b} stand together now {where}"};
  static constexpr std::array<std::string_view, 3> kAtThing{"{s} [goes|go] up to {o}", "{s} [stops|stop] at {o}",
                                                            "{s} [is|are] at {o} now"};
  static constexpr std::array<std::string_view, 4> kPart{"{s} [leaves|leave] {o} {where}", "{b} go separate ways",
                                                         "{s} [walks|walk] away from {o}", "{b} part"};
  static constexpr std::array<std::string_view, 3> kPass{"{s} [goes|go] past {o}", "{s} [passes|pass] {o}",
                                                         "{s} [passes|pass] close by {o}"};
  const Character* other = cast_.find(news.other);
  if (!other || other->noun.rank == 0) return {};
  const Subject subject = naming_.of(who), object = naming_.of({other});
  const Subject together =
      who.size() == 1 ? naming_.pair(*who.front(), *other) : Subject{subject.text + " and " + object.text, true};
  Slots names = slots(news, who);
  names.insert(names.begin(), {{"b", together.text}, {"o", object.text}});
  // "One of the people joins one of the people" tells nothing.
  const bool vague = subject.text == object.text;
  const auto nobody_known = [](const Subject& s) { return s.vague() || s.tells == Subject::Tells::kJustCame; };
  if (news.what == What::kPasses && (nobody_known(subject) || nobody_known(object))) return {};
  const bool thing = !other->person() && !other->animal();
  std::span<const std::string_view> patterns = news.what == What::kMeets
                                                   ? (thing ? std::span<const std::string_view>(kAtThing) : kMeet)
                                               : news.what == What::kParts ? std::span<const std::string_view>(kPart)
                                                                           : std::span<const std::string_view>(kPass);
  std::vector<std::string> sentences;
  static constexpr std::array<std::string_view, 1> kNoVerb{""};
  for (const std::string_view pattern : turns_.from("between", patterns)) {
    if (vague && pattern.contains("{o}")) continue;
    const std::array one{pattern};
    const auto made = in_patterns("one", one, kNoVerb, subject, names);
    sentences.insert(sentences.end(), made.begin(), made.end());
  }
  return sentences;
}

std::vector<std::string> Telling::sentences(const News& news) {
  const Characters who = those(news);
  if (who.empty()) return {};
  switch (news.what) {
    case What::kEnters: return coming(news, who);
    case What::kLeaves: return going(news, who);
    case What::kMeets:
    case What::kParts:
    case What::kPasses: return between(news, who);
    default: return doing(news, who);
  }
}

std::string Telling::rest(const News& news, bool several, std::string_view said) {
  const Characters who = those(news);
  if (who.empty()) return {};
  const auto verbs = doing_verbs(news.what, who.front()->noun.mover);
  if (verbs.empty() || news.what == What::kAppears || news.what == What::kVanishes) return {};
  Slots names = slots(news, who);
  drop_repeated(names, said);
  return fill(turns_.one_of("rest", verbs), several, names);
}

}  // namespace np::watcher
