#include "perception/motion/tracker.hpp"

#include <array>
#include <cmath>
#include <utility>

namespace np::perception {
namespace {

using std::chrono::milliseconds;

constexpr int kRealHits = 4;
constexpr std::size_t kMostTracks = 40;
constexpr auto kLostAfter = milliseconds(900);
constexpr std::array kSides{Side::kLeft, Side::kRight, Side::kTop, Side::kBottom};

Point outward(Side side) {
  switch (side) {
    case Side::kLeft: return {-1, 0};
    case Side::kRight: return {1, 0};
    case Side::kTop: return {0, -1};
    case Side::kBottom: return {0, 1};
    case Side::kNone: break;
  }
  return {};
}

float along(Point v, Side side) { return v.x * outward(side).x + v.y * outward(side).y; }
float extent(const Box& box, Side side) { return side == Side::kLeft || side == Side::kRight ? box.w : box.h; }

}  // namespace

float Track::speed() const { return std::hypot(velocity.x, velocity.y); }

float Track::travelled() const {
  const Point a = first_box.center(), b = box.center();
  return std::hypot(b.x - a.x, b.y - a.y);
}

void Tracker::start(int width, int height, TimePoint now, TimePoint settled_at) {
  width_ = width;
  height_ = height;
  started_at_ = now;
  settled_at_ = settled_at;
  updated_at_ = {};
  tracks_.clear();
  passages_.clear();
}

void Tracker::drop(int id) {
  std::erase_if(tracks_, [id](const Track& t) { return t.id == id; });
}

Box Tracker::clipped(const Box& box) const {
  const float x0 = std::clamp<float>(box.x, 0, width_), x1 = std::clamp<float>(box.right(), 0, width_);
  const float y0 = std::clamp<float>(box.y, 0, height_), y1 = std::clamp<float>(box.bottom(), 0, height_);
  return {x0, y0, x1 - x0, y1 - y0};
}

Box Tracker::predicted(const Track& track, double seconds) const {
  const double damping = std::pow(0.75, track.misses);
  return track.box.moved(static_cast<float>(track.velocity.x * seconds * damping),
                         static_cast<float>(track.velocity.y * seconds * damping));
}

float Tracker::gap(const Box& box, Side side) const {
  switch (side) {
    case Side::kLeft: return box.x;
    case Side::kRight: return width_ - box.right();
    case Side::kTop: return box.y;
    case Side::kBottom: return height_ - box.bottom();
    case Side::kNone: break;
  }
  return 1e6f;
}

void Tracker::update(const Foreground& foreground, TimePoint now) {
  passages_.clear();
  const double seconds = updated_at_ == TimePoint{} ? 0.2 : std::clamp(to_seconds(now - updated_at_), 0.02, 1.0);
  updated_at_ = now;

  std::vector<Expected> expected;
  std::vector<std::size_t> whose;
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    const Track& t = tracks_[i];
    if (t.misses > 3) continue;
    const Box box = predicted(t, seconds), visible = clipped(box);
    if (visible.area() < 1) continue;
    expected.push_back({visible, t.area * visible.area() / box.area(), t.hits < kRealHits});
    whose.push_back(i);
  }
  const Assignment assignment = assign(foreground, expected);
  std::vector<const Sighting*> sightings(tracks_.size(), nullptr);
  for (std::size_t i = 0; i < whose.size(); ++i) sightings[whose[i]] = &assignment.sightings[i];
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    if (sightings[i] && sightings[i]->seen) {
      measure(tracks_[i], *sightings[i], seconds, now);
    } else {
      miss(tracks_[i], seconds);
    }
  }
  for (Track& t : tracks_) check_entry(t, now);
  merge_doubles();

  std::erase_if(tracks_, [&](const Track& t) {
    if (t.misses == 0) return false;
    if (const auto side = leaving(t)) {
      if (t.misses < 2 && clipped(t.box).area() > 0.35f * t.box.area()) return false;
      if (t.real && t.hits >= kRealHits) report_exit(t, *side, now);
      return true;
    }
    if (!t.real) return t.misses >= 2;
    return now - t.seen_at > Duration(kLostAfter);
  });
  for (const Candidate& c : assignment.unclaimed) admit(c, now);
}

