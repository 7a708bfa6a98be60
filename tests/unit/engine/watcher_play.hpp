// A play for the narrator: actors that walk, stop, meet and leave as told, and the facts that the perception would make
// of it. Time goes by in steps of a fifth of a second. Everything is exact, so that every run is the same.
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "perception/facts/facts.hpp"

namespace np::watcher {

class Play {
 public:
  static constexpr double kStep = 0.2;

  Play() {
    facts_.at = TimePoint{} + std::chrono::hours(1);
    facts_.names_things = true;
    facts_.aspect = 4.f / 3;
  }

  int look_every = 1;  // the detector looks at one picture of so many

  // Stands about from the start, at x of the width; its id.
  int put(Kind kind, double x, Colour colour = Colour::kNone, double certainty = 0.9) {
    Actor a = make(kind, x, colour, certainty);
    a.at_start = facts_.watched_for < 1;
    a.gait = Gait::kStill;
    a.still_for = facts_.watched_for;
    facts_.actors.push_back(a);
    return a.id;
  }
  int walk_in(Side side, Colour colour = Colour::kNone, Kind kind = Kind::kPerson, Gait gait = Gait::kWalks) {
    Actor a = make(kind, side == Side::kLeft ? 0.02 : side == Side::kRight ? 0.98 : 0.5, colour, 0.9);
    if (side == Side::kTop) a.box.y = 0;
    if (side == Side::kBottom) a.box.y = 0.7f;
    a.came_from = side;
    a.gait = gait;
    a.velocity = {side == Side::kLeft ? 0.7f : side == Side::kRight ? -0.7f : 0, 0};
    facts_.actors.push_back(a);
    tell(Occurrence::What::kEnters, a.id, side);
    return a.id;
  }
  int appear(double x, Colour colour = Colour::kNone, Kind kind = Kind::kPerson) {
    Actor a = make(kind, x, colour, 0.9);
    a.gait = Gait::kWalks;
    facts_.actors.push_back(a);
    tell(Occurrence::What::kAppears, a.id);
    return a.id;
  }
  void leave(int id, Side side) {
    tell(Occurrence::What::kLeaves, id, side);
    remove(id);
  }
  void vanish(int id) {
    tell(Occurrence::What::kVanishes, id);
    remove(id);
  }
  void stop(int id) {
    of(id).gait = Gait::kStill;
    of(id).velocity = {};
    of(id).still_for = kStep;
    tell(Occurrence::What::kStops, id);
  }
  void set_off(int id, Side to) {
    move(id, to);
    tell(Occurrence::What::kSetsOff, id);
  }
  void run(int id) {
    of(id).gait = Gait::kRuns;
    tell(Occurrence::What::kRuns, id);
  }
  void sit(int id) {
    of(id).gait = Gait::kStill;
    of(id).velocity = {};
    tell(Occurrence::What::kSitsDown, id);
  }
  void move(int id, Side to, Gait gait = Gait::kWalks) {
    of(id).gait = gait;
    of(id).still_for = 0;
    of(id).velocity = {to == Side::kLeft ? -0.7f : to == Side::kRight ? 0.7f : 0, 0};
  }
  void tell(Occurrence::What what, int id = 0, Side side = Side::kNone, int other = 0) {
    Occurrence e{.what = what, .at = facts_.at, .actor = id, .other = other, .side = side};
    if (id != 0) {
      e.who = of(id);
      e.place = e.who.box.center();
    }
    facts_.events.push_back(e);
  }
  void meet(int id, int other) { tell(Occurrence::What::kMeets, id, Side::kNone, other); }
  void cut() {
    facts_.actors.clear();
    facts_.watched_for = 0;
    facts_.looks = 0;
    tell(Occurrence::What::kCut);
  }
  Actor& of(int id) { return *std::ranges::find(facts_.actors, id, &Actor::id); }
  bool there(int id) const { return std::ranges::contains(facts_.actors, id, &Actor::id); }
  Facts& facts() { return facts_; }

  // The facts of the next picture.
  FactsPtr next() {
    ++facts_.frame_id;
    facts_.at += from_seconds(kStep);
    facts_.watched_for += kStep;
    facts_.looks += facts_.frame_id % static_cast<unsigned>(look_every) == 0;
    facts_.picture_for += kStep;
    for (Actor& a : facts_.actors) {
      a.box.x += a.velocity.x * a.box.h * static_cast<float>(kStep);
      if (a.gait == Gait::kStill) a.still_for += kStep;
      ++a.sightings;
    }
    for (Occurrence& e : facts_.events) e.at = facts_.at;
    FactsPtr made = std::make_shared<Facts>(facts_);
    facts_.events.clear();
    return made;
  }

 private:
  Actor make(Kind kind, double x, Colour colour, double certainty) {
    const float h = kind == Kind::kPerson ? 0.25f : kind == Kind::kBall ? 0.05f : kind == Kind::kBird ? 0.06f : 0.18f;
    const float w = family(kind) == Family::kVehicle ? 1.8f * h : family(kind) == Family::kAnimal ? 1.2f * h : 0.4f * h;
    return {.id = ++ids_,
            .kind = kind,
            .certainty = static_cast<float>(certainty),
            .sightings = 3,
            .box = {static_cast<float>(x) - w / 2, 0.7f - h, w, h},
            .colour = colour,
            .since = facts_.at};
  }
  void remove(int id) {
    std::erase_if(facts_.actors, [&](const Actor& a) { return a.id == id; });
  }

  Facts facts_;
  int ids_ = 0;
};

}  // namespace np::watcher
