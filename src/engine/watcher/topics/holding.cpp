#include "engine/watcher/topics/holding.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/watcher/words/english.hpp"
#include "perception/facts/handheld.hpp"

namespace np::watcher {
namespace {

// Seconds.
constexpr double kJustTaken = 5;
constexpr double kThereBefore = 6;
constexpr double kStillShown = 3;
constexpr double kSameKindAgain = 40;

constexpr float kSure = 0.6f;
constexpr float kArm = 0.35f;  // of the width of a person: how far out of the box a hand reaches

bool in_reach(const Character& holder, const Character& thing) {
  const PictureBox& body = holder.actor.box;
  const Place at = thing.actor.box.center();
  const float arm = kArm * body.w;
  return at.x > body.x - arm && at.x < body.x + body.w + arm && at.y > body.y && thing.actor.box.h < 0.6f * body.h;
}

}  // namespace

bool Holding::was_told(const Character& thing) const {
  return std::ranges::any_of(told_, [&](const Shown& s) {
    return s.thing == thing.actor.id || (s.kind == thing.actor.kind && to_seconds(now_ - s.at) < kSameKindAgain);
  });
}

void Holding::see(const Cast& cast) {
  now_ = cast.now();
  if (due_ && to_seconds(now_ - due_->at) > kStillShown) due_.reset();
  if (due_) return;
  for (const Character* thing : cast.scenery()) {
    if (thing->noun.rank < 2 || !handheld(thing->actor.kind) || thing->actor.certainty < kSure) continue;
    if (thing->actor.at_start || was_told(*thing)) continue;
    if (to_seconds(now_ - thing->first_seen) > kJustTaken) continue;
    for (const Character* c : cast.story()) {
      if (!c->close_up() || !c->introduced || to_seconds(thing->first_seen - c->first_seen) < kThereBefore) continue;
      if (in_reach(*c, *thing)) due_ = {c->actor.id, thing->actor.id, thing->actor.kind, now_};
    }
  }
}

Holding::Told Holding::take(const Cast& cast, const Naming& naming, Turns& turns) {
  static constexpr std::array<std::string_view, 3> kShows{"{s} holds up {a}", "{s} has {a} in hand now",
                                                          "now {s} holds {a}"};
  const Shown shown = *std::exchange(due_, std::nullopt);
  const Character *holder = cast.find(shown.holder), *thing = cast.find(shown.thing);
  if (!holder || !holder->in_view || !thing || !thing->in_view) return {};
  told_.push_back(shown);
  if (told_.size() > kMostTold) told_.pop_front();
  Told told{.thing = shown.thing};
  const Slots slots{{"s", naming.again({holder}).text}, {"a", with_article(thing->noun.one)}};
  for (const std::string_view pattern : turns.from("holding", std::span<const std::string_view>(kShows)))
    told.lines.push_back(sentence(fill(pattern, false, slots)));
  return told;
}

}  // namespace np::watcher
