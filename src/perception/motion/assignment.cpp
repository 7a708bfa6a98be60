#include "perception/motion/assignment.hpp"

#include <cmath>
#include <cstdlib>
#include <tuple>

namespace np::perception {
namespace {

Box gate_of(const Expected& e) {
  return e.young ? e.box.grown(std::max(0.5f * e.box.h, 10.f), std::max(0.3f * e.box.h, 6.f))
                 : e.box.grown(0.3f * e.box.w + 4, 0.15f * e.box.h + 3);
}

int pixels_in(const Foreground& f, const Blob& blob, const Box& box) {
  const int x0 = std::max<int>(blob.box.x, std::floor(box.x)),
            x1 = std::min<int>(blob.box.right(), std::ceil(box.right()));
  const int y0 = std::max<int>(blob.box.y, std::floor(box.y)),
            y1 = std::min<int>(blob.box.bottom(), std::ceil(box.bottom()));
  int n = 0;
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) n += f.labels[static_cast<std::size_t>(y) * f.width + x] == blob.label;
  }
  return n;
}

// The box of the blob's pixels between two columns.
Box tight_box(const Foreground& f, const Blob& blob, int from_x, int to_x) {
  int x0 = to_x, x1 = from_x, y0 = f.height, y1 = 0;
  for (int y = static_cast<int>(blob.box.y); y < static_cast<int>(blob.box.bottom()); ++y) {
    for (int x = from_x; x < to_x; ++x) {
      if (f.labels[static_cast<std::size_t>(y) * f.width + x] != blob.label) continue;
      x0 = std::min(x0, x), x1 = std::max(x1, x + 1), y0 = std::min(y0, y), y1 = std::max(y1, y + 1);
    }
  }
  if (x1 <= x0) return {static_cast<float>(from_x), blob.box.y, static_cast<float>(to_x - from_x), blob.box.h};
  return {static_cast<float>(x0), static_cast<float>(y0), static_cast<float>(x1 - x0), static_cast<float>(y1 - y0)};
}

// More are expected in the blob than can be told apart: every pixel goes to the nearest, and each moves a little
// towards what it got. Who gets too little is covered by the others.
void share_out(const Foreground& f, const Blob& blob, std::span<const Expected> expected,
               std::span<const std::size_t> who, std::vector<Sighting>& sightings) {
  std::vector<Box> boxes;
  for (std::size_t t : who) boxes.push_back(expected[t].box);
  std::vector<int> pixels;
  for (int pass = 0; pass < 3; ++pass) {
    std::vector<Point> sum(who.size());
    pixels.assign(who.size(), 0);
    for (int y = static_cast<int>(blob.box.y); y < static_cast<int>(blob.box.bottom()); ++y) {
      for (int x = static_cast<int>(blob.box.x); x < static_cast<int>(blob.box.right()); ++x) {
        if (f.labels[static_cast<std::size_t>(y) * f.width + x] != blob.label) continue;
        std::size_t best = who.size();
        float nearest = 0.6f;
        for (std::size_t i = 0; i < who.size(); ++i) {
          const float dx = (x + 0.5f - boxes[i].center().x) / boxes[i].w,
                      dy = (y + 0.5f - boxes[i].center().y) / boxes[i].h;
          if (const float d = dx * dx + dy * dy; d < nearest) nearest = d, best = i;
        }
        if (best == who.size()) continue;
        ++pixels[best];
        sum[best].x += x + 0.5f;
        sum[best].y += y + 0.5f;
      }
    }
    for (std::size_t i = 0; i < who.size(); ++i) {
      if (pixels[i] == 0) continue;
      const Point c = boxes[i].center();
      boxes[i] = boxes[i].moved(std::clamp(sum[i].x / pixels[i] - c.x, -0.15f * boxes[i].w, 0.15f * boxes[i].w),
                                std::clamp(sum[i].y / pixels[i] - c.y, -0.05f * boxes[i].h, 0.05f * boxes[i].h));
    }
  }
  for (std::size_t i = 0; i < who.size(); ++i) {
    Sighting& s = sightings[who[i]];
    s = {pixels[i] > 0.25f * expected[who[i]].area, boxes[i], pixels[i], true, blob.label};
  }
}

}  // namespace

std::vector<Box> bodies_in(const Foreground& f, const Blob& blob) {
  const int x0 = static_cast<int>(blob.box.x), width = static_cast<int>(blob.box.w);
  const int y0 = static_cast<int>(blob.box.y), height = static_cast<int>(blob.box.h);
  if (height < 16 || width < 0.5f * height) return {blob.box};

  // How high the blob stands in each column; thin columns (an arm, a bag) do not count.
  std::vector<int> stands(width, 0);
  for (int x = 0; x < width; ++x) {
    int top = -1, filled = 0;
    for (int y = 0; y < height; ++y) {
      if (f.labels[static_cast<std::size_t>(y0 + y) * f.width + x0 + x] != blob.label) continue;
      if (top < 0) top = y;
      ++filled;
    }
    if (top >= 0 && filled > 0.3f * height) stands[x] = height - top;
  }
  const int apart = std::max(4, static_cast<int>(0.25f * height));
  const int valley = std::max(3, static_cast<int>(0.12f * height));
  std::vector<int> heads, cuts;
  int lowest_at = 0;
  for (int x = 0; x < width; ++x) {
    if (heads.empty()) {
      if (stands[x] > 0.6f * height) heads.push_back(x), lowest_at = x;
      continue;
    }
    const int peak = stands[heads.back()];
    if (stands[x] >= peak && stands[lowest_at] > peak - valley) {
      heads.back() = x;  // still climbing the same body
      lowest_at = x;
    } else if (stands[x] < stands[lowest_at]) {
      lowest_at = x;
    } else if (stands[x] > 0.6f * height && stands[x] >= stands[lowest_at] + valley &&
               stands[lowest_at] <= peak - valley && x - heads.back() >= apart) {
      cuts.push_back(lowest_at);
      heads.push_back(x);
      lowest_at = x;
    }
  }
  if (heads.size() < 2) return {blob.box};
  std::vector<Box> bodies;
  cuts.push_back(width);
  int from = 0;
  for (int cut : cuts) {
    bodies.push_back(tight_box(f, blob, x0 + from, x0 + cut));
    from = cut;
  }
  return bodies;
}

