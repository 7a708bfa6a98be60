#include "perception/facts/facts_change.hpp"

#include <algorithm>
#include <cmath>

namespace np {
namespace {

// Of the own height: boxes of somebody who stands breathe by less.
constexpr float kWayThatCounts = 0.2f;
constexpr float kGrowthThatCounts = 1.3f;

bool weighs(const Occurrence& o, bool names_things) {
  using What = Occurrence::What;
  switch (o.what) {
    case What::kEnters:
    case What::kLeaves:
    case What::kAppears:
    case What::kVanishes:
      // If things have names, something without a name is mostly a branch in the wind.
      return o.who.kind != Kind::kThing || !names_things;
    case What::kDrops:
    case What::kCut:
    case What::kDark:
    case What::kLightBack: return true;
    default: return false;
  }
}

bool counts(const Actor& actor) { return animate(actor.kind) && actor.kind != Kind::kThing; }

std::ptrdiff_t in_view(const Facts& facts) { return std::ranges::count_if(facts.actors, counts); }

bool elsewhere(const Actor& before, const Actor& now) {
  const float tall = std::max({before.box.h, now.box.h, 0.01f});
  const Place a = before.box.center(), b = now.box.center();
  if (std::abs(a.x - b.x) > kWayThatCounts * tall || std::abs(a.y - b.y) > kWayThatCounts * tall) return true;
  const float larger = std::max(before.box.h, now.box.h), smaller = std::min(before.box.h, now.box.h);
  return larger > kGrowthThatCounts * std::max(smaller, 0.001f);
}

}  // namespace

bool of_weight(const Facts& now, const Facts* before) {
  if (std::ranges::any_of(now.events, [&](const Occurrence& o) { return weighs(o, now.names_things); })) return true;
  return before && (before->picture != now.picture || in_view(*before) != in_view(now));
}

bool presses(const Facts& now, const Facts* before) {
  using What = Occurrence::What;
  const auto urgent = [](const Occurrence& o) {
    return o.what == What::kDark || o.what == What::kLightBack || o.what == What::kDrops ||
           (o.what == What::kRuns && counts(o.who));
  };
  if (std::ranges::any_of(now.events, urgent)) return true;
  return before && (before->picture != now.picture || (in_view(*before) == 0 && in_view(now) > 0));
}

bool moved(const Facts& before, const Facts& now) {
  if (before.picture != now.picture || before.actors.size() != now.actors.size()) return true;
  return std::ranges::any_of(now.actors, [&](const Actor& actor) {
    const auto same = std::ranges::find(before.actors, actor.id, &Actor::id);
    return same == before.actors.end() || elsewhere(*same, actor);
  });
}

bool stirs(const Facts& facts) {
  return !facts.events.empty() || facts.camera_moves || std::ranges::any_of(facts.actors, [](const Actor& actor) {
    return actor.gait == Gait::kWalks || actor.gait == Gait::kRuns;
  });
}

}  // namespace np
