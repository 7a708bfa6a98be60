#include "perception/cast/conduct.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace np::perception {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using What = Occurrence::What;

// Own heights a second: a person walks at 0.8 and runs above 1.5. What is slower than a person's sway stands.
constexpr double kStands = 0.12;
constexpr double kWalks = 0.2;
constexpr double kRunsPerson = 1.5;
constexpr double kFastOther = 2.5;
constexpr auto kSureOfGait = milliseconds(900);
constexpr auto kStopsAfter = milliseconds(1600);
constexpr auto kStoodFor = seconds(4);
constexpr float kWayThere = 1.2f, kWayBack = 0.8f, kLeap = 1.2f;  // own heights
constexpr float kSits = 0.74f;                                    // of the standing height
constexpr float kStandsUp = 0.9f;
constexpr auto kSureOfSitting = milliseconds(1200);
constexpr float kApart = 1.6f, kClose = 0.9f;  // own heights
constexpr float kBeyond = 0.4f;                // the other, who was passed
constexpr int kLooksTogether = 4;
constexpr std::size_t kMostPairs = 400;

bool person(const Member& m) { return m.kind() == Kind::kPerson; }

float apart(const Member& a, const Member& b) {
  const float tall = std::max(a.box.h, b.box.h);
  return std::hypot(a.foot().x - b.foot().x, 1.5f * (a.foot().y - b.foot().y)) / std::max(1.f, tall);
}

bool rideable(Kind k) {
  return k == Kind::kBicycle || k == Kind::kMotorcycle || k == Kind::kHorse || k == Kind::kSkateboard ||
         k == Kind::kSnowboard || k == Kind::kSurfboard || k == Kind::kSkis;
}

}  // namespace

Gait Conduct::gait(int id) const {
  const auto n = notes_.find(id);
  return n == notes_.end() ? Gait::kUnknown : n->second.gait;
}

int Conduct::rides(int id) const {
  const auto n = notes_.find(id);
  return n == notes_.end() ? 0 : n->second.rides;
}

int Conduct::with(int id) const {
  const auto n = notes_.find(id);
  return n == notes_.end() ? 0 : n->second.with;
}

void Conduct::watch(const std::vector<Member>& members, bool steady, TimePoint now) {
  acts_.clear();
  const auto gone = [&](int id) { return std::ranges::find(members, id, &Member::id) == members.end(); };
  std::erase_if(notes_, [&](const auto& n) { return gone(n.first); });
  std::erase_if(pairs_, [&](const auto& p) { return gone(p.first.first) || gone(p.first.second); });
  for (const Member& m : members) {
    // Where nothing has changed they are still as they were, even if they are not recognised.
    if (!m.real() || (m.misses > 0 && m.stirred)) continue;
    Note& note = notes_[m.id];
    watch_ride(m, note, members);
    watch_company(m, note, members);
    if (!steady) {
      note.gait = note.likely = Gait::kUnknown;
      note.heading = 0;
      continue;
    }
    if (!animate(m.kind())) continue;
    watch_gait(m, note, now);
    watch_heading(m, note);
    const bool alone = std::ranges::none_of(
        members, [&](const Member& o) { return o.id != m.id && overlap(o.box, m.box) > 0.1f * m.box.area(); });
    if (person(m)) watch_posture(m, note, alone, now);
  }
  if (steady) watch_pairs(members, now);
}

