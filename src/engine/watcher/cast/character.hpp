// Somebody or something of the story, as long as it is followed: how it is called, and what was said of it. Plain
// values.
#pragma once

#include <string_view>

#include "engine/watcher/cast/past.hpp"
#include "perception/facts/facts.hpp"

namespace np::watcher {

// How something moves, which decides the verbs. kClose: somebody whose legs are out of the picture.
enum class Mover { kWalker, kClose, kRider, kDriver, kTrain, kBoat, kFlyer, kBird, kAnimal, kBall, kThing };

struct Noun {
  std::string_view one = "something";
  std::string_view many = "things";
  int rank = 0;  // 0: not recognised, 1: the broader word, 2: its kind, 3: who rides it
  Mover mover = Mover::kThing;
};

// The noun that fits all that is known of `actor`; `mount`: the thing it rides, or null.
Noun noun_of(const Actor& actor, const Actor* mount);

struct Character {
  Actor actor;  // as seen last
  Noun noun;
  Kind mount = Kind::kThing;
  float aspect = 1;  // width to height of the picture
  bool in_view = true;
  bool on_mount = false;   // something that is told with its rider
  bool has_moved = false;  // a parked car that never did is a part of the scene
  bool introduced = false;
  bool seated = false;
  TimePoint seated_since;
  bool running = false;              // and it was told
  Colour called_by = Colour::kNone;  // the colour it was introduced with
  Colour called_by_below = Colour::kNone;
  int party = 0;  // those introduced together have the same; 0: alone
  TimePoint first_seen;
  TimePoint last_seen;
  TimePoint introduced_at;
  double told_still = 0;  // it was told that it has stood for so long
  Noun told_as;           // how it was introduced, where a narrower word is known by now; else of rank 0
  Past past;

  // The one it was introduced by, else as it is seen; kNone for what is not called by colours.
  Colour colour() const;
  // Of a person's legs, likewise, where it is another than that of the upper half.
  Colour below() const;
  bool person() const { return noun.rank > 0 && family(actor.kind) == Family::kPerson; }
  bool animal() const { return noun.rank > 0 && family(actor.kind) == Family::kAnimal; }
  bool vehicle() const { return noun.rank > 0 && family(actor.kind) == Family::kVehicle; }
  // So near that the lower border cuts them off: whether they sit, stand or walk cannot be seen.
  bool close_up() const;
  Mover mover() const { return close_up() ? Mover::kClose : noun.mover; }
  bool still() const { return actor.gait == Gait::kStill || actor.still_for > 1.5; }
};

}  // namespace np::watcher