Assignment assign(const Foreground& f, std::span<const Expected> expected) {
  Assignment result;
  result.sightings.resize(expected.size());
  const std::size_t blobs = f.blobs.size();
  std::vector<std::vector<std::size_t>> inside(blobs);  // who is in the blob
  std::vector<int> fragment_of(blobs, -1);
  std::vector<bool> placed(expected.size(), false);

  std::vector<std::tuple<float, std::size_t, std::size_t>> pairs;
  for (std::size_t t = 0; t < expected.size(); ++t) {
    const Expected& e = expected[t];
    for (std::size_t b = 0; b < blobs; ++b) {
      const Blob& blob = f.blobs[b];
      if (overlap(gate_of(e), blob.box) <= 0) continue;
      const int n = pixels_in(f, blob, gate_of(e));
      if (n < std::max(4.f, 0.15f * std::min<float>(blob.area, e.area))) continue;
      const float cost = distance(e.box, blob.box) / std::max(e.box.h, 12.f) +
                         (e.young ? 0.2f : 0.4f) * std::abs(std::log(blob.area / std::max(e.area, 1.f)));
      if (cost < 1.5f) pairs.emplace_back(cost, t, b);
    }
  }
  std::ranges::sort(pairs);
  for (const auto& [cost, t, b] : pairs) {
    if (placed[t] || !inside[b].empty()) continue;
    placed[t] = true;
    inside[b].push_back(t);
  }
  for (std::size_t t = 0; t < expected.size(); ++t) {
    if (placed[t]) continue;
    const Box box = expected[t].young ? expected[t].box.grown(4, 4) : expected[t].box;
    std::size_t best = blobs;
    int most = static_cast<int>(std::max(4.f, 0.2f * expected[t].area));
    for (std::size_t b = 0; b < blobs; ++b) {
      if (overlap(box, f.blobs[b].box) <= 0) continue;
      if (const int n = pixels_in(f, f.blobs[b], box); n >= most) most = n, best = b;
    }
    if (best < blobs) inside[best].push_back(t), placed[t] = true;
  }

  // A blob that is left over where somebody should be is a piece of that person, behind a pole or a sign.
  for (std::size_t b = 0; b < blobs; ++b) {
    if (!inside[b].empty()) continue;
    for (std::size_t o = 0; o < blobs && fragment_of[b] < 0; ++o) {
      if (inside[o].size() != 1) continue;
      const Expected& e = expected[inside[o].front()];
      const Box reach = e.box.grown(0.2f * e.box.w + 2, 0.1f * e.box.h + 2);
      const Box both = united(f.blobs[o].box, f.blobs[b].box);
      if (pixels_in(f, f.blobs[b], reach) > 0.6f * f.blobs[b].area && both.h < 1.4f * e.box.h + 6 &&
          both.w < 1.2f * e.box.w + 4) {
        fragment_of[b] = static_cast<int>(o);
      }
    }
  }

  for (std::size_t b = 0; b < blobs; ++b) {
    const Blob& blob = f.blobs[b];
    if (fragment_of[b] >= 0) continue;
    const std::vector<Box> bodies = bodies_in(f, blob);
    if (inside[b].empty()) {
      for (const Box& body : bodies)
        result.unclaimed.push_back({body, pixels_in(f, blob, body), blob.label, bodies.size() > 1});
      continue;
    }
    if (bodies.size() == 1 && inside[b].size() == 1) {
      Sighting& s = result.sightings[inside[b].front()];
      s = {true, blob.box, blob.area, false, blob.label};
      for (std::size_t o = 0; o < blobs; ++o) {
        if (fragment_of[o] != static_cast<int>(b)) continue;
        s.box = united(s.box, f.blobs[o].box);
        s.pixels += f.blobs[o].area;
      }
      continue;
    }
    if (bodies.size() < inside[b].size()) {
      share_out(f, blob, expected, inside[b], result.sightings);
      continue;
    }
    std::vector<std::tuple<float, std::size_t, std::size_t>> matches;
    for (std::size_t t : inside[b]) {
      for (std::size_t i = 0; i < bodies.size(); ++i) matches.emplace_back(distance(expected[t].box, bodies[i]), t, i);
    }
    std::ranges::sort(matches);
    std::vector<bool> taken(bodies.size(), false);
    for (const auto& [d, t, i] : matches) {
      if (taken[i] || result.sightings[t].seen) continue;
      taken[i] = true;
      result.sightings[t] = {true, bodies[i], pixels_in(f, blob, bodies[i]), true, blob.label};
    }
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      if (!taken[i]) result.unclaimed.push_back({bodies[i], pixels_in(f, blob, bodies[i]), blob.label, true});
    }
  }
  return result;
}

}  // namespace np::perception
