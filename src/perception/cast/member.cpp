#include "perception/cast/member.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <ranges>
#include <utility>

namespace np::perception {
namespace {

constexpr double kSlopeSeconds = 1.2, kSlowSlopeSeconds = 3.5;
constexpr float kFades = 0.95f;                      // what was seen before, with each sighting
constexpr float kAddsUp = 0.15f, kMostLooks = 2.5f;  // one look more after another is worth so much of a first one
constexpr int kLeastSeen = 2;                        // a colour
constexpr int kLeastSeenBelow = 3;
constexpr float kRestsWithin = 0.2f;  // of its height
constexpr auto kHiddenFor = std::chrono::milliseconds(2500);

// Least squares over the last steps; of a source that gives few pictures, over the last three of them.
Point slope_of(const std::deque<Member::Step>& trail) {
  const TimePoint end = trail.back().at;
  double n = 0, st = 0, sx = 0, sy = 0, stt = 0, stx = 0, sty = 0;
  for (const Member::Step& s : trail | std::views::reverse) {
    const double t = to_seconds(s.at - end);
    if (t < -(n < 3 ? kSlowSlopeSeconds : kSlopeSeconds)) break;
    const Point c = s.box.center();
    ++n, st += t, sx += c.x, sy += c.y, stt += t * t, stx += t * c.x, sty += t * c.y;
  }
  const double d = n * stt - st * st;
  if (n < 2 || d < 1e-4) return {};
  return {static_cast<float>((n * stx - st * sx) / d), static_cast<float>((n * sty - st * sy) / d)};
}

bool person_or_animal(Kind kind) { return family(kind) == Family::kPerson || family(kind) == Family::kAnimal; }

// The detector sees now the one half of somebody who walks, now the other, now the legs apart: what is in the middle of
// it all, and of a size that hardly changes, is the body.
Box between(const Box& thought, const Box& seen, Member::View view) {
  const auto mix = [](float a, float b, float share) { return a + share * (b - a); };
  const bool shared = view == Member::View::kShared;
  const float place = shared ? 0.5f : 0.8f;
  // A box that has grown may hold two of them.
  const auto size = [&](float thought, float seen) { return !shared ? 0.45f : seen > thought ? 0.1f : 0.3f; };
  const float w = mix(thought.w, seen.w, size(thought.w, seen.w)), h = mix(thought.h, seen.h, size(thought.h, seen.h));
  return {mix(thought.center().x, seen.center().x, place) - w / 2, mix(thought.bottom(), seen.bottom(), place) - h, w,
          h};
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

float Member::certainty_of_family() const {
  float all = 0;
  for (std::size_t i = 0; i < votes.size(); ++i) {
    if (family(static_cast<Kind>(i)) == family(kind())) all += votes[i];
  }
  return weight <= 0 ? 0 : std::min(1.f, all / weight);
}

float Member::certainty_by_now() const {
  // A bus is a truck from every side to a network that is shown it narrower than it is.
  if (!moved || family(kind()) != Family::kVehicle || kind() == Kind::kTruck || weight <= 0) return certainty();
  const float all = std::accumulate(votes.begin(), votes.end(), 0.f), best = *std::ranges::max_element(votes);
  const float each = std::min(1.f, best / weight);
  // What it was taken for otherwise counts against it however often it was seen.
  const float looks = std::clamp(1 + kAddsUp * static_cast<float>(sightings - 2), 1.f, kMostLooks);
  return (1 - std::pow(1 - each, looks)) * (best / all);
}

Colour Member::colour() const {
  const Colour most = prevailing(colours, 55, 55);
  return colours[static_cast<std::size_t>(most)] >= kLeastSeen ? most : Colour::kNone;
}

Colour Member::colour_below() const {
  const Colour most = prevailing(colours_below, 60, 60);
  return kind() == Kind::kPerson && colours_below[static_cast<std::size_t>(most)] >= kLeastSeenBelow ? most
                                                                                                     : Colour::kNone;
}

double Member::speed() const { return std::hypot(velocity.x, velocity.y) / std::max(8.f, box.h); }

void Member::see(const Detection& seen, View view, TimePoint now, float counts) {
  const bool known = sightings > 1 && misses < 3 && person_or_animal(seen.kind) && iou(box, seen.box) > 0.15f;
  // Nobody knows what somebody does who is hidden.
  const bool was_hidden = stirred && now - seen_at > kHiddenFor;
  box = seen_box = known && view != View::kWhole ? between(box, seen.box, view) : seen.box;
  seen_at = now;
  misses = 0;
  covered = stirred = false;
  ++sightings;
  for (float& v : votes) v *= kFades;
  votes[static_cast<std::size_t>(seen.kind)] += counts * seen.score;
  weight = kFades * weight + counts;
  trail.push_back({now, seen.box});
  if (trail.size() > kMostSteps) trail.pop_front();
  velocity = slope_of(trail);
  const Point at = foot();
  if (sightings == 1 || was_hidden ||
      std::hypot(at.x - rested.x, at.y - rested.y) > std::max(3.f, kRestsWithin * box.h)) {
    rested = at;
    rested_at = now;
  }
  const Point a = first_box.center(), b = box.center();
  moved |= std::hypot(a.x - b.x, a.y - b.y) > 0.5f * std::max(box.h, box.w);
}

void Member::exchange_bodies(Member& other) {
  std::swap(box, other.box);
  std::swap(seen_box, other.seen_box);
  std::swap(velocity, other.velocity);
  std::swap(trail, other.trail);
  std::swap(seen_at, other.seen_at);
  std::swap(misses, other.misses);
  std::swap(latest, other.latest);
  std::swap(stirred, other.stirred);
  std::swap(covered, other.covered);
  std::swap(lost_near_another, other.lost_near_another);
  std::swap(rested, other.rested);
  std::swap(rested_at, other.rested_at);
}

void Member::go_on_as(Member& seen) {
  exchange_bodies(seen);
  sightings += seen.sightings;
  apart += seen.apart;
  told = true;
  hidden = false;
  for (std::size_t i = 0; i < votes.size(); ++i) votes[i] += seen.votes[i];
  weight += seen.weight;
  for (std::size_t i = 0; i < colours.size(); ++i) {
    colours[i] += seen.colours[i];
    colours_below[i] += seen.colours_below[i];
  }
}

}  // namespace np::perception
