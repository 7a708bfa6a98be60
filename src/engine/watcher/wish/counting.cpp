#include "engine/watcher/wish/counting.hpp"

#include <array>

#include "engine/watcher/words/english.hpp"

namespace np::watcher {
namespace {

constexpr double kHolds = 1.2;  // seconds

// What is counted, by the words of the wish: "people", "cars and trucks".
KindName counted_name(const Wish& wish) {
  if (wish.counted[static_cast<std::size_t>(Kind::kPerson)]) return {"person", "people"};
  for (std::size_t i = 0; i < kKinds; ++i) {
    if (!wish.counted[i]) continue;
    const auto kind = static_cast<Kind>(i);
    return wish.counted.count() == 1 ? name(kind) : name(family(kind));
  }
  return {"person", "people"};
}

}  // namespace

void Counting::see(const Cast& cast, const Wish& wish) {
  now_ = cast.now();
  int n = 0;
  const auto there = [&](const Character& c) {
    return wish.side == Side::kNone || side_of(c.actor.box.center()) == wish.side;
  };
  const bool people = wish.counted[static_cast<std::size_t>(Kind::kPerson)];
  const auto counts = [&](Kind kind) { return kind != Kind::kThing && wish.counted[static_cast<std::size_t>(kind)]; };
  if (people && wish.side == Side::kNone) {
    n = cast.people();
  } else if (people) {
    for (const Character* c : cast.story()) n += c->person() && there(*c);
  } else {
    for (const auto* group : {&cast.story(), &cast.scenery()}) {
      for (const Character* c : *group) n += there(*c) && counts(c->mount != Kind::kThing ? c->mount : c->actor.kind);
    }
  }
  if (n == count_) return;
  count_ = n;
  since_ = now_;
}

std::vector<std::string> Counting::take(const Wish& wish, Turns& turns, bool first) {
  static constexpr std::array<std::string_view, 4> kAre{"there [is|are] {n} in view", "I count {n}",
                                                        "{n} [is|are] here", "{n} in view"};
  static constexpr std::array<std::string_view, 4> kMore{"now there [is|are] {n}", "that makes {n}",
                                                         "one more makes {n}", "up to {n}"};
  static constexpr std::array<std::string_view, 3> kLess{"down to {n}", "that leaves {n}", "{n} [remains|remain]"};
  static constexpr std::array<std::string_view, 3> kNone{"no {many} in view now", "not one {one} is left",
                                                         "there are no {many} here now"};
  static constexpr std::array<std::string_view, 2> kNoneThere{"no {many}", "there are no {many} now"};
  if (!first && (told_ == count_ || to_seconds(now_ - since_) < kHolds)) return {};
  const KindName name = counted_name(wish);
  const int before = told_.value_or(0);
  const bool anew = first || !told_;
  told_ = count_;
  const std::string n = count_ == 1 ? "one " + std::string(name.one) : number(count_) + " " + std::string(name.many);
  const Slots slots{{"n", n}, {"many", std::string(name.many)}, {"one", std::string(name.one)}};
  using Patterns = std::span<const std::string_view>;
  const Patterns patterns = count_ == 0 && wish.side != Side::kNone ? Patterns(kNoneThere)
                            : count_ == 0                           ? Patterns(kNone)
                            : anew                                  ? Patterns(kAre)
                            : count_ > before                       ? Patterns(kMore)
                                                                    : Patterns(kLess);
  std::vector<std::string> lines;
  for (const std::string_view pattern : turns.from(count_ == 0       ? "count none"
                                                   : anew            ? "count"
                                                   : count_ > before ? "count up"
                                                                     : "count down",
                                                   patterns)) {
    if (pattern.starts_with("one more") && count_ != before + 1) continue;
    if (count_ == 0 && anew && pattern.starts_with("not one")) continue;
    const std::string where = wish.side == Side::kNone ? "" : " " + on_side(wish.side);
    lines.push_back(sentence(fill(pattern, count_ != 1, slots) + where));
  }
  return lines;
}

}  // namespace np::watcher
