#include "engine/watcher/cast/surroundings.hpp"

#include <algorithm>
#include <cmath>

#include "engine/watcher/words/english.hpp"

namespace np::watcher {
namespace {

constexpr float kGoesSomewhere = 0.25f;  // own heights a second
constexpr float kUpright = 1.7f;         // as high as wide, so many times
constexpr float kInReach = 8;            // own heights

bool is_landmark(const Character& c) {
  switch (c.actor.kind) {
    case Kind::kBicycle:
    case Kind::kCar:
    case Kind::kMotorcycle:
    case Kind::kBus:
    case Kind::kTruck:
    case Kind::kBoat:
    case Kind::kTrafficLight:
    case Kind::kFireHydrant:
    case Kind::kStopSign:
    case Kind::kParkingMeter:
    case Kind::kBench:
    case Kind::kChair:
    case Kind::kCouch:
    case Kind::kPottedPlant:
    case Kind::kBed:
    case Kind::kTable:
    case Kind::kTelevision:
    case Kind::kOven:
    case Kind::kSink:
    case Kind::kRefrigerator: return c.noun.rank >= 2;
    default: return false;
  }
}

bool is_seat(const Character& c) {
  return c.actor.kind == Kind::kBench || c.actor.kind == Kind::kChair || c.actor.kind == Kind::kCouch;
}

float gap(const PictureBox& a, const PictureBox& b) { return std::max({a.x - (b.x + b.w), b.x - (a.x + a.w), 0.f}); }

}  // namespace

Setting setting_of(const Cast& cast) {
  using K = Kind;
  const auto n = [&](std::initializer_list<Kind> kinds) { return cast.count(kinds); };
  const int people = cast.people();
  if (n({K::kBall, K::kFrisbee, K::kTennisRacket, K::kBaseballBat}) > 0 && people >= 3)
    return {n({K::kBall}) > 0 ? "a game with a ball" : "a game", "the field", "on the field", true};
  if (n({K::kTennisRacket}) > 0 && people > 0) return {"a game of tennis", "the court", "on the court", true};
  if (n({K::kTrafficLight, K::kStopSign, K::kParkingMeter, K::kBus, K::kFireHydrant}) > 0 ||
      n({K::kCar, K::kTruck}) >= 2)
    return {"a street", "the street", "in the street", false, true};
  if (n({K::kSheep, K::kCow, K::kHorse}) >= 2) return {"a pasture", "the pasture", "on the pasture"};
  if (n({K::kBoat}) > 0) return {"a stretch of water", "the water", "on the water"};
  if (n({K::kToilet}) > 0) return {"a bathroom", "the bathroom", "in the bathroom"};
  if (n({K::kOven, K::kMicrowave, K::kRefrigerator, K::kToaster}) > 0)
    return {"a kitchen", "the kitchen", "in the kitchen"};
  if (n({K::kTable}) > 0 && n({K::kCup, K::kFork, K::kKnife, K::kSpoon, K::kBowl, K::kWineGlass}) >= 2)
    return {"a table that is laid", "the table", "at the table"};
  if (n({K::kBed}) > 0) return {"a bedroom", "the bedroom", "in the bedroom"};
  if (n({K::kLaptop, K::kKeyboard, K::kMouse}) > 0) return {"a desk", "the desk", "at the desk"};
  if (n({K::kCouch}) > 0) return {"a living room", "the living room", "in the living room"};
  if (n({K::kTelevision}) > 0 || n({K::kTable, K::kChair}) >= 2) return {"a room", "the room", "in the room"};
  if (n({K::kBench}) > 0) return {"a place with benches", "the place", "here"};
  return {};
}

std::string by_what(const Character& c, const Cast& cast) {
  const Character* nearest = nullptr;
  float least = 0.35f * c.actor.box.h;
  for (const Character* thing : cast.scenery()) {
    if (!is_landmark(*thing) || thing->actor.id == c.actor.id) continue;
    const float tall = std::max(c.actor.box.h, thing->actor.box.h);
    if (std::abs(c.actor.box.foot().y - thing->actor.box.foot().y) > 0.4f * tall) continue;
    const float apart = gap(c.actor.box, thing->actor.box);
    if (apart > least) continue;
    nearest = thing;
    least = apart;
  }
  if (!nearest) return {};
  return (c.seated && is_seat(*nearest) ? "on " : "by ") + landmark(*nearest, cast);
}

std::string landmark(const Character& thing, const Cast& cast) {
  const int same = cast.count({thing.actor.kind});
  if (same == 1) return "the " + std::string(thing.noun.one);
  return (is_seat(thing) || same > 3 ? "one of the " : "the ") + std::string(thing.noun.many);
}

const Character* ahead_of(const Character& c, const Cast& cast) {
  const Place v = c.actor.velocity, from = c.actor.box.foot();
  const float speed = std::hypot(v.x, v.y), tall = c.actor.box.h;
  if (c.still() || speed < kGoesSomewhere) return nullptr;
  const Character* nearest = nullptr;
  float least = kInReach * tall;
  const auto try_one = [&](const Character* to) {
    const PictureBox& box = to->actor.box;
    if (to->actor.id == c.actor.id) return;
    // In heights of the picture; the nearest end of what is wide.
    const float x = (std::clamp(from.x, box.x, box.x + box.w) - from.x) * cast.aspect(), y = box.foot().y - from.y;
    const float along = (x * v.x + y * v.y) / speed, across = std::abs(x * v.y - y * v.x) / speed;
    if (along < tall || along > least || across > 0.3f * along) return;
    nearest = to;
    least = along;
  };
  for (const Character* thing : cast.scenery()) {
    if (is_landmark(*thing)) try_one(thing);
  }
  for (const Character* who : cast.story()) {
    if (who->person() && who->introduced && who->still()) try_one(who);
  }
  return nearest;
}

std::string depthwards(const Character& c) {
  const Place v = c.actor.velocity;
  if (c.still() || std::abs(v.y) < kGoesSomewhere || std::abs(v.y) < 1.5f * std::abs(v.x)) return {};
  return v.y > 0 ? "towards us" : "away from us";
}

bool stands(const Character& c, const Cast& cast) {
  return c.person() && !c.seated && !c.close_up() && c.actor.box.h > kUpright * c.actor.box.w * cast.aspect();
}

std::string deeds_of(const std::vector<const Character*>& people, const Cast& cast) {
  int walk = 0, stand = 0, sit = 0;
  for (const Character* c : people) {
    if (c->close_up() || (!c->seated && c->still() && !stands(*c, cast))) return {};
    ++(c->seated ? sit : c->still() ? stand : walk);
  }
  const int all = walk + stand + sit;
  std::vector<std::string> deeds;
  const auto add = [&](int n, const char* one, const char* many) {
    const std::string who = n != all || n < 2 ? number(n) : n == 2 ? "both" : "all";
    if (n > 0) deeds.push_back(who + " " + (n == 1 ? one : many));
  };
  add(walk, "is walking", "are walking");
  add(stand, "is standing", "are standing");
  add(sit, "is sitting", "are sitting");
  return list(deeds);
}

std::string whereabouts(const Character& c, const Cast& cast) {
  const std::string where = spot(c.actor.box.center());
  if (c.close_up()) return cast.people() < 2 ? "in front of the camera" : where;
  // Where all are small nobody is far off.
  const float usual = cast.usual_height();
  const bool alone = !c.person() || cast.people() < 2 || usual <= 0;
  if (c.actor.distance == Distance::kFar &&
      (alone ? c.person() && c.actor.box.h < 0.1f : c.actor.box.h < 0.65f * usual))
    return "far off " + where;
  if (c.actor.distance == Distance::kNear && (alone || c.actor.box.h > 1.3f * usual)) return "close by " + where;
  return where;
}

}  // namespace np::watcher
