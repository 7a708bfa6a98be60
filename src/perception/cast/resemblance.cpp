#include "perception/cast/resemblance.hpp"

#include <algorithm>
#include <cmath>

namespace np::perception {
namespace {

constexpr double kGoesOnFor = 2;                                  // seconds
constexpr double kDropLasts = 2.5;                                // seconds, at most
constexpr double kSways = 0.5;                                    // own heights a second: who walks is faster
constexpr float kLeastDrop = 0.6f, kMostDrop = 4, kAside = 1.5f;  // own heights
constexpr float kSamePlace = 2.5f;                                // own heights
constexpr float kSameSize = 1.5f;                                 // times the height
constexpr float kWent = 0.2f;                                     // own heights a second
constexpr float kLookAlike = 0.1f, kForgets = 0.03f;              // of same_looks(), and that a second
constexpr double kDropSpeed = 0.5;                                // own heights a second

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

Box expected(const Member& m, TimePoint now) {
  const double ahead = kGoesOnFor * (1 - std::exp(-to_seconds(now - m.seen_at) / kGoesOnFor));
  // A speed from two looks is a guess.
  const double trust = m.sightings < 3 ? 0.7 : 1.0;
  return m.seen_box.moved(static_cast<float>(m.velocity.x * ahead * trust),
                          static_cast<float>(m.velocity.y * ahead * trust));
}

float fit(const Member& m, const Detection& d, const Signature& signature, const Borders& borders, TimePoint now) {
  if (m.kind() != Kind::kThing && !alike(m.kind(), d.kind)) return 0;
  if (m.misses > 1 && borders.comes_in(d.box, m)) return 0;
  const Box there = expected(m, now);
  // A part of it may have been hidden, or may be now.
  const float size = std::min(ratio(m.seen_box.h, d.box.h), m.tall > 0 ? ratio(m.tall, d.box.h) : 1e9f);
  const bool cut = borders.at(d.box, 2) != Side::kNone || borders.at(m.seen_box, 2) != Side::kNone;
  if (size > (cut ? 3.f : 1.9f)) return 0;
  // Somebody who is hidden for a moment may have stopped or turned round.
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

float fit_of_lost(const Member& m, const Detection& d, const Signature& signature, const Borders& borders,
                  TimePoint now) {
  if (!alike(m.kind(), d.kind) || std::min(ratio(m.seen_box.h, d.box.h), ratio(m.tall, d.box.h)) > 1.7f ||
      borders.comes_in(d.box, m))
    return 0;
  const float unseen = static_cast<float>(to_seconds(now - m.seen_at));
  const float away = distance(m.seen_box, d.box) / ((0.8f + 0.5f * std::min(unseen, 3.f)) * d.box.h);
  // The nearer it is, the less it has to look the same.
  return away > 1 ? 0 : same_looks(m.signature, signature) + 0.6f * (1 - away);
}

float fit_of_found(const Member& lost, const Member& found) {
  const float tall = std::max(lost.tall, lost.seen_box.h), size = ratio(tall, std::max(found.tall, found.box.h));
  if (!alike(lost.kind(), found.kind()) || size > kSameSize) return 0;
  const Colour a = tinge(lost.colour()), b = tinge(found.colour());
  if (a != Colour::kNone && b != Colour::kNone && a != b) return 0;
  const float unseen = static_cast<float>(to_seconds(found.since - lost.seen_at));
  const Point from = lost.seen_box.center(), at = found.first_box.center();
  const float near = std::hypot(at.x - from.x, at.y - from.y) / tall;
  // Behind something long, they come out at its other end.
  const float speed = std::hypot(lost.velocity.x, lost.velocity.y);
  float off = near / kSamePlace;
  if (speed > kWent * tall) {
    const float along = ((at.x - from.x) * lost.velocity.x + (at.y - from.y) * lost.velocity.y) / speed;
    const float across = std::abs((at.x - from.x) * lost.velocity.y - (at.y - from.y) * lost.velocity.x) / speed;
    const float way = speed * unseen;
    const bool ahead = along > 0.4f * way && along < 1.4f * way + tall && across < 0.6f * tall;
    const bool goes_on = found.velocity.x * lost.velocity.x + found.velocity.y * lost.velocity.y > 0;
    if (ahead && goes_on) off = std::min(off, 0.5f + 0.5f * across / tall);
  }
  if (off > 1) return 0;
  const float like = same_looks(lost.signature, found.signature);
  return like < kLookAlike + kForgets * std::max(0.f, unseen - 4) ? 0 : like + 0.6f * (1 - off);
}

bool dropped(const Member& m, const Detection& d, TimePoint now) {
  const double unseen = to_seconds(now - m.seen_at);
  if (m.kind() != Kind::kPerson || d.kind != Kind::kPerson || m.misses == 0 || !m.stirred || unseen > kDropLasts ||
      m.speed() > kSways)
    return false;
  const float tall = std::max(m.tall, m.seen_box.h);
  // Minus what their path alone would have brought them down.
  const float down = d.box.bottom() - m.seen_box.bottom() - std::max(0.f, m.velocity.y) * static_cast<float>(unseen);
  const float across = std::abs(d.box.center().x - m.seen_box.center().x);
  // Somebody who comes nearer gets larger; somebody who lands may crouch.
  return down > kLeastDrop * tall && down < kMostDrop * tall && across < kAside * tall &&
         down > kDropSpeed * unseen * tall && d.box.h < 1.15f * tall && d.box.h > 0.35f * tall;
}

bool is_part_of(const Detection& d, const Member& m) {
  if (family(m.kind()) != family(d.kind) || d.score > 0.75f) return false;
  if (overlap(m.box, d.box) > 0.6f * d.box.area()) return true;
  const float beside = std::abs(m.box.center().x - d.box.center().x);
  const float common = std::min(m.box.bottom(), d.box.bottom()) - std::max(m.box.y, d.box.y);
  return d.kind == Kind::kPerson && beside < std::max(m.box.w, d.box.w) && common > 0.75f * d.box.h;
}

}  // namespace np::perception
