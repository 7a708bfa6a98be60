#include "perception/member.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace np::perception {
namespace {

constexpr double kSlopeSeconds = 1.2;
constexpr float kFades = 0.95f;       // what was seen before, with each sighting
constexpr float kRestsWithin = 0.2f;  // of its height

// Least squares over the last steps.
Point slope_of(const std::deque<Member::Step>& trail) {
  const TimePoint end = trail.back().at;
  double n = 0, st = 0, sx = 0, sy = 0, stt = 0, stx = 0, sty = 0;
  for (const Member::Step& s : trail) {
    const double t = to_seconds(s.at - end);
    if (t < -kSlopeSeconds) continue;
    const Point c = s.box.center();
    ++n, st += t, sx += c.x, sy += c.y, stt += t * t, stx += t * c.x, sty += t * c.y;
  }
  const double d = n * stt - st * st;
  if (n < 2 || d < 1e-4) return {};
  return {static_cast<float>((n * stx - st * sx) / d), static_cast<float>((n * sty - st * sy) / d)};
}

}  // namespace

Kind Member::kind() const {
  const auto best = std::ranges::max_element(votes);
  return *best > 0 ? static_cast<Kind>(best - votes.begin()) : Kind::kThing;
}

float Member::certainty() const {
  const float all = std::accumulate(votes.begin(), votes.end(), 0.f);
  if (all <= 0 || weight <= 0) return 0;
  const float best = *std::ranges::max_element(votes);
  // How sure it was each time, and how often it was this kind and no other.
  return std::min(1.f, best / weight) * (best / all);
}

Colour Member::colour() const {
  const auto best = std::max_element(colours.begin() + 1, colours.end());
  const int all = std::accumulate(colours.begin(), colours.end(), 0);
  return *best >= 2 && 100 * *best > 55 * all ? static_cast<Colour>(best - colours.begin()) : Colour::kNone;
}

double Member::speed() const { return std::hypot(velocity.x, velocity.y) / std::max(8.f, box.h); }

void Member::see(const Detection& seen, TimePoint now) {
  box = seen_box = seen.box;
  seen_at = now;
  misses = 0;
  covered = stirred = false;
  ++sightings;
  for (float& v : votes) v *= kFades;
  votes[static_cast<std::size_t>(seen.kind)] += seen.score;
  weight = kFades * weight + 1;
  trail.push_back({now, seen.box});
  if (trail.size() > kMostSteps) trail.pop_front();
  velocity = slope_of(trail);
  const Point at = foot();
  if (sightings == 1 || std::hypot(at.x - rested.x, at.y - rested.y) > std::max(3.f, kRestsWithin * box.h)) {
    rested = at;
    rested_at = now;
  }
  const Point a = first_box.center(), b = box.center();
  moved |= std::hypot(a.x - b.x, a.y - b.y) > 0.5f * std::max(box.h, box.w);
}

}  // namespace np::perception
