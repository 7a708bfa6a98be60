#include "perception/cast/knots.hpp"

#include <algorithm>
#include <cmath>

namespace np::perception {
namespace {

using std::chrono::seconds;

constexpr float kNear = 0.12f;  // of the height, between two who may be taken for each other
constexpr int kLooks = 3;       // of each by itself, before it is said who is who
constexpr auto kGivenUp = seconds(6);
constexpr double kFarthest = 1.5;   // seconds that somebody is thought to have gone straight on
constexpr float kStraight = 0.05f;  // what a way that is straight by one height counts, against likeness
constexpr float kClearly = 0.04f;

// Where somebody is who has not been seen for a while is not known.
bool near(const Member& a, const Member& b) {
  if (a.misses > kLooks || b.misses > kLooks) return false;
  const float margin = kNear * std::max(a.box.h, b.box.h);
  return overlap(a.box.grown(margin, margin), b.box) > 0;
}

bool may_be_exchanged(const Member& m) { return m.real() && m.apart >= 2 && animate(m.kind()); }

float away(const Point& from, const Point& velocity, const Member& to, double seconds) {
  const Point c = to.box.center();
  const auto t = static_cast<float>(std::min(seconds, kFarthest));
  return std::hypot(from.x + t * velocity.x - c.x, from.y + t * velocity.y - c.y) / std::max(1.f, to.box.h);
}

}  // namespace

void Knots::tie(const Member& a, const Member& b, TimePoint now) {
  const auto strand = [](const Member& m) {
    return Strand{.before = m.signature, .after = {}, .at = m.box.center(), .velocity = m.velocity};
  };
  knots_.insert({{a.id, b.id}, {.a = strand(a), .b = strand(b), .tied_at = now, .near_at = now}});
}

// One who stands before or behind another looks like both.
void Knots::follow(Strand& strand, const Member& m, const std::vector<Member>& members) {
  if (m.misses > 0 || m.latest.empty()) return;
  const bool alone = std::ranges::none_of(
      members, [&](const Member& o) { return o.id != m.id && o.misses < 3 && overlap(o.box, m.box) > 0; });
  if (!alone) return;
  ++strand.looks;
  strand.after.blend(m.latest, 1.f / static_cast<float>(strand.looks));
}

bool Knots::exchanged(const Knot& knot, const Member& a, const Member& b, TimePoint now) {
  const Strand &x = knot.a, &y = knot.b;
  const auto gain = [&](const Strand& of, const Strand& other) {
    return of.looks == 0 ? 0.f : of.after.likeness(other.before) - of.after.likeness(of.before);
  };
  const double seconds = to_seconds(now - knot.tied_at);
  float straighter = 0;
  if (x.looks > 0 && y.looks > 0) {
    straighter = away(x.at, x.velocity, a, seconds) + away(y.at, y.velocity, b, seconds) -
                 away(x.at, x.velocity, b, seconds) - away(y.at, y.velocity, a, seconds);
    straighter = std::clamp(straighter / static_cast<float>(1 + seconds), -1.f, 1.f);
  }
  return gain(x, y) + gain(y, x) + kStraight * straighter > kClearly;
}

std::vector<Knots::Pair> Knots::untangle(const std::vector<Member>& members, TimePoint now) {
  std::vector<Pair> found;
  for (const Member& a : members) {
    for (const Member& b : members) {
      if (a.id >= b.id || family(a.kind()) != family(b.kind()) || !may_be_exchanged(a) || !may_be_exchanged(b))
        continue;
      const auto knot = knots_.find({a.id, b.id});
      if (near(a, b)) {
        if (knot == knots_.end()) {
          tie(a, b, now);
        } else {
          knot->second.near_at = now;
          knot->second.a.looks = knot->second.b.looks = 0;
        }
        continue;
      }
      if (knot == knots_.end()) continue;
      Knot& k = knot->second;
      follow(k.a, a, members);
      follow(k.b, b, members);
      // If one of them is not seen, only the other one can tell.
      const bool both = k.a.looks >= kLooks && k.b.looks >= kLooks;
      const bool one = (k.a.looks >= kLooks && b.misses > kLooks) || (k.b.looks >= kLooks && a.misses > kLooks);
      if (both || one) {
        if (exchanged(k, a, b, now)) found.emplace_back(a.id, b.id);
        knots_.erase(knot);
      } else if (now - k.near_at > kGivenUp) {
        knots_.erase(knot);
      }
    }
  }
  std::erase_if(knots_, [&](const auto& k) {
    const auto gone = [&](int id) { return std::ranges::find(members, id, &Member::id) == members.end(); };
    return gone(k.first.first) || gone(k.first.second);
  });
  return found;
}

}  // namespace np::perception
