#include "engine/watcher/cast/headcount.hpp"

#include <algorithm>

namespace np::watcher {
namespace {

constexpr double kKeptInMind = 30;  // seconds
constexpr int kMostCounted = 12;    // more are told as about so many

}  // namespace

void Headcount::see(const Facts& facts) {
  using What = Occurrence::What;
  now_ = facts.at;
  for (const Occurrence& e : facts.events) {
    // What is not recognised yet may turn out to be somebody.
    const Family kin = family(e.who.kind);
    if (e.actor == 0 || (kin != Family::kPerson && kin != Family::kThing)) continue;
    came_ += e.what == What::kEnters || e.what == What::kAppears;
    went_ += e.what == What::kLeaves || e.what == What::kVanishes;
  }
}

void Headcount::told(int people, int more, TimePoint at) {
  told_ = people;
  told_at_ = at;
  came_ = more;
  went_ = 0;
}

bool Headcount::agrees(int people) const {
  if (!told_ || to_seconds(now_ - told_at_) > kKeptInMind) return true;
  if (std::min(people, *told_) > kMostCounted) return true;
  return people >= *told_ - went_ && people <= *told_ + came_;
}

}  // namespace np::watcher
