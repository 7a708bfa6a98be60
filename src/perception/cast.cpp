#include "perception/cast.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace np::perception {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr float kBegins = 0.5f;       // score of a detection that may be somebody new
constexpr float kBeginsStill = 0.6f;  // where nothing has moved
constexpr float kGoesOn = 0.3f;       // of somebody who is known
constexpr float kLeastFit = 0.2f;
constexpr auto kPredictFor = milliseconds(900);
constexpr auto kCoveredFor = milliseconds(2500);
constexpr auto kBehindFor = seconds(4);
constexpr auto kStillFor = seconds(20);  // seen no more, but nothing has moved there
constexpr auto kThingStillFor = seconds(120);
constexpr auto kLostFor = seconds(15);
constexpr std::size_t kMostLost = 20;
constexpr auto kSettling = milliseconds(1200);
constexpr auto kJustCameIn = seconds(4);
constexpr double kCameOverWithin = 1.0;  // seconds

float ratio(float a, float b) { return std::max(a, b) / std::max(1.f, std::min(a, b)); }

// May be taken for each other by the detector.
bool alike(Kind a, Kind b) {
  if (a == b) return true;
  const Family f = family(a);
  return f == family(b) && (f == Family::kAnimal || f == Family::kVehicle);
}

// -1: others, 0: cannot be told, 1: the same.
float same_looks(const Signature& a, const Signature& b) {
  return std::clamp((a.likeness(b) - 0.82f) / 0.12f, -1.f, 1.f);
}

}  // namespace

void Cast::begin(int width, int height, TimePoint settled_at) {
  width_ = width;
  height_ = height;
  settled_at_ = settled_at;
  members_.clear();
  lost_.clear();
  passages_.clear();
  jumped_ = false;
}

void Cast::jump(TimePoint settled_at) {
  settled_at_ = settled_at;
  jumped_ = true;
  lost_.clear();
}

bool Cast::unsettled() const {
  return std::ranges::any_of(members_, [](const Member& m) { return !m.real() || (m.misses == 1 && m.stirred); });
}

float Cast::inside_share(const Box& box) const {
  return overlap(box, {0, 0, static_cast<float>(width_), static_cast<float>(height_)}) / std::max(1.f, box.area());
}

Box Cast::expected(const Member& m, TimePoint now) const {
  const double ahead = to_seconds(std::min<Duration>(now - m.seen_at, m.misses > 0 ? kPredictFor * 2 : kPredictFor));
  // A speed from two looks is a guess.
  const double trust = m.sightings < 3 ? 0.7 : 1.0;
  return m.seen_box.moved(static_cast<float>(m.velocity.x * ahead * trust),
                          static_cast<float>(m.velocity.y * ahead * trust));
}

void Cast::advance(TimePoint now, const std::function<bool(const Box&)>& stirs) {
  passages_.clear();
  for (Member& m : members_) {
    m.box = expected(m, now);
    m.stirred |= stirs(m.seen_box);
  }
}

// Doubles of one body, and the one box around several people that the network sometimes adds.
std::vector<Detection> Cast::sorted_out(std::vector<Detection> detections) const {
  std::erase_if(detections, [&](const Detection& d) {
    if (d.score < kGoesOn || d.box.w < 3 || d.box.h < 3) return true;
    if (d.kind != Kind::kPerson || d.box.w < d.box.h) return false;
    return std::ranges::any_of(detections, [&](const Detection& o) {
      return &o != &d && o.kind == Kind::kPerson && o.box.area() < 0.5f * d.box.area() &&
             overlap(o.box, d.box) > 0.7f * o.box.area();
    });
  });
  std::ranges::stable_sort(detections, std::greater{}, &Detection::score);
  std::vector<Detection> kept;
  for (const Detection& d : detections) {
    const bool twice = std::ranges::any_of(kept, [&](const Detection& k) {
      const float common = overlap(k.box, d.box), least = std::min(k.box.area(), d.box.area());
      if (family(k.kind) != family(d.kind)) return iou(k.box, d.box) > 0.75f;
      return iou(k.box, d.box) > 0.45f ||
             (common > 0.8f * least && least > 0.25f * std::max(k.box.area(), d.box.area()));
    });
    if (!twice) kept.push_back(d);
  }
  return kept;
}