void Conduct::watch_gait(const Member& m, Note& n, TimePoint now) {
  if (m.sightings < 3) return;
  const double speed = m.speed();
  const double fast = person(m) ? kRunsPerson : kFastOther;
  const Gait likely = speed > fast                                                                   ? Gait::kRuns
                      : speed > (n.gait == Gait::kWalks || n.gait == Gait::kRuns ? kStands : kWalks) ? Gait::kWalks
                                                                                                     : Gait::kStill;
  if (likely != n.likely) {
    n.likely = likely;
    n.likely_since = now;
  }
  if (n.likely == n.gait) return;
  const Duration for_now = now - n.likely_since;
  if (n.gait == Gait::kUnknown) {
    if (for_now < milliseconds(400)) return;
  } else if (for_now < (n.likely == Gait::kStill ? Duration(kStopsAfter) : Duration(kSureOfGait))) {
    return;
  }
  const Gait before = std::exchange(n.gait, n.likely);
  const Duration lasted = n.likely_since - n.gait_since;
  n.gait_since = n.likely_since;
  if (before == Gait::kUnknown) return;
  if (n.gait == Gait::kStill && m.moved)
    acts_.push_back({What::kStops, m.id});
  else if (before == Gait::kStill && lasted > kStoodFor)
    acts_.push_back({n.gait == Gait::kRuns ? What::kRuns : What::kSetsOff, m.id});
  else if (n.gait == Gait::kRuns)
    acts_.push_back({What::kRuns, m.id});
}

// Some steps there and some back: who sways or is seen askew for a moment has not turned.
void Conduct::watch_heading(const Member& m, Note& n) {
  const float tall = std::max(8.f, m.box.h), x = m.foot().x;
  const float vx = m.velocity.x / tall;
  const int side = vx > 0.3f ? 1 : vx < -0.3f ? -1 : 0;
  const bool leapt = std::abs(x - n.last_x) > kLeap * tall;  // it was another
  n.last_x = x;
  if (n.heading == 0 || leapt || n.gait == Gait::kStill) {
    n.heading = n.gait == Gait::kStill ? 0 : side;
    n.heading_from = n.turned_at = x;
    return;
  }
  const auto ahead = [&](float from, float to) { return (to - from) * static_cast<float>(n.heading) / tall; };
  if (ahead(n.turned_at, x) > 0) n.turned_at = x;
  if (side != -n.heading || ahead(x, n.turned_at) < kWayBack) return;
  if (ahead(n.heading_from, n.turned_at) > kWayThere) acts_.push_back({What::kTurnsRound, m.id});
  n.heading = side;
  n.heading_from = n.turned_at;
  n.turned_at = x;
}

void Conduct::watch_posture(const Member& m, Note& n, bool alone, TimePoint now) {
  // A body that is cut off or half hidden only seems shorter.
  if (!alone || m.sightings < 4 || m.box.x < 2 || m.box.y < 2 || n.rides) {
    n.sits_since = {};
    return;
  }
  const bool walks = n.gait == Gait::kWalks || n.gait == Gait::kRuns;
  if (n.tall == 0 || walks) {
    n.tall = n.tall == 0 ? m.box.h : n.tall + 0.25f * (m.box.h - n.tall);
    n.sits_since = {};
    n.sits = false;
    return;
  }
  const float share = m.box.h / n.tall;
  const bool changes = n.sits ? share > kStandsUp : share < kSits && m.box.w < 1.1f * m.box.h;
  if (!changes) {
    n.sits_since = {};
    if (!n.sits && share > 0.85f) n.tall += 0.05f * (m.box.h - n.tall);
    return;
  }
  if (n.sits_since == TimePoint{}) n.sits_since = now;
  if (now - n.sits_since < kSureOfSitting) return;
  n.sits = !n.sits;
  n.sits_since = {};
  acts_.push_back({n.sits ? What::kSitsDown : What::kGetsUp, m.id});
}

// On: the lower half of a person in the upper part of what can be ridden.
void Conduct::watch_ride(const Member& m, Note& n, const std::vector<Member>& members) {
  if (!person(m)) return;
  int on = 0;
  for (const Member& o : members) {
    if (!rideable(o.kind()) || !o.real() || o.misses > 1) continue;
    const float across = std::min(m.box.right(), o.box.right()) - std::max(m.box.x, o.box.x);
    const float middle = m.box.center().x;
    const bool over = across > 0.5f * std::min(m.box.w, o.box.w) && middle > o.box.x && middle < o.box.right();
    const bool rests = m.box.bottom() > o.box.y + 0.15f * o.box.h && m.box.y < o.box.y &&
                       m.box.bottom() < o.box.bottom() + 0.15f * m.box.h;
    const bool along = std::hypot(m.velocity.x - o.velocity.x, m.velocity.y - o.velocity.y) < 0.5f * m.box.h;
    if (over && rests && along) on = o.id;
  }
  n.on = on != 0 && on == n.on_likely ? n.on + 1 : 0;
  n.on_likely = on;
  if (n.on >= 1) n.rides = on;
  if (on == 0 && std::ranges::find(members, n.rides, &Member::id) == members.end()) n.rides = 0;
}