void Tracker::measure(Track& t, const Sighting& s, double seconds, TimePoint now) {
  const Box before = predicted(t, seconds);
  const bool at_border = std::ranges::any_of(kSides, [&](Side side) { return gap(s.box, side) < 1.5f; });
  Box box = s.box;
  if (t.hits >= kRealHits && !at_border) {
    // A small part of a tall thing: legs below a sign, a head above a wall. The edge that is where it should be tells
    // which.
    if (box.h < 0.65f * t.box.h) {
      const bool feet = std::abs(box.bottom() - before.bottom()) < std::abs(box.y - before.y);
      box = {box.x, feet ? box.bottom() - t.box.h : box.y, box.w, t.box.h};
    }
    const float keep = s.shared ? 0.85f : 0.6f;
    const float w = keep * t.box.w + (1 - keep) * box.w, h = keep * t.box.h + (1 - keep) * box.h;
    box = {box.center().x - w / 2, box.bottom() - (h + box.h) / 2, w, h};
  } else if (at_border && t.hits >= kRealHits && s.box.area() < t.box.area()) {
    // Half out of the picture: the edge inside is the one that can be seen.
    const float w = std::max(box.w, t.box.w), h = std::max(box.h, t.box.h);
    if (gap(s.box, Side::kLeft) < 1.5f) box.x = box.right() - w, box.w = w;
    if (gap(s.box, Side::kRight) < 1.5f) box.w = w;
    if (gap(s.box, Side::kTop) < 1.5f) box.y = box.bottom() - h, box.h = h;
    if (gap(s.box, Side::kBottom) < 1.5f) box.h = h;
  }
  const Point from = t.box.center(), to = box.center();
  const Point measured{static_cast<float>((to.x - from.x) / seconds), static_cast<float>((to.y - from.y) / seconds)};
  const float share = t.hits == 1 ? 0.8f : s.shared ? 0.25f : 0.4f;
  if (t.misses == 0) {
    t.velocity.x += share * (measured.x - t.velocity.x);
    t.velocity.y += share * (measured.y - t.velocity.y);
  }
  const float step = std::hypot(to.x - from.x, to.y - from.y);
  t.path += step;
  t.stride = std::max(t.stride, step);
  if (!at_border && !std::exchange(t.inside, true)) t.inside_at = now;
  t.box = box;
  t.seen_box = s.box;
  t.area += (t.hits < kRealHits ? 0.8f : s.shared ? 0.1f : 0.3f) * (s.pixels - t.area);
  t.shared = s.shared;
  t.label = s.label;
  t.seen_at = now;
  t.misses = 0;
  ++t.hits;
  if (t.hits >= kRealHits) t.real = true;
  if (std::hypot(to.x - t.rested.x, to.y - t.rested.y) > std::max(3.f, 0.12f * box.h)) t.rested = to, t.moved_at = now;
}

void Tracker::miss(Track& t, double seconds) const {
  t.label = 0;
  if (t.misses < 4) t.box = predicted(t, seconds);
  ++t.misses;
}

std::optional<Side> Tracker::leaving(const Track& t) const {
  for (Side side : kSides) {
    const float out = along(t.velocity, side);
    const bool was_near = gap(t.seen_box, side) < std::max(3.f, 1.2f * t.stride);
    if (was_near && out > 0.25f * t.box.h && gap(t.box, side) < 0.3f * extent(t.box, side)) return side;
  }
  return std::nullopt;
}

// Two tracks of one body leave together: once is enough.
void Tracker::report_exit(const Track& track, Side side, TimePoint now) {
  std::erase_if(last_exits_, [&](const Passage& p) { return now - p.at > milliseconds(450); });
  const Passage exit{Passage::Kind::kExit, side, now, track};
  if (std::ranges::none_of(last_exits_, [&](const Passage& p) {
        return p.side == side &&
               overlap(p.track.box, track.box) > 0.5f * std::min(p.track.box.area(), track.box.area());
      })) {
    passages_.push_back(exit);
  }
  last_exits_.push_back(exit);
}

