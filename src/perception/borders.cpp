#include "perception/borders.hpp"

#include <algorithm>
#include <array>

namespace np::perception {
namespace {

constexpr float kCameOverWithin = 1;  // seconds
constexpr float kTouches = 3;         // pixels
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

Side Borders::came_over(const Member& m) const {
  if (m.side_at_birth != Side::kNone) return m.side_at_birth;
  const Box& a = m.first_box;
  const float near = std::max(3.f, 0.12f * std::max(a.w, a.h));
  const auto gaps = gaps_of(a, width_, height_);
  const float inward[] = {m.velocity.x, -m.velocity.x, m.velocity.y, -m.velocity.y};
  Side best = Side::kNone;
  float soonest = kCameOverWithin;
  for (std::size_t i = 0; i < 4; ++i) {
    const float size = i < 2 ? a.w : a.h;
    // Feet near the lower border stand; they have not come over it.
    const bool touches = gaps[i] <= (i < 2 ? near : kTouches);
    if (inward[i] < 0.1f * std::min(a.w, a.h) && !(touches && inward[i] > -0.05f * size)) continue;
    const float ago = touches ? std::max(0.f, gaps[i]) / std::max(inward[i], 0.2f * size) * 0.5f
                              : (gaps[i] + 0.5f * size) / inward[i];
    if (ago < soonest) soonest = ago, best = kSides[i];
  }
  return best;
}

Side Borders::left_over(const Member& m, const Box& there) const {
  const float out[] = {-m.velocity.x, m.velocity.x, -m.velocity.y, m.velocity.y};
  const auto gaps = gaps_of(there, width_, height_);
  Side best = Side::kNone;
  float least = 0.25f;
  for (std::size_t i = 0; i < 4; ++i) {
    const float size = i < 2 ? there.w : there.h;
    if (out[i] < -0.1f * size) continue;  // it came in here
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
