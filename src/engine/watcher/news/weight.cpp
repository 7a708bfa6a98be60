#include "engine/watcher/news/weight.hpp"

#include <algorithm>

namespace np::watcher {
namespace {

using What = Occurrence::What;

constexpr int kMany = 12;  // people; of so many, what one does is seldom worth a line

bool is_movement(What w) {
  return w == What::kStops || w == What::kSetsOff || w == What::kTurnsRound || w == What::kPasses;
}

double base_of(What what, const Character& c) {
  switch (what) {
    case What::kEnters: return 62;
    case What::kAppears: return 56;
    case What::kLeaves: return c.introduced ? 60 : 58;
    case What::kVanishes: return c.introduced && !c.still() ? 26 : 0;
    case What::kDrops: return 80;
    case What::kRuns: return 66;
    case What::kSitsDown:
    case What::kMeets: return 56;
    case What::kGetsUp: return 50;
    case What::kParts: return 40;
    case What::kStops: return 38;
    case What::kTurnsRound: return 28;
    case What::kSetsOff: return 32;
    case What::kPasses: return 34;
    default: return 0;
  }
}

}  // namespace

double weight_of(What what, const Character& c, const Cast& cast, const Style& style) {
  double weight = base_of(what, c);
  const Family kin = family(c.actor.kind);
  weight *= kin == Family::kPerson    ? style.people
            : kin == Family::kAnimal  ? style.animals
            : kin == Family::kVehicle ? style.vehicles
                                      : 0.7;
  if (is_movement(what)) weight *= style.movements * (cast.people() > 5 ? 0.75 : 1);
  // Small among larger ones is far; where all are small nobody is.
  const float usual = cast.usual_height();
  if (c.actor.distance == Distance::kNear) weight *= 1.12;
  if (c.actor.distance == Distance::kFar && (!c.person() || c.actor.box.h < 0.7f * usual)) weight *= 0.85;
  // In a crowd people are taken for each other: one above has not come down.
  if (cast.people() > kMany && what == What::kDrops) return 0;
  if (cast.people() > kMany && kin == Family::kPerson && what != What::kRuns) weight *= 0.3;
  const bool comes = what == What::kEnters || what == What::kAppears;
  if (what == What::kAppears && cast.people() > 3 && kin == Family::kPerson) weight *= 0.8;
  if (comes && !cast.met_before(c)) weight += 15;
  if (c.noun.rank == 3 && comes) weight += 4;
  // Who comes and who goes is told in time, or it is not news.
  const bool passes_border = what == What::kEnters || what == What::kLeaves;
  if (passes_border && kin == Family::kPerson && cast.people() <= kMany) weight = std::max(weight, 58.);
  if (what == What::kAppears && kin == Family::kPerson && cast.people() <= kMany) weight = std::max(weight, 45.);
  return weight;
}

double least_weight(double ended, const Style& style) {
  if (ended < 0) return 85;
  if (ended < 0.5 * style.pause) return 58;
  if (ended < style.pause + 1) return 40;
  if (ended < 3.5) return 30;
  return ended < 7 ? 20 : 10;
}

}  // namespace np::watcher