// How well this could be that one: 0, or more than kLeastFit.
float Cast::fit(const Member& m, const Detection& d, const Signature& signature, TimePoint now) const {
  if (m.kind() != Kind::kThing && !alike(m.kind(), d.kind)) return 0;
  if (m.misses > 1 && comes_in(d.box, m)) return 0;
  const Box there = expected(m, now);
  // A part of it may have been hidden, or may be now.
  const float size = std::min(ratio(m.seen_box.h, d.box.h), m.tall > 0 ? ratio(m.tall, d.box.h) : 1e9f);
  const bool cut = border_at(d.box, 2) != Side::kNone || border_at(m.seen_box, 2) != Side::kNone;
  if (size > (cut ? 3.f : 1.9f)) return 0;
  // Who is hidden for a moment may have stopped or turned round.
  const bool hidden = m.misses > 0;
  const float common = std::max(iou(there, d.box), hidden ? 0.8f * iou(m.seen_box, d.box) : 0.f);
  const float unseen = static_cast<float>(to_seconds(now - m.seen_at));
  const float reach = (0.5f + 0.5f * std::min(unseen, 3.f)) * std::max(m.seen_box.h, d.box.h);
  const float away = std::min(distance(there, d.box), hidden ? distance(m.seen_box, d.box) : 1e9f) / reach;
  if (common < 0.05f && away > 1) return 0;
  const float like = same_looks(m.signature, signature);
  // Far from where it should be, it has to look the same.
  if (common < 0.2f && m.sightings > 3 && like < -0.3f + 0.7f * std::min(1.f, away)) return 0;
  return common + 0.4f * (1 - std::min(1.f, away)) + 0.45f * like - 0.2f * (size - 1) + 0.1f;
}

void Cast::look(const Look& look) {
  passages_.clear();
  const std::vector<Detection> detections = sorted_out(look.detections);
  std::vector<Signature> signatures;
  std::vector<Side> came_over;
  for (const Detection& d : detections) {
    signatures.push_back(Signature::of(look.picture, d.box));
    came_over.push_back(look.came_over(d.box));
  }

  struct Pair {
    float fit;
    std::size_t member, detection;
  };
  std::vector<Pair> pairs;
  for (std::size_t m = 0; m < members_.size(); ++m) {
    for (std::size_t d = 0; d < detections.size(); ++d) {
      // What has just come over the border is nobody who was lost.
      if (members_[m].misses > 1 && came_over[d] != Side::kNone) continue;
      const float f = fit(members_[m], detections[d], signatures[d], look.now);
      if (jumped_ && iou(members_[m].seen_box, detections[d].box) < 0.5f) continue;
      // Who was seen a moment ago comes first: or a double, once there, would be kept alive by turns.
      const float absence = 0.08f * static_cast<float>(std::min(members_[m].misses, 4));
      if (f > kLeastFit) pairs.push_back({f - absence, m, d});
    }
  }
  std::ranges::stable_sort(pairs, std::greater{}, &Pair::fit);
  std::vector<bool> seen(members_.size()), used(detections.size());
  for (const Pair& p : pairs) {
    if (seen[p.member] || used[p.detection]) continue;
    seen[p.member] = used[p.detection] = true;
    see(members_[p.member], detections[p.detection], look, signatures[p.detection]);
  }
  const std::size_t known = members_.size();
  for (std::size_t m = 0; m < known; ++m) {
    if (!seen[m]) miss(members_[m]);
  }
  for (std::size_t d = 0; d < detections.size(); ++d) {
    if (!used[d] && !back_from_lost(detections[d], look, signatures[d])) admit(detections[d], look, signatures[d]);
  }
  for (Member& m : members_) {
    if (m.misses == 0) settle_who_came(m, look);
  }
  let_go(look);
  jumped_ = false;
}

void Cast::see(Member& m, const Detection& d, const Look& look, const Signature& signature) {
  m.see(d, look.now);
  // Who stands before or behind another looks like both.
  const bool apart = std::ranges::none_of(
      members_, [&](const Member& o) { return o.id != m.id && overlap(o.box, m.box) > 0.15f * m.box.area(); });
  if (!apart) return;
  ++m.apart;
  m.tall = m.tall == 0 ? d.box.h : m.tall + 0.3f * (d.box.h - m.tall);
  m.signature.blend(signature, m.sightings < 4 ? 0.5f : 0.15f);
  ++m.colours[static_cast<std::size_t>(prevailing_colour(look.picture, look.foreground, d.box, family(d.kind)))];
}

