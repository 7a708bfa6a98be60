#include "perception/detector/bodies.hpp"

#include <algorithm>
#include <functional>

namespace np::perception {
namespace {

constexpr float kIsIn = 0.4f;    // of it
constexpr float kAround = 0.5f;  // of its width, and less of its height: how far the body may reach beyond the box
constexpr float kAbove = 0.1f;
constexpr float kThin = 0.12f;                           // of the other side: less is a shadow or noise
constexpr float kFilled = 0.35f;                         // of the outline
constexpr float kWidest = 0.75f;                         // of its height
constexpr float kEdge = 0.05f;                           // of a square; what reaches into it may be cut off
constexpr float kLargestInside = 0.7f;                   // of a square's height
constexpr float kCloseUp = 0.45f, kAtLowerEdge = 0.95f;  // of the picture's height

// One box around several people.
bool around_others(const Detection& d, const std::vector<Detection>& all) {
  return d.kind == Kind::kPerson && d.box.w >= d.box.h && std::ranges::any_of(all, [&](const Detection& o) {
           return o.kind == Kind::kPerson && o.score >= kLeastOfBody && o.box.area() < 0.5f * d.box.area() &&
                  overlap(o.box, d.box) > 0.7f * o.box.area();
         });
}

bool same_body(const Detection& surer, const Detection& d) {
  const float common = overlap(surer.box, d.box), least = std::min(surer.box.area(), d.box.area());
  if (family(surer.kind) != family(d.kind)) return iou(surer.box, d.box) > 0.75f;
  return iou(surer.box, d.box) > 0.45f ||
         (common > 0.8f * least && least > 0.25f * std::max(surer.box.area(), d.box.area()));
}

struct Stretch {
  int from, to;  // `to` is not in it
  bool open;     // it goes on beyond what was looked at
};

// From `middle` on in both directions, as far as there is enough.
Stretch stretch(const std::vector<int>& counts, int middle, float enough) {
  const auto there = [&](int i) { return static_cast<float>(counts[i]) >= enough; };
  const int n = static_cast<int>(counts.size());
  // A gap of one is a stripe that looks like the background.
  int from = middle, to = middle + 1;
  while (from > 0 && (there(from - 1) || (from > 1 && there(from - 2)))) --from;
  while (to < n && (there(to) || (to + 1 < n && there(to + 1)))) ++to;
  return {from, to, from == 0 || to == n};
}

}  // namespace

bool close_up(const Box& box, int height) {
  return box.h > kCloseUp * static_cast<float>(height) && box.bottom() > kAtLowerEdge * static_cast<float>(height);
}

bool seen_whole_in(const Box& square, const Box& box) {
  const Box inside = square.grown(-kEdge * square.w, -kEdge * square.h);
  return overlap(inside, box) > 0.99f * box.area() && box.h < kLargestInside * square.h;
}

Box outlined(const Box& box, const Foreground& foreground) {
  // Only what moves of somebody who sits before the camera differs from the background: an arm, a half of the face.
  if (close_up(box, foreground.height)) return box;
  const Box around = box.grown(kAround * box.w, kAbove * box.h);
  const int x0 = std::max(0, static_cast<int>(around.x)), y0 = std::max(0, static_cast<int>(around.y));
  const int x1 = std::min(foreground.width, static_cast<int>(around.right()) + 1),
            y1 = std::min(foreground.height, static_cast<int>(around.bottom()) + 1);
  if (x1 - x0 < 4 || y1 - y0 < 8) return box;
  const auto differs = [&](int x, int y) {
    return foreground.labels[static_cast<std::size_t>(y) * foreground.width + x] != 0;
  };
  std::vector<int> columns(static_cast<std::size_t>(x1 - x0));
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) columns[x - x0] += differs(x, y);
  }
  const int left = std::clamp(static_cast<int>(box.x) - x0, 0, x1 - x0 - 1);
  const int right = std::clamp(static_cast<int>(box.right()) - x0, left + 1, x1 - x0);
  const auto middle = std::max_element(columns.begin() + left, columns.begin() + right) - columns.begin();
  const Stretch across = stretch(columns, static_cast<int>(middle), kThin * box.h);
  if (across.open) return box;
  std::vector<int> rows(static_cast<std::size_t>(y1 - y0));
  int pixels = 0;
  for (int y = y0; y < y1; ++y) {
    for (int x = x0 + across.from; x < x0 + across.to; ++x) rows[y - y0] += differs(x, y);
    pixels += rows[y - y0];
  }
  const auto fullest = std::ranges::max_element(rows) - rows.begin();
  const Stretch down = stretch(rows, static_cast<int>(fullest), kThin * static_cast<float>(across.to - across.from));
  const Box body{static_cast<float>(x0 + across.from), static_cast<float>(y0 + down.from),
                 static_cast<float>(across.to - across.from), static_cast<float>(down.to - down.from)};
  const bool like_a_body = body.w > 0.5f * box.w && body.w < 1.75f * box.w && body.h > 0.75f * box.h &&
                           body.h < 1.25f * box.h &&
                           body.w<kWidest * body.h&& static_cast<float>(pixels)> kFilled * body.area();
  return like_a_body ? body : box;
}

std::vector<Detection> bodies(std::vector<Detection> detections, const Foreground* foreground,
                              std::span<const Box> known) {
  std::ranges::stable_sort(detections, std::greater{}, &Detection::score);
  std::vector<Detection> kept;
  for (Detection d : detections) {
    if (d.score < kLeastOfBody || d.box.w < 3 || d.box.h < 3 || around_others(d, detections)) continue;
    const auto same = [&](const Detection& surer) { return same_body(surer, d); };
    if (std::ranges::any_of(kept, same)) continue;
    const bool alone =
        std::ranges::none_of(kept, [&](const Detection& o) { return overlap(o.box, d.box) > 0; }) &&
        std::ranges::count_if(known, [&](const Box& b) { return overlap(b, d.box) > kIsIn * b.area(); }) < 2;
    if (foreground && alone && d.kind == Kind::kPerson) d.box = outlined(d.box, *foreground);
    kept.push_back(d);
  }
  return kept;
}

}  // namespace np::perception
