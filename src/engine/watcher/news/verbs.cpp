#include "engine/watcher/news/verbs.hpp"

namespace np::watcher {
namespace {

using Verbs = std::span<const std::string_view>;

constexpr std::string_view kWalkIn[] = {"[walks|walk] in {from}", "[comes|come] in {from}",
                                        "[steps|step] into view {on}", "[comes|come] walking in {from}"};
constexpr std::string_view kMoveIn[] = {"[comes|come] into the picture {from}", "[moves|move] into view {from}",
                                        "[comes|come] in {from}"};
constexpr std::string_view kStrollIn[] = {"[strolls|stroll] in {from}", "[comes|come] in slowly {from}",
                                          "[wanders|wander] in {from}"};
constexpr std::string_view kRunIn[] = {"[comes|come] running in {from}", "[runs|run] in {from}",
                                       "[hurries|hurry] in {from}"};
constexpr std::string_view kRideIn[] = {"[rides|ride] in {from}", "[comes|come] riding in {from}",
                                        "[rolls|roll] into view {on}"};
constexpr std::string_view kDriveIn[] = {"[drives|drive] in {from}", "[comes|come] along {from}",
                                         "[rolls|roll] into view {on}", "[comes|come] driving in {from}"};
constexpr std::string_view kSpeedIn[] = {"[drives|drive] in fast {from}", "[speeds|speed] into view {on}",
                                         "[races|race] in {from}"};
constexpr std::string_view kPullIn[] = {"[pulls|pull] in {from}", "[comes|come] in {from}", "[rolls|roll] in {from}"};
constexpr std::string_view kGlideIn[] = {"[glides|glide] into view {on}", "[comes|come] in {from}",
                                         "[moves|move] slowly into view {on}"};
constexpr std::string_view kFlyIn[] = {"[flies|fly] in {from}", "[comes|come] into view {on}"};
constexpr std::string_view kComeIn[] = {"[comes|come] in {from}", "[turns|turn] up {on}", "[appears|appear] {on}"};
constexpr std::string_view kTrotIn[] = {"[comes|come] in {from}", "[trots|trot] in {from}",
                                        "[walks|walk] into view {on}"};
constexpr std::string_view kDashIn[] = {"[dashes|dash] in {from}", "[comes|come] running in {from}"};
constexpr std::string_view kRollIn[] = {"[rolls|roll] in {from}", "[comes|come] in {from}",
                                        "[comes|come] flying in {from}"};

constexpr std::string_view kWalkOff[] = {"[walks|walk] off {to}", "[leaves|leave] {on}",
                                         "[walks|walk] out of view {on}", "[heads|head] off {to}",
                                         "[goes|go] out {on}"};
constexpr std::string_view kMoveOut[] = {"[moves|move] out of the picture {on}", "[leaves|leave] {on}",
                                         "[goes|go] out of view {on}"};
constexpr std::string_view kRunOff[] = {"[runs|run] off {to}", "[hurries|hurry] out of view {on}",
                                        "[rushes|rush] off {to}"};
constexpr std::string_view kRideOff[] = {"[rides|ride] off {to}", "[rides|ride] out of view {on}",
                                         "[leaves|leave] {on}"};
constexpr std::string_view kDriveOff[] = {"[drives|drive] off {to}", "[leaves|leave] {on}",
                                          "[drives|drive] out of view {on}"};
constexpr std::string_view kPullOut[] = {"[pulls|pull] out {to}", "[rolls|roll] out of view {on}"};
constexpr std::string_view kGlideOff[] = {"[glides|glide] off {to}", "[moves|move] out of view {on}"};
constexpr std::string_view kFlyOff[] = {"[flies|fly] off {to}", "[flies|fly] out of view {on}"};
constexpr std::string_view kGone[] = {"[is|are] gone {on}", "[leaves|leave] {on}", "[goes|go] off {to}"};
constexpr std::string_view kTrotOff[] = {"[trots|trot] off {to}", "[leaves|leave] {on}", "[wanders|wander] off {to}"};
constexpr std::string_view kDashOff[] = {"[runs|run] off {to}", "[dashes|dash] out of view {on}"};
constexpr std::string_view kRollOff[] = {"[goes|go] out {on}", "[rolls|roll] out of view {on}"};

constexpr std::string_view kWalkThrough[] = {"[walks|walk] through, {from} {to}", "[passes|pass] through {from} {to}",
                                             "[crosses|cross] {from} {to}"};
constexpr std::string_view kRideThrough[] = {"[rides|ride] past, {from} {to}", "[comes|come] past, {from} {to}"};
constexpr std::string_view kDriveThrough[] = {"[drives|drive] past, {from} {to}", "[passes|pass] {from} {to}",
                                              "[drives|drive] through, {from} {to}"};
constexpr std::string_view kFlyThrough[] = {"[flies|fly] past, {from} {to}", "[crosses|cross] the picture {from} {to}"};
constexpr std::string_view kGoThrough[] = {"[runs|run] through, {from} {to}", "[passes|pass] through {from} {to}",
                                           "[crosses|cross] {from} {to}"};

constexpr std::string_view kAppears[] = {"[comes|come] into view {where}", "[appears|appear] {where}",
                                         "[shows|show] up {where}"};
constexpr std::string_view kVanishes[] = {"[disappears|disappear] from view {where}", "[goes|go] out of sight {where}",
                                          "[is|are] out of sight now"};
constexpr std::string_view kStops[] = {"[stops|stop] {where}", "[comes|come] to a stop {where}",
                                       "[pauses|pause] {where}", "[has|have] stopped {where}"};
constexpr std::string_view kPullsUp[] = {"[stops|stop] {where}", "[pulls|pull] up {where}",
                                         "[comes|come] to a halt {where}"};
constexpr std::string_view kSetsOff[] = {"[walks|walk] on {dir}", "[sets|set] off {dir}", "[moves|move] on {dir}",
                                         "[gets|get] going again {dir}"};
constexpr std::string_view kDrivesOn[] = {"[drives|drive] on {dir}", "[sets|set] off {dir}",
                                          "[starts|start] moving {dir}", "[pulls|pull] away {dir}"};
constexpr std::string_view kRuns[] = {"[breaks|break] into a run", "[starts|start] to run",
                                      "[is|are] running now {dir}"};
constexpr std::string_view kDashes[] = {"[starts|start] to run {dir}", "[dashes|dash] off {dir}", "[races|race] {dir}"};
constexpr std::string_view kSpeeds[] = {"[speeds|speed] up", "[goes|go] faster now {dir}"};
constexpr std::string_view kTurns[] = {"[turns|turn] round", "[turns|turn] back {dir}",
                                       "[turns|turn] and [goes|go] the other way"};
constexpr std::string_view kSits[] = {"[sits|sit] down {where}", "[takes|take] a seat {where}",
                                      "[settles|settle] down {where}"};
constexpr std::string_view kRises[] = {"[gets|get] up", "[stands|stand] up {where}", "[is|are] standing again"};

constexpr std::string_view kDrops[] = {"[jumps|jump] down {where}", "[drops|drop] down {where}",
                                       "[comes|come] down in a leap {where}"};

constexpr std::string_view kBallStops[] = {"[comes|come] to rest {where}", "[lies|lie] still {where}"};
constexpr std::string_view kBallRolls[] = {"[rolls|roll] on {dir}", "[is|are] moving again {dir}"};
constexpr std::string_view kRidesOn[] = {"[rides|ride] on {dir}", "[sets|set] off {dir}",
                                         "[rides|ride] off again {dir}"};
constexpr std::string_view kBirdSettles[] = {"[settles|settle] {where}", "[keeps|keep] still {where}"};
constexpr std::string_view kBirdMoves[] = {"[moves|move] on {dir}", "[is|are] off again {dir}"};

bool drives(Mover m) { return m == Mover::kDriver || m == Mover::kTrain || m == Mover::kBoat || m == Mover::kRider; }

}  // namespace

Verbs coming_verbs(Mover mover, Pace pace) {
  switch (mover) {
    case Mover::kWalker:
      return pace == Pace::kFast ? Verbs(kRunIn) : pace == Pace::kSlow ? Verbs(kStrollIn) : Verbs(kWalkIn);
    case Mover::kClose: return kMoveIn;
    case Mover::kRider: return kRideIn;
    case Mover::kDriver: return pace == Pace::kFast ? Verbs(kSpeedIn) : Verbs(kDriveIn);
    case Mover::kTrain: return kPullIn;
    case Mover::kBoat: return kGlideIn;
    case Mover::kFlyer: return kFlyIn;
    case Mover::kAnimal: return pace == Pace::kFast ? Verbs(kDashIn) : Verbs(kTrotIn);
    case Mover::kBall: return kRollIn;
    case Mover::kBird:
    case Mover::kThing: break;
  }
  return kComeIn;
}

Verbs going_verbs(Mover mover, Pace pace) {
  switch (mover) {
    case Mover::kWalker: return pace == Pace::kFast ? Verbs(kRunOff) : Verbs(kWalkOff);
    case Mover::kClose: return kMoveOut;
    case Mover::kRider: return kRideOff;
    case Mover::kDriver: return kDriveOff;
    case Mover::kTrain: return kPullOut;
    case Mover::kBoat: return kGlideOff;
    case Mover::kFlyer: return kFlyOff;
    case Mover::kAnimal: return pace == Pace::kFast ? Verbs(kDashOff) : Verbs(kTrotOff);
    case Mover::kBall: return kRollOff;
    case Mover::kBird:
    case Mover::kThing: break;
  }
  return kGone;
}

Verbs crossing_verbs(Mover mover) {
  switch (mover) {
    case Mover::kWalker:
    case Mover::kClose: return kWalkThrough;
    case Mover::kRider: return kRideThrough;
    case Mover::kDriver:
    case Mover::kTrain:
    case Mover::kBoat: return kDriveThrough;
    case Mover::kFlyer:
    case Mover::kBird:
    case Mover::kBall: return kFlyThrough;
    case Mover::kAnimal:
    case Mover::kThing: break;
  }
  return kGoThrough;
}

Verbs doing_verbs(Occurrence::What what, Mover mover) {
  using What = Occurrence::What;
  if (mover == Mover::kBall && what == What::kStops) return kBallStops;
  if (mover == Mover::kBall && what == What::kSetsOff) return kBallRolls;
  if (mover == Mover::kRider && what == What::kSetsOff) return kRidesOn;
  if (mover == Mover::kBird && what == What::kStops) return kBirdSettles;
  if (mover == Mover::kBird && what == What::kSetsOff) return kBirdMoves;
  switch (what) {
    case What::kAppears: return kAppears;
    case What::kVanishes: return kVanishes;
    case What::kStops: return drives(mover) ? Verbs(kPullsUp) : Verbs(kStops);
    case What::kSetsOff: return drives(mover) ? Verbs(kDrivesOn) : Verbs(kSetsOff);
    case What::kRuns: return drives(mover) ? Verbs(kSpeeds) : mover == Mover::kWalker ? Verbs(kRuns) : Verbs(kDashes);
    case What::kTurnsRound: return kTurns;
    case What::kSitsDown: return kSits;
    case What::kGetsUp: return kRises;
    case What::kDrops: return kDrops;
    default: return {};
  }
}

}  // namespace np::watcher
