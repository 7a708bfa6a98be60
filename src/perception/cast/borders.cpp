#include "perception/cast/borders.hpp"

#include <algorithm>
#include <array>

namespace np::perception {
namespace {

constexpr float kCameOverWithin = 1;  // seconds
constexpr float kTouches = 3;         // pixels
constexpr float kGoesUp = 0.1f;       // of its height a second
constexpr double kSeenBefore = 2;     // seconds; longer where the source gives few pictures
constexpr double kLooksBefore = 3;    // so many of them
constexpr float kNearBorder = 0.6f;   // of its size, and what it walks in a step
constexpr float kWellInside = 0.5f;   // of its size
constexpr float kGoesIn = 0.1f;       // of its size a second
constexpr float kGoesOut = 0.15f;     // of its size
constexpr double kLeastStep = 0.6;    // seconds
constexpr std::array kSides{Side::kLeft, Side::kRight, Side::kTop, Side::kBottom};

std::array<float, 4> gaps_of(const Box& box, int width, int height) {
  return {box.x, static_cast<float>(width) - box.right(), box.y, static_cast<float>(height) - box.bottom()};
}

}  // namespace

Side Borders::at(const Box& box, float within) const {
  const auto gaps = gaps_of(box, width_, height_);
  const auto nearest = std::ranges::min_element(gaps);
  return *nearest <= within ? kSides[static_cast<std::size_t>(nearest - gaps.begin())] : Side::kNone;
}

float Borders::inside(const Box& box) const {
  return overlap(box, {0, 0, static_cast<float>(width_), static_cast<float>(height_)}) / std::max(1.f, box.area());
}

// What came in over that border went past somebody who was there, or who is on the way out.
bool Borders::stays_inside(const Member& m) const {
  const auto i = static_cast<std::size_t>(std::ranges::find(kSides, m.side_at_birth) - kSides.begin());
  const Point from = m.first_box.center(), at = m.box.center();
  const float speed[] = {m.velocity.x, -m.velocity.x, m.velocity.y, -m.velocity.y};
  const float way[] = {at.x - from.x, from.x - at.x, at.y - from.y, from.y - at.y};
  const float size = i < 2 ? m.first_box.w : m.first_box.h;
  const bool well_inside = gaps_of(m.first_box, width_, height_)[i] > kWellInside * size;
  const bool drives_out = family(m.kind()) == Family::kVehicle && speed[i] < -kGoesIn * size;
  return way[i] < -kGoesOut * size || drives_out || (well_inside && speed[i] < kGoesIn * size);
}

Side Borders::came_over(const Member& m) const {
  const Box& a = m.first_box;
  if (m.side_at_birth != Side::kNone && !stays_inside(m)) return m.side_at_birth;
  const float near = std::max(3.f, 0.12f * std::max(a.w, a.h));
  const auto gaps = gaps_of(a, width_, height_);
  const float inward[] = {m.velocity.x, -m.velocity.x, m.velocity.y, -m.velocity.y};
  Side best = Side::kNone;
  float soonest = kCameOverWithin;
  for (std::size_t i = 0; i < 4; ++i) {
    const float size = i < 2 ? a.w : a.h;
    // Feet near the lower border stand; they have not come over it, unless they go up.
    const bool touches = gaps[i] <= (i < 2 ? near : kTouches);
    if (m.began_inside && !touches) continue;
    if (i == 3 && inward[i] < kGoesUp * size) continue;
    const bool may_pause = touches && m.kind() == Kind::kPerson && inward[i] > -0.05f * size;
    if (inward[i] < 0.1f * std::min(a.w, a.h) && !may_pause) continue;
    const float ago = touches ? std::max(0.f, gaps[i]) / std::max(inward[i], 0.2f * size) * 0.5f
                              : (gaps[i] + 0.5f * size) / inward[i];
    if (ago < soonest) soonest = ago, best = kSides[i];
  }
  return best;
}

Side Borders::left_over(const Member& m, const Box& there, TimePoint now) const {
  const double between = m.trail.size() < 2 ? 0 : to_seconds(m.trail.back().at - m.trail[m.trail.size() - 2].at);
  if (to_seconds(now - m.seen_at) > std::max(kSeenBefore, kLooksBefore * between)) return Side::kNone;
  const float out[] = {-m.velocity.x, m.velocity.x, -m.velocity.y, m.velocity.y};
  const auto gaps = gaps_of(there, width_, height_), seen_gaps = gaps_of(m.seen_box, width_, height_);
  const auto step = static_cast<float>(std::max(kLeastStep, between));
  Side best = Side::kNone;
  float least = 0.25f;
  for (std::size_t i = 0; i < 4; ++i) {
    const float size = i < 2 ? there.w : there.h;
    if (out[i] < -0.1f * size) continue;  // it came in here
    // Nobody has seen what they did since: they may have stopped or turned round.
    if (seen_gaps[i] > kNearBorder * size + step * std::max(0.f, out[i])) continue;
    // At a border that it walks along it has not left.
    if (gaps[i] > 0 && out[i] < 0.15f * size) continue;
    if (const float gap = gaps[i] / std::max(1.f, size); gap < least) least = gap, best = kSides[i];
  }
  return best;
}

bool Borders::comes_in(const Box& box, const Member& lost) const {
  return at(box, 2) != Side::kNone && at(lost.seen_box, 0.6f * lost.seen_box.w) == Side::kNone;
}

}  // namespace np::perception