void Tracker::check_entry(Track& t, TimePoint now) {
  if (t.entered || t.misses > 0 || t.hits < 2 || t.birth != Track::Birth::kBorder) return;
  if (now - t.born_at > std::chrono::seconds(3)) {
    t.birth = Track::Birth::kPresent;
    return;
  }
  const Box& a = t.first_box;
  const Box& b = t.box;
  float inward = 0;
  switch (t.side) {
    case Side::kLeft: inward = b.right() - a.right(); break;
    case Side::kRight: inward = a.x - b.x; break;
    case Side::kTop: inward = b.bottom() - a.bottom(); break;
    case Side::kBottom: inward = a.y - b.y; break;
    case Side::kNone: return;
  }
  if (inward < std::max(3.f, 0.12f * b.h)) return;
  t.entered = true;
  t.real = true;
  passages_.push_back({Passage::Kind::kEntry, t.side, now, t});
}

// Two that have become one: the younger goes where both have shared the room of one body for a while.
void Tracker::merge_doubles() {
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    for (std::size_t j = i + 1; j < tracks_.size(); ++j) {
      const Track &a = tracks_[i], &b = tracks_[j];
      if (a.misses > 0 || b.misses > 0 || a.label != b.label) continue;
      const float common = overlap(a.box, b.box);
      if (common > 0.8f * std::min(a.box.area(), b.box.area()) && !b.real) {
        tracks_.erase(tracks_.begin() + static_cast<std::ptrdiff_t>(j));
        --j;
      }
    }
  }
}

Track* Tracker::hidden_near(const Candidate& c, TimePoint now) {
  Track* best = nullptr;
  float nearest = 1;
  for (Track& t : tracks_) {
    if (t.misses == 0 || !t.real) continue;
    const float elapsed = static_cast<float>(to_seconds(now - t.seen_at));
    const float reach = 0.7f * t.box.h + std::min(2 * t.box.h, elapsed * std::max(t.speed(), 0.4f * t.box.h));
    const float d = std::hypot(c.box.center().x - t.box.center().x, c.box.center().y - t.box.center().y) / reach;
    if (d < nearest && c.box.h < 1.8f * t.box.h && c.box.h > 0.25f * t.box.h) nearest = d, best = &t;
  }
  return best;
}

void Tracker::admit(const Candidate& c, TimePoint now) {
  if (Track* back = hidden_near(c, now)) {
    const float h = std::max(back->box.h, c.box.h);
    back->box = {c.box.x, c.box.bottom() - h, c.box.w, h};
    back->seen_box = c.box;
    back->velocity = {};
    back->misses = 0;
    back->label = c.label;
    back->shared = c.part;
    back->seen_at = now;
    ++back->hits;
    return;
  }
  if (tracks_.size() >= kMostTracks) return;
  Track t;
  t.id = next_id_++;
  t.box = t.first_box = t.seen_box = c.box;
  t.area = static_cast<float>(c.pixels);
  t.born_at = t.seen_at = t.moved_at = now;
  t.rested = c.box.center();
  t.hits = 1;
  t.label = c.label;
  t.shared = c.part;
  float closest = std::max(4.f, 0.03f * width_);
  for (Side side : kSides) {
    if (const float g = gap(c.box, side); g < closest) closest = g, t.side = side;
  }
  t.alone = std::ranges::none_of(tracks_, [&](const Track& o) {
    return o.area > 0.5f * t.area && overlap(o.box.grown(0.5f * o.box.h, 0.3f * o.box.h), c.box) > 0;
  });
  if (t.side != Side::kNone && now > started_at_) {
    t.birth = Track::Birth::kBorder;
  } else if (now <= settled_at_) {
    t.birth = Track::Birth::kPresent;
  } else {
    t.birth = t.alone ? Track::Birth::kInside : Track::Birth::kSplit;
  }
  tracks_.push_back(t);
}

}  // namespace np::perception
