#include "engine/watcher/cast/cast.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>

#include "engine/watcher/cast/surroundings.hpp"

namespace np::watcher {
namespace {

constexpr double kRemembered = 20;    // seconds after it has gone
constexpr double kLostJustThere = 8;  // seconds
constexpr double kMayBeMeant = 3;     // seconds after it has gone
constexpr double kSteadyFor = 3;      // seconds
constexpr double kNewFor = 12;        // seconds
constexpr double kOneByOne = 3;       // seconds after the one before
constexpr double kBackWithin = 180;   // seconds
constexpr float kLostWithin = 0.8f;   // own heights
constexpr std::size_t kMostDressed = 12, kMostGone = 8;
constexpr double kAgainWithin = 30;  // seconds
constexpr int kUsual = 3;            // people, and a third of all
constexpr double kAStay = 4;         // seconds in one place, before it is remembered
constexpr double kParked = 25;       // seconds at rest that make a vehicle a part of the scene

float area(const Actor& a) { return a.box.w * a.box.h; }

const Actor* mount_of(const Actor& actor, const Facts& facts) {
  if (actor.rides == 0) return nullptr;
  const auto at = std::ranges::find(facts.actors, actor.rides, &Actor::id);
  return at == facts.actors.end() ? nullptr : &*at;
}

}  // namespace

void Cast::take(const Actor& actor, const Facts& facts, bool in_view) {
  const auto [at, fresh] = characters_.try_emplace(actor.id);
  Character& c = at->second;
  if (fresh) c.first_seen = in_view ? facts.at : actor.since;
  c.actor = actor;
  c.aspect = facts.aspect;
  c.in_view = in_view;
  c.on_mount = actor.ridden_by != 0;
  if (in_view) c.last_seen = facts.at;
  const Actor* mount = mount_of(actor, facts);
  // Until its name was said it may change.
  const bool open = !c.introduced || c.told_as.rank > 0;
  if (const Noun noun = noun_of(actor, mount); noun.rank > c.noun.rank || (open && noun.rank == c.noun.rank)) {
    if (c.introduced && c.noun.rank == 1 && noun.rank == 2) c.told_as = c.noun;
    c.noun = noun;
    if (noun.rank == 3 && mount) c.mount = mount->kind;
  }
  c.has_moved |= actor.gait == Gait::kWalks || actor.gait == Gait::kRuns || actor.came_from != Side::kNone;
  if (c.has_moved && actor.still_for > 2 && c.running) c.running = false;
}

void Cast::update(const Facts& facts) {
  now_ = facts.at;
  aspect_ = facts.aspect;
  headcount_.see(facts);
  for (auto& [id, c] : characters_) c.in_view = false;
  std::vector<const Actor*> actors;
  for (const Actor& a : facts.actors) actors.push_back(&a);
  if (actors.size() > kMost) {
    std::ranges::nth_element(actors, actors.begin() + kMost,
                             [](const Actor* a, const Actor* b) { return area(*a) > area(*b); });
    actors.resize(kMost);
  }
  for (const Actor* a : actors) take(*a, facts, true);
  for (const Occurrence& e : facts.events) {
    if (e.actor == 0) continue;
    const Character* c = find(e.actor);
    if (!c || !c->in_view) take(e.who, facts, false);
    c = find(e.actor);
    if (e.what == Occurrence::What::kLeaves && c->person() && c->colour() != Colour::kNone) {
      gone_.push_back({now_, e.side, c->colour(), c->below()});
      if (gone_.size() > kMostGone) gone_.pop_front();
    }
    if (e.what == Occurrence::What::kLeaves && c->close_up()) left_empty_.emplace(now_, c->colour());
  }
  std::erase_if(characters_, [&](const auto& entry) {
    return !entry.second.in_view &&
           to_seconds(now_ - std::max(entry.second.last_seen, entry.second.first_seen)) > kRemembered;
  });
  sort_out(facts);
  remember_deeds(facts);
}

void Cast::remember_deeds(const Facts& facts) {
  for (Character* c : story_) {
    Past& past = c->past;
    if (c->actor.covered || c->actor.gait != Gait::kStill || c->actor.still_for <= std::max(kAStay, past.stood_for))
      continue;
    past.stood_for = c->actor.still_for;
    past.stood_at = c->actor.box.center();
    past.upright = stands(*c, *this);
    past.stood_by = c->close_up() ? "" : by_what(*c, *this);
  }
  for (const Occurrence& e : facts.events) {
    Character *c = e.actor != 0 ? find(e.actor) : nullptr, *other = e.other != 0 ? find(e.other) : nullptr;
    if (c && e.what == Occurrence::What::kTurnsRound) ++c->past.turned;
    if (!c || !other || e.what != Occurrence::What::kMeets) continue;
    c->past.met |= other->person();
    other->past.met |= c->person();
  }
}

void Cast::sort_out(const Facts& facts) {
  story_.clear();
  lately_.clear();
  scenery_.clear();
  people_ = 0;
  for (auto& [id, c] : characters_) {
    if (c.noun.rank == 0 || c.on_mount) continue;
    if (!c.in_view) {
      if (to_seconds(now_ - c.last_seen) < kMayBeMeant) lately_.push_back(&c);
      continue;
    }
    const bool lives = c.person() || c.animal();
    const bool parked = !c.has_moved || c.actor.still_for > kParked;
    if (lives || (animate(c.actor.kind) && !parked)) {
      story_.push_back(&c);
      first_of_kind_.try_emplace(c.actor.kind, id);
      people_ += c.person();
      if (c.person()) remember_colour(c);
    } else {
      scenery_.push_back(&c);
    }
  }
  if (facts.crowd > 0) people_ = facts.crowd;
  numbers_.emplace_back(now_, people_);
  while (to_seconds(now_ - numbers_.front().first) > kSteadyFor) numbers_.pop_front();
  const auto [least, most] = std::ranges::minmax(numbers_ | std::views::values);
  steady_ = most - least <= 1;
  std::vector<float> heights;
  for (const Character* c : story_) {
    if (c->person()) heights.push_back(c->actor.box.h);
  }
  std::ranges::sort(heights);
  usual_height_ = heights.empty() ? 0 : heights[heights.size() / 2];
}

void Cast::introduce(int id, int party) {
  Character* c = find(id);
  if (!c || c->introduced) return;
  c->introduced = true;
  c->introduced_at = now_;
  c->called_by = c->actor.colour;
  c->called_by_below = c->actor.below;
  c->party = party;
}

Character* Cast::find(int id) {
  const auto at = characters_.find(id);
  return at == characters_.end() ? nullptr : &at->second;
}

const Character* Cast::find(int id) const {
  const auto at = characters_.find(id);
  return at == characters_.end() ? nullptr : &at->second;
}

int Cast::count(const std::vector<Kind>& kinds) const {
  const auto is = [&](const Character* c) { return std::ranges::contains(kinds, c->actor.kind); };
  return static_cast<int>(std::ranges::count_if(story_, is) + std::ranges::count_if(scenery_, is));
}

const Character* Cast::led_by(const Character& c) const {
  if (!c.person()) return nullptr;
  for (const auto* group : {&story_, &lately_}) {
    for (const Character* other : *group) {
      if (other->actor.with == c.actor.id && other->animal()) return other;
    }
  }
  return nullptr;
}

void Cast::remember_colour(const Character& c) {
  const auto known = std::ranges::find(dressed_, c.actor.id, &std::pair<int, Colour>::first);
  if (known != dressed_.end()) {
    known->second = c.colour();
    return;
  }
  dressed_.emplace_back(c.actor.id, c.colour());
  if (dressed_.size() > kMostDressed) dressed_.pop_front();
}

bool Cast::usual(Colour colour) const {
  const auto wear = std::ranges::count(dressed_, colour, &std::pair<int, Colour>::second);
  return wear >= kUsual && 3 * wear >= static_cast<std::ptrdiff_t>(dressed_.size());
}

bool Cast::known_before(const Character& c) const {
  return std::ranges::any_of(characters_ | std::views::values, [&](const Character& o) {
    if (o.actor.id == c.actor.id || !o.introduced || o.noun.many != c.noun.many || o.last_seen > c.last_seen ||
        (o.in_view && !o.actor.covered) || to_seconds(now_ - o.last_seen) > kLostJustThere)
      return false;
    const PictureBox &a = o.actor.box, &b = c.actor.box;
    const float tall = std::max(a.h, b.h);
    return std::hypot((a.center().x - b.center().x) * aspect_, a.foot().y - b.foot().y) < kLostWithin * tall;
  });
}

bool Cast::is_back(const Character& c) const {
  return left_empty_ && c.close_up() && people_ <= 1 && to_seconds(now_ - left_empty_->first) < kBackWithin &&
         tinge(c.colour()) == tinge(left_empty_->second);
}

bool Cast::left_lately(const Character& c) const {
  if (!c.person() || c.colour() == Colour::kNone || c.actor.came_from == Side::kNone || usual(c.colour())) return false;
  const auto wears_the_same = [&](const Character* o) { return o != &c && o->person() && o->colour() == c.colour(); };
  if (std::ranges::any_of(story_, wears_the_same)) return false;
  return std::ranges::any_of(gone_, [&](const Gone& g) {
    const bool other_legs = g.below != c.below() && g.below != Colour::kNone && c.below() != Colour::kNone;
    return g.colour == c.colour() && !other_legs && g.side == c.actor.came_from &&
           to_seconds(now_ - g.at) < kAgainWithin;
  });
}

const Character* Cast::newcomer() const {
  const Character* last = nullptr;
  for (const Character* c : story_) {
    if (!c->person() || !c->introduced || c->actor.at_start) continue;
    if (!last || c->introduced_at > last->introduced_at) last = c;
  }
  const auto as_new = [&](const Character* c) {
    return c->introduced && to_seconds(last->introduced_at - c->introduced_at) < kOneByOne;
  };
  if (!last || to_seconds(now_ - last->introduced_at) > kNewFor || std::ranges::count_if(story_, as_new) > 1)
    return nullptr;
  return last;
}

bool Cast::met_before(const Character& c) const {
  const auto at = first_of_kind_.find(c.actor.kind);
  return at != first_of_kind_.end() && at->second != c.actor.id;
}

}  // namespace np::watcher
