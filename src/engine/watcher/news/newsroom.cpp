#include "engine/watcher/news/newsroom.hpp"

#include <algorithm>

#include "engine/watcher/news/weight.hpp"
#include "engine/watcher/words/english.hpp"

namespace np::watcher {
namespace {

using What = Occurrence::What;

constexpr double kToldAlready = 5;    // seconds, that it is here
constexpr double kSameAgain = 15;     // seconds
constexpr double kNamedInTime = 2.5;  // after it came in

bool takes_place_at_border(What w) { return w == What::kEnters || w == What::kLeaves; }

const Character* leader_of(const Character& c, const Cast& cast) {
  const Character* leader = c.animal() && c.actor.with != 0 ? cast.find(c.actor.with) : nullptr;
  return leader && leader->person() ? leader : nullptr;
}

// Whether a body walks or sits shows only where it is seen to its feet. Balls do not meet, birds do not run as far as a
// box can tell, and cars that come together are traffic.
bool plausible(What what, const Character& c, const Character* other) {
  const bool comes_or_goes = takes_place_at_border(what) || what == What::kAppears || what == What::kVanishes;
  if (!comes_or_goes && (c.close_up() || (other && other->close_up()))) return false;
  const auto lives = [](const Character& who) { return who.person() || who.animal(); };
  switch (what) {
    case What::kMeets:
    case What::kPasses: return lives(c) && other && other->noun.rank > 0 && other->noun.mover != Mover::kBall;
    case What::kParts: return lives(c) && other && lives(*other);
    case What::kRuns:
    case What::kTurnsRound: return c.noun.mover != Mover::kBird && c.noun.mover != Mover::kBall;
    default: return true;
  }
}

}  // namespace

bool is_wanted(const News& news, const Wish& wish, const Cast& cast) {
  if (wish.only_counts || !wish.wants(news.what)) return false;
  if (wish.side != Side::kNone) {
    const bool across = news.side == Side::kLeft || news.side == Side::kRight;
    if ((across ? news.side : side_of(news.place)) != wish.side) return false;
  }
  const auto wanted = [&](int id) {
    const Character* c = cast.find(id);
    return c && wish.wants(*c);
  };
  return std::ranges::any_of(news.who, wanted) || (news.other != 0 && wanted(news.other));
}

void Newsroom::see(const Facts& facts, Cast& cast, const Wish& wish, const Style& style, bool camera_moves) {
  now_ = facts.at;
  std::erase_if(told_, [&](const auto& entry) { return to_seconds(now_ - entry.second) > kSameAgain; });
  std::erase_if(unnamed_, [&](const auto& entry) { return to_seconds(now_ - entry.second.at) > kNamedInTime; });
  bool before_cut = std::ranges::contains(facts.events, What::kCut, &Occurrence::what);
  for (const Occurrence& o : facts.events) {
    if (o.what == What::kCut) before_cut = false;
    if (!before_cut && o.actor != 0) take(o, cast, wish, style, camera_moves);
  }
  std::erase_if(unnamed_, [&](const auto& entry) {
    const Character* c = cast.find(entry.first);
    if (!c || !c->in_view || c->noun.rank == 0) return !c || !c->in_view;
    if (!c->introduced) add(entry.second.what, entry.second, *c, cast, wish, style);
    return true;
  });
  queue_.expire(now_);
}

void Newsroom::take(const Occurrence& o, Cast& cast, const Wish& wish, const Style& style, bool camera_moves) {
  Character* c = cast.find(o.actor);
  if (!c || c->on_mount) return;
  What what = o.what == What::kEnters && o.side == Side::kNone ? What::kAppears : o.what;
  if (what == What::kLeaves && o.side == Side::kNone) what = What::kVanishes;
  if (what == What::kSitsDown) {
    c->seated = c->person();
    c->seated_since = now_;
  }
  if (what == What::kGetsUp || what == What::kSetsOff || what == What::kRuns) c->seated = false;
  const bool comes = what == What::kEnters || what == What::kAppears;
  if (comes && c->introduced && to_seconds(now_ - c->introduced_at) < kToldAlready) return;
  if (c->noun.rank == 0) {
    if (comes && unnamed_.size() < kMostUnnamed) unnamed_.insert_or_assign(o.actor, o).first->second.what = what;
    return;
  }
  const bool holds_in_a_swing = what == What::kMeets || what == What::kSitsDown || what == What::kGetsUp;
  if (what == What::kStirs || (camera_moves && !holds_in_a_swing) || told_.contains({o.actor, what})) return;
  if ((what == What::kSitsDown || what == What::kGetsUp) && !c->person()) return;
  // A parked car that is recognised late has not come.
  if (what == What::kAppears && (!animate(c->actor.kind) || (c->vehicle() && !c->has_moved))) return;
  if (!plausible(what, *c, o.other != 0 ? cast.find(o.other) : nullptr)) return;
  // What a led dog does is its leader's doing.
  if ((what == What::kStops || what == What::kSetsOff) && leader_of(*c, cast)) return;
  if (what == What::kEnters && c->person()) ++came_;
  add(what, o, *c, cast, wish, style);
}

void Newsroom::add(What what, const Occurrence& o, const Character& c, const Cast& cast, const Wish& wish,
                   const Style& style) {
  News news{.what = what, .at = o.at, .who = {o.actor}, .other = o.other, .side = o.side, .place = o.place};
  const Character* leader = leader_of(c, cast);
  news.kin = static_cast<int>(leader ? leader->noun.mover : c.noun.mover);
  news.weight = weight_of(what, c, cast, style);
  if (!takes_place_at_border(what) && what != What::kAppears) news.side = Side::kNone;
  if (news.weight > 0 && is_wanted(news, wish, cast)) queue_.add(std::move(news));
}

void Newsroom::told(const News& news) {
  for (const int id : news.who) {
    told_[{id, news.what}] = now_;
    // Who has met or sat down has stopped, too.
    if (news.what == What::kMeets || news.what == What::kSitsDown) told_[{id, What::kStops}] = now_;
  }
  if (news.what == What::kMeets) {
    told_[{news.other, What::kStops}] = now_;
    told_[{news.other, What::kMeets}] = now_;
  }
}

}  // namespace np::watcher