void Conduct::watch_company(const Member& m, Note& n, const std::vector<Member>& members) {
  if (!person(m) && family(m.kind()) != Family::kAnimal) return;
  int best = 0;
  float nearest = person(m) ? 0.7f : 1.4f;
  for (const Member& o : members) {
    if (o.id == m.id || !o.real() || o.misses > 1 || !person(o)) continue;
    // The older leads; a person leads a dog.
    if (person(m) && o.id > m.id) continue;
    const float tall = std::max(m.box.h, o.box.h);
    const bool along = std::hypot(m.velocity.x - o.velocity.x, m.velocity.y - o.velocity.y) < 0.35f * tall;
    if (const float d = apart(m, o); along && d < nearest) nearest = d, best = o.id;
  }
  n.together = best != 0 && best == n.with_likely ? n.together + 1 : 0;
  n.with_likely = best;
  if (n.together >= kLooksTogether)
    n.with = best;
  else if (best == 0 && n.with != 0) {
    const auto o = std::ranges::find(members, n.with, &Member::id);
    if (o == members.end() || apart(m, *o) > 2) n.with = 0;
  }
}

void Conduct::watch_pairs(const std::vector<Member>& members, TimePoint now) {
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (std::size_t j = i + 1; j < members.size(); ++j) {
      const Member &a = members[i], &b = members[j];
      if (!person(a) || !person(b) || !a.real() || !b.real() || a.misses > 0 || b.misses > 0) continue;
      if (pairs_.size() >= kMostPairs && !pairs_.contains({a.id, b.id})) continue;
      Pair& p = pairs_[{std::min(a.id, b.id), std::max(a.id, b.id)}];
      const float d = apart(a, b);
      watch_passing(a, b, p, d);
      if (d > kApart) {
        if (p.far_since == TimePoint{}) p.far_since = now;
        p.near = false;
        if (p.met && now - p.far_since > seconds(1)) {
          p.met = false;
          // Who goes has left the other one.
          const bool b_goes = b.speed() > a.speed();
          acts_.push_back({What::kParts, b_goes ? b.id : a.id, b_goes ? a.id : b.id});
        }
        p.came_near = now - p.far_since > milliseconds(600);
        continue;
      }
      p.far_since = {};
      if (d > kClose) continue;
      if (!p.near) p.near_since = now;
      p.near = true;
      const bool both_stay = gait(a.id) == Gait::kStill && gait(b.id) == Gait::kStill;
      if (!p.met && p.came_near && both_stay && now - p.near_since > milliseconds(1200)) {
        p.met = true;
        // Who stopped last has come to the other one.
        const bool b_came = notes_[b.id].gait_since > notes_[a.id].gait_since;
        acts_.push_back({What::kMeets, b_came ? b.id : a.id, b_came ? a.id : b.id});
      }
    }
  }
}

// Each on its way, in opposite directions.
void Conduct::watch_passing(const Member& a, const Member& b, Pair& p, float distance) {
  const float across = b.foot().x - a.foot().x;
  const int order = across > 0 ? 1 : -1;
  if (distance > kApart) {
    p.order = order;
    p.close = false;
    return;
  }
  p.close |= distance <= kClose;
  const bool both_walk = gait(a.id) != Gait::kStill && gait(b.id) != Gait::kStill;
  if (!p.close || p.order == 0 || order == p.order || std::abs(across) < kBeyond * std::max(a.box.h, b.box.h)) return;
  if (both_walk && a.velocity.x * static_cast<float>(order) < 0 && b.velocity.x * static_cast<float>(order) > 0)
    acts_.push_back({What::kPasses, a.id, b.id});
  p.order = order;
}

}  // namespace np::perception