void Cast::admit(const Detection& d, const Look& look, const Signature& signature) {
  const bool moves = look.moves(d.box);
  if (d.score < (moves ? kBegins : kBeginsStill) || members_.size() >= kMost) return;
  // A part of somebody who is there already.
  for (const Member& m : members_) {
    if (m.misses == 0 && family(m.kind()) == family(d.kind) && overlap(m.box, d.box) > 0.6f * d.box.area() &&
        d.score < 0.75f)
      return;
  }
  Member m;
  const int id = look.known_as(d.box);
  m.id = id ? id : next_id_();
  m.since = look.now;
  m.first_box = d.box;
  m.at_start = look.now <= settled_at_;
  m.born_of_motion = moves;
  m.side_at_birth = look.came_over(d.box);
  m.see(d, look.now);
  m.signature = signature;
  ++m.colours[static_cast<std::size_t>(prevailing_colour(look.picture, look.foreground, d.box, family(d.kind)))];
  members_.push_back(std::move(m));
}

// Somebody who was lost inside the picture a moment ago.
bool Cast::back_from_lost(const Detection& d, const Look& look, const Signature& signature) {
  if (d.score < kGoesOn + 0.1f || look.came_over(d.box) != Side::kNone) return false;
  auto best = lost_.end();
  float most = 0.35f;
  for (auto m = lost_.begin(); m != lost_.end(); ++m) {
    if (!alike(m->kind(), d.kind) || std::min(ratio(m->seen_box.h, d.box.h), ratio(m->tall, d.box.h)) > 1.7f ||
        comes_in(d.box, *m))
      continue;
    const float unseen = static_cast<float>(to_seconds(look.now - m->seen_at));
    const float away = distance(m->seen_box, d.box) / ((0.8f + 0.5f * std::min(unseen, 3.f)) * d.box.h);
    if (away > 1) continue;
    // The nearer, the less does it have to look the same.
    if (const float like = same_looks(m->signature, signature) + 0.6f * (1 - away); like > most) most = like, best = m;
  }
  if (best == lost_.end()) return false;
  Member m = std::move(*best);
  lost_.erase(best);
  m.trail.clear();
  m.see(d, look.now);
  members_.push_back(std::move(m));
  return true;
}

void Cast::miss(Member& m) {
  ++m.misses;
  if (m.misses == 1) {
    m.lost_near_another = std::ranges::any_of(members_, [&](const Member& o) {
      return o.id != m.id && distance(o.box, m.seen_box) < 1.2f * std::max(o.box.h, m.seen_box.h);
    });
  }
  if (m.misses > 2) m.velocity = {m.velocity.x * 0.7f, m.velocity.y * 0.7f};
  m.covered = behind_another(m) || (m.misses > 1 && (m.stirred || m.speed() > 0.15));
}

bool Cast::behind_another(const Member& m) const {
  return std::ranges::any_of(members_, [&](const Member& o) {
    return o.id != m.id && o.misses == 0 && overlap(o.box, m.box) > 0.3f * m.box.area();
  });
}

// The border that the box touches or is as near to; the nearest where there are two.
Side Cast::border_at(const Box& box, float within) const {
  const float gaps[] = {box.x, width_ - box.right(), box.y, height_ - box.bottom()};
  constexpr Side kSides[] = {Side::kLeft, Side::kRight, Side::kTop, Side::kBottom};
  const auto* nearest = std::ranges::min_element(gaps);
  return *nearest <= within ? kSides[nearest - gaps] : Side::kNone;
}

// The border over which it has come: it was at it when first seen, or must have been a moment before.
Side Cast::came_over(const Member& m) const {
  if (m.side_at_birth != Side::kNone) return m.side_at_birth;
  const Box& a = m.first_box;
  const float near = std::max(3.f, 0.12f * std::max(a.w, a.h));
  const float gaps[] = {a.x, width_ - a.right(), a.y, height_ - a.bottom()};
  constexpr Side kSides[] = {Side::kLeft, Side::kRight, Side::kTop, Side::kBottom};
  const float inward[] = {m.velocity.x, -m.velocity.x, m.velocity.y, -m.velocity.y};
  Side best = Side::kNone;
  float soonest = static_cast<float>(kCameOverWithin);
  for (int i = 0; i < 4; ++i) {
    const float size = i < 2 ? a.w : a.h;
    const bool touches = gaps[i] <= near;
    if (inward[i] < 0.1f * std::min(a.w, a.h) && !(touches && inward[i] > -0.05f * size)) continue;
    const float ago = touches ? std::max(0.f, gaps[i]) / std::max(inward[i], 0.2f * size) * 0.5f
                              : (gaps[i] + 0.5f * size) / inward[i];
    if (ago < soonest) soonest = ago, best = kSides[i];
  }
  return best;
}

