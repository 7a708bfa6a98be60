#include "engine/watcher/words/naming.hpp"

#include <algorithm>
#include <cmath>

#include "engine/watcher/cast/surroundings.hpp"
#include "engine/watcher/words/english.hpp"

namespace np::watcher {
namespace {

using Tells = Subject::Tells;

constexpr double kSeatedFor = 3;        // seconds, before somebody is called by it
constexpr float kAside = 0.12f;         // of the picture's width, that one is farther left than the next
constexpr float kClearlyNearer = 1.4f;  // times the height
constexpr float kAcross = 0.25f;        // own heights a second

bool wears(const Character& c) { return c.noun.mover == Mover::kWalker || c.noun.mover == Mover::kRider; }

Characters without_led(const Characters& who, const Cast& cast) {
  Characters kept;
  for (const Character* c : who) {
    const bool led = std::ranges::any_of(who, [&](const Character* owner) { return cast.led_by(*owner) == c; });
    if (!led) kept.push_back(c);
  }
  return kept;
}

// Where it walks, if that is across.
Side way_of(const Character& c) {
  const Place v = c.actor.velocity;
  if (c.still() || std::abs(v.x) < kAcross || std::abs(v.x) < 1.5f * std::abs(v.y)) return Side::kNone;
  return v.x < 0 ? Side::kLeft : Side::kRight;
}

// The farthest to one side, clearly; null where nobody is.
const Character* farthest(const Characters& all, bool left) {
  Characters sorted = all;
  std::ranges::sort(sorted, [&](const Character* a, const Character* b) {
    const float ax = a->actor.box.center().x, bx = b->actor.box.center().x;
    return left ? ax < bx : ax > bx;
  });
  if (sorted.size() < 2) return nullptr;
  const float apart = std::abs(sorted[0]->actor.box.center().x - sorted[1]->actor.box.center().x);
  return apart >= kAside ? sorted[0] : nullptr;
}

}  // namespace

std::string_view Naming::one(const Character& c) const {
  return players_ && c.noun.one == "person" ? "player" : c.noun.one;
}
std::string_view Naming::many(const Character& c) const {
  return players_ && c.noun.one == "person" ? "players" : c.noun.many;
}

Characters Naming::rivals(const Character& c) const {
  Characters others;
  for (const auto* group : {&cast_.story(), &cast_.scenery(), &cast_.lately()}) {
    for (const Character* other : *group) {
      if (other->actor.id != c.actor.id && other->noun.many == c.noun.many) others.push_back(other);
    }
  }
  return others;
}

Colour Naming::telling_colour(const Character& c) const {
  const Colour tinged = tinge(c.colour());
  const bool dull = tinged == Colour::kBlack || tinged == Colour::kGrey || tinged == Colour::kBrown ||
                    tinged == Colour::kWhite || c.colour() == Colour::kDarkBlue;
  if (!dull || !c.person()) return c.colour();
  if (cast_.usual(c.colour())) return Colour::kNone;
  const Characters others = rivals(c);
  const auto same = std::ranges::count_if(others, [&](const Character* o) { return o->colour() == c.colour(); });
  return same > 1 || (same == 1 && others.size() < 3) ? Colour::kNone : c.colour();
}

std::optional<Subject> Naming::pronoun(const Character& c) const {
  // "They" of one person is heard as several.
  if (it_ == 0 || c.actor.id != it_ || c.person()) return std::nullopt;
  const auto may_be_meant = [&](const Character* o) {
    return o->actor.id != it_ && (o->animal() || (!o->person() && o->has_moved));
  };
  for (const auto* group : {&cast_.story(), &cast_.lately()}) {
    if (std::ranges::any_of(*group, may_be_meant)) return std::nullopt;
  }
  return Subject{"it", false, Tells::kIt};
}

std::string Naming::outfit(const Character& c) const {
  if (!wears(c) || c.colour() == Colour::kNone) return {};
  const std::string above = to_string(c.colour()), below = to_string(c.below());
  const Characters others = rivals(c);
  const auto in_the_same = [&](const Character* o) { return o->in_view && o->colour() == c.colour(); };
  const bool below_tells =
      !below.empty() && std::ranges::any_of(others, in_the_same) &&
      std::ranges::none_of(others, [&](const Character* o) { return in_the_same(o) && o->below() == c.below(); });
  return below_tells ? with_article(above + " top") + " and " + below + " trousers" : above;
}

std::string Naming::dress(const Character& c) const {
  const std::string colour = to_string(telling_colour(c));
  if (!colour.empty() || c.below() == Colour::kNone || !wears(c)) return colour;
  const Characters others = rivals(c);
  const bool alone = std::ranges::none_of(
      others, [&](const Character* o) { return o->colour() == c.colour() && o->below() == c.below(); });
  return alone && !others.empty() ? outfit(c) : "";
}

std::string Naming::described(const Character& c, std::string_view article) const {
  const std::string colour = dress(c);
  std::string text(one(c));
  const bool dressed = wears(c) && !colour.empty();
  // Birds are called by what they are, and a colour in front of a rider would be the horse's.
  if (!wears(c) && !colour.empty() && (c.vehicle() || c.animal()) && c.noun.mover != Mover::kBird)
    text = colour + " " + text;
  text = article == "a" ? with_article(text) : std::string(article) + " " + text;
  return dressed ? text + " in " + colour : text;
}

std::optional<Subject> Naming::apart(const Character& c) const {
  const Characters others = rivals(c);
  const std::string plain = "the " + std::string(one(c));
  if (others.empty()) return Subject{c.noun.rank == 3 ? plain : described(c, "the")};
  const auto alone = [&](auto same) { return std::ranges::none_of(others, same); };
  if (telling_colour(c) != Colour::kNone && alone([&](const Character* o) { return o->colour() == c.colour(); }))
    return Subject{described(c, "the")};
  if (c.introduced && telling_colour(c) == Colour::kNone && !dress(c).empty()) return Subject{described(c, "the")};
  if (const Character* led = cast_.led_by(c);
      led && alone([&](const Character* o) { return cast_.led_by(*o) != nullptr; }))
    return Subject{plain + " with the " + std::string(led->noun.one)};
  if (c.seated && to_seconds(cast_.now() - c.seated_since) > kSeatedFor &&
      alone([](const Character* o) { return o->seated; }))
    return Subject{"the seated " + std::string(one(c))};
  const std::string by = c.still() ? by_what(c, cast_) : "";
  if (!by.empty() && alone([&](const Character* o) { return o->in_view && by_what(*o, cast_) == by; }))
    return Subject{plain + " " + by};
  if (c.actor.distance == Distance::kNear &&
      alone([&](const Character* o) { return kClearlyNearer * o->actor.box.h > c.actor.box.h; }))
    return Subject{plain + " close to us"};
  Characters all = others;
  all.push_back(&c);
  if (all.size() <= 4) {
    const bool of_two = all.size() == 2;
    const std::string on = of_two ? " on the " : " on the far ";
    const Tells tells = of_two ? Tells::kWho : Tells::kForNow;
    if (farthest(all, true) == &c) return Subject{plain + on + "left", false, tells};
    if (farthest(all, false) == &c) return Subject{plain + on + "right", false, tells};
  }
  if (c.actor.came_from != Side::kNone &&
      alone([&](const Character* o) { return o->actor.came_from == c.actor.came_from; }))
    return Subject{plain + " who came " + from_side(c.actor.came_from)};
  if (c.actor.distance == Distance::kFar &&
      alone([](const Character* o) { return o->actor.distance == Distance::kFar; }))
    return Subject{plain + " far off"};
  if (&c == cast_.newcomer()) return Subject{plain + " who has just come in", false, Tells::kJustCame};
  return by_deed(c, others);
}

// By what it alone does at the moment.
std::optional<Subject> Naming::by_deed(const Character& c, const Characters& others) const {
  const auto alone = [&](auto same) { return std::ranges::none_of(others, same); };
  const std::string plain = "the " + std::string(one(c));
  if (!c.in_view || !c.person() || c.noun.mover != Mover::kWalker) return std::nullopt;
  const bool alone_is_still = alone([](const Character* o) { return o->still(); });
  if (c.still() && stands(c, cast_) && alone_is_still) return Subject{plain + " standing still", false, Tells::kForNow};
  const Side way = way_of(c);
  if (way != Side::kNone && alone([&](const Character* o) { return way_of(*o) == way; }))
    return Subject{plain + " walking " + to_side(way), false, Tells::kForNow};
  return std::nullopt;
}

std::string Naming::kinds_of(const Characters& who, bool more) const {
  std::vector<std::string> items;
  std::vector<std::string_view> done;
  for (const Character* c : who) {
    if (std::ranges::contains(done, c->noun.many)) continue;
    done.push_back(c->noun.many);
    Characters same;
    std::ranges::copy_if(who, std::back_inserter(same),
                         [&](const Character* o) { return o->noun.many == c->noun.many; });
    const int n = static_cast<int>(same.size());
    const Colour colour = telling_colour(*same[0]);
    const bool alike =
        colour != Colour::kNone && std::ranges::all_of(same, [&](const Character* o) { return o->colour() == colour; });
    if (n == 1) {
      items.push_back(described(*c, "a"));
    } else if (n == 2 && wears(*c) && !alike && colour != Colour::kNone && telling_colour(*same[1]) != Colour::kNone) {
      items.push_back(described(*same[0], "a") + " and one in " + to_string(same[1]->colour()));
    } else {
      items.push_back(number(n) + (more ? " more " : " ") + std::string(many(*c)) +
                      (alike && wears(*c) ? " in " + std::string(to_string(colour)) : ""));
    }
  }
  return list(items);
}

Subject Naming::first(const Characters& all, bool comes) const {
  const Characters who = without_led(all, cast_);
  if (who.empty()) return {};
  if (who.size() > 1) {
    const auto is_one_of_them = [&](const Character* o) { return std::ranges::contains(who, o); };
    const bool more = std::ranges::any_of(
        rivals(*who.front()), [&](const Character* o) { return o->introduced && o->in_view && !is_one_of_them(o); });
    const bool alike =
        std::ranges::all_of(who, [&](const Character* o) { return o->noun.many == who.front()->noun.many; });
    if (more && !comes && alike)
      return {number(static_cast<int>(who.size())) + " of the " + std::string(many(*who.front())), true, Tells::kOneOf};
    return {kinds_of(who, more), true};
  }
  const Character& c = *who.front();
  const Characters others = rivals(c);
  const bool another = std::ranges::any_of(others, [&](const Character* o) {
    return o->introduced && o->in_view && (telling_colour(c) == Colour::kNone || o->colour() == c.colour());
  });
  if (another && !comes) return one_among(c);
  Subject subject{described(c, another ? "another" : "a")};
  const Character* led = cast_.led_by(c);
  if (another && !led && c.mount != Kind::kHorse && dress(c).empty()) subject.tells = Tells::kAnother;
  if (c.mount == Kind::kHorse) subject.text += " on a horse";
  if (led) subject.text += " with " + with_article(led->noun.one);
  return subject;
}

Subject Naming::again(const Characters& all) const {
  const Characters who = without_led(all, cast_);
  if (who.empty()) return {};
  const int n = static_cast<int>(who.size());
  const Character& c = *who.front();
  const auto same_noun = [&](const Character* o) { return o->noun.many == c.noun.many; };
  if (n == 1) {
    if (auto subject = pronoun(c)) return *subject;
    if (auto subject = apart(c)) return *subject;
    return one_among(c);
  }
  if (n == 2) {
    const auto a = apart(*who[0]), b = apart(*who[1]);
    if (a && b && a->text != b->text) return {a->text + " and " + b->text, true, a->vague() ? a->tells : b->tells};
  }
  if (std::ranges::all_of(who, same_noun)) {
    const bool one_party =
        c.party != 0 && std::ranges::all_of(who, [&](const Character* o) { return o->party == c.party; });
    const auto rest = std::ranges::count_if(
        cast_.story(), [&](const Character* o) { return same_noun(o) && !std::ranges::contains(who, o); });
    if (rest == 0 && (!c.person() || cast_.agrees(n))) return {"the " + number(n) + " " + std::string(many(c)), true};
    const bool whole = std::ranges::none_of(
        cast_.story(), [&](const Character* o) { return o->party == c.party && !std::ranges::contains(who, o); });
    if (one_party && whole) return {"the " + number(n) + " who came together", true};
    return {number(n) + " of the " + std::string(many(c)), true, Tells::kOneOf};
  }
  return {kinds_of(who, false), true};
}

Subject Naming::one_among(const Character& c) const {
  const Characters others = rivals(c);
  const auto alike = std::ranges::count_if(others, [&](const Character* o) { return o->colour() == c.colour(); });
  if (telling_colour(c) != Colour::kNone && wears(c) && alike < static_cast<int>(others.size()))
    return {"one of the " + std::string(many(c)) + " in " + to_string(c.colour()), false, Tells::kOneSuch};
  const int all = static_cast<int>(std::ranges::count_if(others, &Character::in_view)) + 1;
  const bool known = all > 1 && all <= 4 && (!c.person() || (cast_.countable() && cast_.agrees(all)));
  return {"one of the " + (known ? number(all) + " " : std::string()) + std::string(many(c)), false, Tells::kOneOf};
}

Subject Naming::pair(const Character& a, const Character& b) const {
  const Naming by_name(cast_, players_);
  const auto called = [&](const Character& c) { return c.introduced ? by_name.again({&c}).text : described(c, "a"); };
  const std::string first_name = called(a), second = called(b);
  if (first_name != second) return {first_name + " and " + second, true};
  // What several wear tells nobody apart, but it shows who is meant.
  const std::string two = (a.introduced ? "two of the " : "two ") + std::string(many(a));
  const std::string one_wears = to_string(a.colour()), other_wears = to_string(b.colour());
  if (!wears(a) || !wears(b) || one_wears.empty() || other_wears.empty()) return {two, true, Tells::kOneOf};
  if (one_wears == other_wears) return {two + ", both in " + one_wears + ",", true};
  return {two + ", one in " + one_wears + " and one in " + other_wears + ",", true};
}

Subject Naming::of(const Characters& who, bool comes) const {
  const bool known = std::ranges::all_of(who, &Character::introduced);
  return known ? again(who) : first(who, comes);
}

Subject Naming::besides(const Character& c) const {
  const Characters others = rivals(c);
  const bool some_known = std::ranges::any_of(others, [](const Character* o) { return o->introduced && o->in_view; });
  const bool plain = c.noun.one == "person" && telling_colour(c) == Colour::kNone && !players_;
  if (!plain || !some_known) return {described(c, "a")};
  const std::string worn = outfit(c);
  return {"somebody" + (worn.empty() ? "" : " in " + worn), false, Tells::kAnother};
}

std::string Naming::loosely(const Character& c) const {
  const auto known = apart(c);
  return known ? known->text : described(c, "a");
}

}  // namespace np::watcher
