#include "engine/watcher/cast/character.hpp"

namespace np::watcher {
namespace {

constexpr float kSureOfKind = 0.55f;
constexpr float kSureOfVehicle = 0.6f;
constexpr float kSureOfTruck = 0.8f;    // what vans and buses are taken for, too
constexpr float kSureOfPerson = 0.42f;  // nothing else walks upright
constexpr float kSureOfOdd = 0.7f;
constexpr int kOddSightings = 4;
constexpr int kSightings = 2;                             // once may be a mistake
constexpr float kCloseUp = 0.45f, kAtLowerEdge = 0.975f;  // of the picture's height
constexpr float kSlender = 1.9f;                          // as high as wide, so many times: seen to the feet

// Seldom in a picture, and what much else is taken for.
bool is_odd(Kind kind) {
  switch (kind) {
    case Kind::kAirplane:
    case Kind::kTrain:
    case Kind::kElephant:
    case Kind::kBear:
    case Kind::kZebra:
    case Kind::kGiraffe:
    case Kind::kFrisbee:
    case Kind::kSkis:
    case Kind::kSnowboard:
    case Kind::kKite:
    case Kind::kBaseballBat:
    case Kind::kBaseballGlove:
    case Kind::kSkateboard:
    case Kind::kSurfboard: return true;
    default: return false;
  }
}

bool sure(const Actor& a) {
  if (is_odd(a.kind)) return a.sightings >= kOddSightings && a.certainty >= kSureOfOdd;
  const Family kin = family(a.kind);
  const float least = kin == Family::kPerson    ? kSureOfPerson
                      : a.kind == Kind::kTruck  ? kSureOfTruck
                      : kin == Family::kVehicle ? kSureOfVehicle
                                                : kSureOfKind;
  return a.sightings >= kSightings && a.certainty >= least;
}

Mover mover_of(Kind kind) {
  switch (kind) {
    case Kind::kAirplane:
    case Kind::kKite: return Mover::kFlyer;
    case Kind::kBird: return Mover::kBird;
    case Kind::kTrain: return Mover::kTrain;
    case Kind::kBoat: return Mover::kBoat;
    case Kind::kBall:
    case Kind::kFrisbee: return Mover::kBall;
    default: break;
  }
  switch (family(kind)) {
    case Family::kPerson: return Mover::kWalker;
    case Family::kAnimal: return Mover::kAnimal;
    case Family::kVehicle: return Mover::kDriver;
    default: return Mover::kThing;
  }
}

Noun rider_of(Kind mount) {
  switch (mount) {
    case Kind::kBicycle: return {"cyclist", "cyclists", 3, Mover::kRider};
    case Kind::kMotorcycle: return {"motorcyclist", "motorcyclists", 3, Mover::kRider};
    case Kind::kHorse: return {"rider", "riders", 3, Mover::kRider};
    case Kind::kSkateboard: return {"skateboarder", "skateboarders", 3, Mover::kRider};
    case Kind::kSurfboard: return {"surfer", "surfers", 3, Mover::kRider};
    case Kind::kSkis: return {"skier", "skiers", 3, Mover::kRider};
    case Kind::kSnowboard: return {"snowboarder", "snowboarders", 3, Mover::kRider};
    default: return {"person", "people", 2, Mover::kWalker};
  }
}

// There is no green dog: a colour that no animal has is the light's or the background's.
bool worn_by_animals(Colour colour) {
  return colour == Colour::kBlack || colour == Colour::kWhite || colour == Colour::kBrown || colour == Colour::kGrey;
}
bool called_by_colour(Kind animal) {
  return animal == Kind::kCat || animal == Kind::kDog || animal == Kind::kHorse || animal == Kind::kCow ||
         animal == Kind::kSheep;
}

}  // namespace

Colour Character::colour() const {
  const Colour seen = called_by != Colour::kNone ? called_by : actor.colour;
  if (!animal()) return seen;
  return called_by_colour(actor.kind) && worn_by_animals(seen) ? seen : Colour::kNone;
}

Colour Character::below() const {
  const Colour seen = called_by_below != Colour::kNone ? called_by_below : actor.below;
  return person() && colour() != Colour::kNone && tinge(seen) != tinge(colour()) ? seen : Colour::kNone;
}

bool Character::close_up() const {
  const PictureBox& box = actor.box;
  if (!person() || noun.mover != Mover::kWalker || box.h < kCloseUp || box.y + box.h < kAtLowerEdge) return false;
  const bool half_in = box.x < 1 - kAtLowerEdge || box.x + box.w > kAtLowerEdge;
  return half_in || box.h < kSlender * box.w * aspect;
}

Noun noun_of(const Actor& actor, const Actor* mount) {
  if (actor.sightings < kSightings || actor.kind == Kind::kThing) return {};
  const Family kin = family(actor.kind);
  if (kin == Family::kPerson) {
    if (mount && sure(*mount)) return rider_of(mount->kind);
    return sure(actor) ? Noun{"person", "people", 2, Mover::kWalker} : Noun{"figure", "figures", 1, Mover::kWalker};
  }
  const Mover mover = mover_of(actor.kind);
  if (sure(actor)) return {name(actor.kind).one, name(actor.kind).many, 2, mover};
  if (kin == Family::kAnimal || kin == Family::kVehicle) {
    return {name(kin).one, name(kin).many, 1, kin == Family::kAnimal ? Mover::kAnimal : Mover::kDriver};
  }
  return {};
}

}  // namespace np::watcher