void Cast::settle_who_came(Member& m, const Look& look) {
  const bool sure = m.at_start || m.sightings > 2 || m.seen_at - m.since >= milliseconds(250);
  if (m.told || !m.real() || !sure) return;
  m.told = true;
  if (m.at_start) return;
  // With the camera the border moves, too.
  if (!look.steady) return;
  if (!animate(m.kind())) {
    m.at_start = true;  // furniture does not walk in: it was only not seen well
    return;
  }
  m.came_from = came_over(m);
  if (m.came_from != Side::kNone) {
    if (!was_lost_there(m)) passages_.push_back({Occurrence::What::kEnters, m.came_from, m.since, m});
  } else if (m.since < settled_at_ + kSettling) {
    m.at_start = true;
  } else if (m.born_of_motion && !came_from_behind(m)) {
    passages_.push_back({Occurrence::What::kAppears, Side::kNone, m.since, m});
  }
}

// Whoever is at the border now is not the one who was lost well inside.
bool Cast::comes_in(const Box& box, const Member& lost) const {
  return border_at(box, 2) != Side::kNone && border_at(lost.seen_box, 0.6f * lost.seen_box.w) == Side::kNone;
}

// Somebody has just come in there and is not seen any more: it is the same one.
bool Cast::was_lost_there(const Member& m) const {
  const auto same = [&](const Member& o) {
    return o.id != m.id && o.misses > 0 && o.came_from == m.came_from && m.seen_at - o.since < kJustCameIn &&
           family(o.kind()) == family(m.kind()) &&
           distance(o.seen_box, m.first_box) < 1.5f * std::max(o.seen_box.h, m.first_box.h);
  };
  return std::ranges::any_of(members_, same) || std::ranges::any_of(lost_, same);
}

// Somebody else is or was there, behind whom it can have been all the time.
bool Cast::came_from_behind(const Member& m) const {
  const auto near = [&](const Member& o) {
    return o.id != m.id && distance(o.seen_box, m.first_box) < 1.3f * std::max(o.seen_box.h, m.first_box.h);
  };
  return std::ranges::any_of(members_, near) || std::ranges::any_of(lost_, near);
}

Side Cast::side_left(const Member& m, TimePoint now) const {
  const Box there = expected(m, now);
  const float out[] = {-m.velocity.x, m.velocity.x, -m.velocity.y, m.velocity.y};
  const float gaps[] = {there.x, width_ - there.right(), there.y, height_ - there.bottom()};
  constexpr Side kSides[] = {Side::kLeft, Side::kRight, Side::kTop, Side::kBottom};
  Side best = Side::kNone;
  float least = 0.25f;
  for (int i = 0; i < 4; ++i) {
    const float size = i < 2 ? there.w : there.h;
    if (out[i] < -0.1f * size) continue;  // it came in here
    // At a border that it walks along it has not left.
    if (gaps[i] > 0 && out[i] < 0.15f * size) continue;
    if (const float gap = gaps[i] / std::max(1.f, size); gap < least) least = gap, best = kSides[i];
  }
  return best;
}

void Cast::let_go(const Look& look) {
  std::erase_if(lost_, [&](const Member& m) { return look.now - m.seen_at > kLostFor; });
  std::erase_if(members_, [&](Member& m) {
    if (m.misses == 0) return false;
    if (jumped_) return true;
    // A piece or a double of somebody.
    if (!m.real() || (m.apart < 2 && m.lost_near_another)) return m.misses > 1;
    const Duration unseen = look.now - m.seen_at;
    const bool object = family(m.kind()) == Family::kVehicle || !animate(m.kind());
    if (!m.stirred && (m.speed() < 0.15 || !m.moved))
      return unseen > (object ? Duration(kThingStillFor) : Duration(kStillFor));
    if (const Side side = side_left(m, look.now);
        side != Side::kNone && (m.misses > 1 || inside_share(expected(m, look.now)) < 0.3f)) {
      if (look.steady && m.told && animate(m.kind()))
        passages_.push_back({Occurrence::What::kLeaves, side, look.now, m});
      return true;
    }
    if (unseen < (behind_another(m) ? Duration(kBehindFor) : Duration(kCoveredFor))) return false;
    const bool alone = std::ranges::none_of(members_, [&](const Member& o) {
      const float tall = std::max(o.seen_box.h, m.seen_box.h);
      // Somebody new near by may be the same.
      return o.id != m.id && (distance(o.seen_box, m.seen_box) < 1.5f * tall ||
                              (o.since > m.seen_at && distance(o.first_box, m.seen_box) < 3.5f * tall));
    });
    if (look.steady && m.told && m.moved && alone && !m.lost_near_another && m.sightings > 7 && animate(m.kind()) &&
        !look.moves(m.seen_box))
      passages_.push_back({Occurrence::What::kVanishes, Side::kNone, m.seen_at, m});
    if (lost_.size() < kMostLost) lost_.push_back(m);
    return true;
  });
}

}  // namespace np::perception
