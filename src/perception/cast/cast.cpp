#include "perception/cast/cast.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "perception/cast/matching.hpp"
#include "perception/cast/resemblance.hpp"
#include "perception/detector/bodies.hpp"
#include "perception/facts/handheld.hpp"

namespace np::perception {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr float kBegins = 0.5f;       // score of a detection that may be somebody new
constexpr float kBeginsStill = 0.6f;  // where nothing has moved
constexpr float kBack = 0.4f;         // or somebody who was lost
constexpr auto kCoveredFor = milliseconds(2500);
constexpr auto kBehindFor = seconds(4);
constexpr auto kStillFor = seconds(20);  // seen no more, but nothing has moved there
constexpr auto kThingStillFor = seconds(120);
constexpr auto kUnmoved = milliseconds(600);
constexpr auto kLostFor = seconds(15);
constexpr std::size_t kMostLost = 20;
constexpr auto kSettling = milliseconds(1200);
constexpr auto kJustCameIn = seconds(4);
constexpr auto kAMoment = milliseconds(1500);
constexpr float kNoLarger = 1.5f;
constexpr float kCutOff = 0.35f;  // what the kind of a thing counts that the border cuts off: it may look like another
constexpr float kClosely = 3;     // and of one that is shown as large and as wide as it is; but rocks look like much
constexpr auto kMissedClosely = milliseconds(900);
constexpr float kInsideOf = 0.7f;  // of a body's box in that of what carries it

bool looked_at_closely(const Box& box, const Cast::Look& look) {
  const std::optional<Box>& square = look.only ? look.only : look.closely;
  return square && seen_whole_in(*square, box);
}

bool looked_at(const Member& m, const Cast::Look& look) {
  if (looked_at_closely(m.box, look)) return true;
  return !look.only && (!m.seen_closely || look.now - m.seen_at > Duration(kMissedClosely));
}

}  // namespace

void Cast::begin(int width, int height, TimePoint settled_at) {
  borders_ = {width, height};
  settled_at_ = settled_at;
  members_.clear();
  lost_.clear();
  passages_.clear();
  knots_.reset();
  jumped_ = false;
}

void Cast::jump(TimePoint settled_at) {
  settled_at_ = settled_at;
  jumped_ = true;
  lost_.clear();
  knots_.reset();
}

bool Cast::has_newcomers() const {
  return std::ranges::any_of(members_, [](const Member& m) { return !m.real(); });
}

bool Cast::unsettled() const {
  return has_newcomers() || std::ranges::any_of(members_, [](const Member& m) { return m.misses == 1 && m.stirred; });
}

void Cast::advance(TimePoint now, const std::function<bool(const Box&)>& stirs) {
  passages_.clear();
  for (Member& m : members_) {
    m.stirred |= stirs(m.seen_box);
    // Whoever goes on changes the picture where they were.
    if (!m.stirred && now - m.seen_at > kUnmoved) m.velocity = {};
    m.box = expected(m, now);
  }
}

void Cast::look(const Look& look) {
  passages_.clear();
  std::vector<Box> known;
  for (const Member& m : members_) {
    if (m.real()) known.push_back(m.box);
  }
  const std::vector<Detection> detections = bodies(look.detections, look.foreground, known);
  std::vector<Signature> signatures;
  std::vector<Side> came_over;
  std::vector<bool> larger;  // than what moves there
  for (const Detection& d : detections) {
    signatures.push_back(Signature::of(look.picture, d.box));
    came_over.push_back(look.came_over(d.box));
    larger.push_back(look.moves(d.box) && is_larger(d.kind, d.box, look));
  }

  Worth worth(members_.size(), detections.size());
  for (std::size_t m = 0; m < members_.size(); ++m) {
    for (std::size_t d = 0; d < detections.size(); ++d) {
      // Whoever has just crossed the border is nobody who was lost.
      if (members_[m].misses > 1 && came_over[d] != Side::kNone) continue;
      if (members_[m].moved && members_[m].kind() != detections[d].kind && larger[d]) continue;
      if (jumped_ && iou(members_[m].seen_box, detections[d].box) < 0.5f) continue;
      const float f = fit(members_[m], detections[d], signatures[d], borders_, look.now);
      // Members that were seen a moment ago come first. Otherwise a member and its double would keep each other alive
      // by turns. Known members come before doubtful ones.
      const float absence = 0.08f * static_cast<float>(std::min(members_[m].misses, 4));
      const float youth = 0.15f * static_cast<float>(std::max(0, 4 - members_[m].sightings));
      if (f > kLeastFit) worth.at(m, d) = std::max(0.01f, f - absence - youth);
    }
  }
  const auto pairs = best_pairs(worth);
  std::vector<bool> used(detections.size());
  for (std::size_t m = 0; m < pairs.size(); ++m) {
    if (!pairs[m] && looked_at(members_[m], look)) ++members_[m].misses;
  }
  for (std::size_t m = 0; m < pairs.size(); ++m) {
    if (!pairs[m]) continue;
    used[*pairs[m]] = true;
    see(members_[m], detections[*pairs[m]], look, signatures[*pairs[m]]);
  }
  for (std::size_t m = 0; m < pairs.size(); ++m) {
    if (!pairs[m] && looked_at(members_[m], look)) miss(members_[m]);
  }
  for (std::size_t d = 0; d < detections.size(); ++d) {
    if (used[d] || came_down(detections[d], look, signatures[d]) || back_from_lost(detections[d], look, signatures[d]))
      continue;
    admit(detections[d], look, signatures[d]);
  }
  for (Member& m : members_) {
    if (m.misses == 0) settle_who_came(m, look);
  }
  for (const auto& [a, b] : knots_.untangle(members_, look.now)) {
    const auto one = std::ranges::find(members_, a, &Member::id), other = std::ranges::find(members_, b, &Member::id);
    one->exchange_bodies(*other);
  }
  let_go(look);
  jumped_ = false;
}

void Cast::see(Member& m, const Detection& d, const Look& look, const Signature& signature) {
  const bool shared = std::ranges::any_of(members_, [&](const Member& o) {
    return o.id != m.id && o.real() && o.misses > 0 && overlap(o.box, d.box) > 0.4f * o.box.area();
  });
  const bool closely = looked_at_closely(d.box, look);
  m.see(d,
        borders_.at(d.box, 2) != Side::kNone ? Member::View::kWhole
        : shared                             ? Member::View::kShared
                                             : Member::View::kBody,
        look.now, counts(d) * (closely && m.moved && d.kind != Kind::kPerson ? kClosely : 1));
  m.seen_closely = closely && tiny(d.box) && d.kind != Kind::kPerson;
  m.only_closely &= closely;
  m.latest = signature;
  // Somebody who overlaps another looks like both.
  const bool apart = std::ranges::none_of(
      members_, [&](const Member& o) { return o.id != m.id && overlap(o.box, m.box) > 0.15f * m.box.area(); });
  if (!apart) return;
  ++m.apart;
  m.tall = m.tall == 0 ? d.box.h : m.tall + 0.3f * (d.box.h - m.tall);
  m.signature.blend(signature, m.sightings < 4 ? 0.5f : 0.15f);
  see_colours(m, d, look);
}

bool Cast::tiny(const Box& box) const { return box.h < kTiny * borders_.height(); }

float Cast::counts(const Detection& d) const {
  return family(d.kind) != Family::kPerson && borders_.at(d.box, 2) != Side::kNone ? kCutOff : 1;
}

void Cast::see_colours(Member& m, const Detection& d, const Look& look) {
  ++m.colours[static_cast<std::size_t>(prevailing_colour(look.picture, look.foreground, d.box, family(d.kind)))];
  if (d.kind == Kind::kPerson)
    ++m.colours_below[static_cast<std::size_t>(prevailing_colour_below(look.picture, look.foreground, d.box))];
}

void Cast::admit(const Detection& d, const Look& look, const Signature& signature) {
  const bool moves = look.moves(d.box);
  if (d.score < (moves ? kBegins : kBeginsStill) || members_.size() >= kMost) return;
  if (std::ranges::any_of(members_, [&](const Member& m) { return m.misses == 0 && is_part_of(d, m); })) return;
  Member m;
  const int id = look.known_as(d.box);
  m.id = id ? id : next_id_();
  m.since = look.now;
  m.first_box = d.box;
  m.at_start = look.now <= settled_at_;
  m.born_of_motion = moves;
  m.side_at_birth = look.came_over(d.box);
  m.began_inside = look.began_inside && look.began_inside(d.box);
  m.see(d, Member::View::kWhole, look.now, counts(d));
  const bool closely = looked_at_closely(d.box, look);
  m.seen_closely = closely && tiny(d.box) && d.kind != Kind::kPerson;
  m.only_closely &= closely;
  // One look tells no speed, and something small is elsewhere at the next.
  if (look.goes && tiny(d.box)) m.velocity = look.goes(d.box);
  m.signature = m.latest = signature;
  see_colours(m, d, look);
  members_.push_back(std::move(m));
}

// Somebody who stood above a moment ago.
bool Cast::came_down(const Detection& d, const Look& look, const Signature& signature) {
  if (d.score < kBack || !look.steady || !look.moves(d.box) || look.came_over(d.box) != Side::kNone) return false;
  const auto m = std::ranges::find_if(members_, [&](const Member& o) { return o.told && dropped(o, d, look.now); });
  if (m == members_.end()) return false;
  see_anew(*m, d, look, signature);
  passages_.push_back({Occurrence::What::kDrops, Side::kNone, look.now, *m});
  return true;
}

// Somebody who was lost inside the picture a moment ago.
bool Cast::back_from_lost(const Detection& d, const Look& look, const Signature& signature) {
  if (d.score < kBack || look.came_over(d.box) != Side::kNone) return false;
  auto best = lost_.end();
  float most = kLeastFitOfLost;
  for (auto m = lost_.begin(); m != lost_.end(); ++m) {
    if (const float f = fit_of_lost(*m, d, signature, borders_, look.now); f > most) most = f, best = m;
  }
  if (best == lost_.end()) return false;
  members_.push_back(std::move(*best));
  lost_.erase(best);
  see_anew(members_.back(), d, look, signature);
  if (std::exchange(members_.back().hidden, false))
    passages_.push_back({Occurrence::What::kAppears, Side::kNone, look.now, members_.back()});
  return true;
}

// Half of somebody who comes out from behind a thing looks like nobody; by now all of them was seen.
bool Cast::is_one_of_the_lost(Member& m, const Look& look) {
  auto best = lost_.end();
  float most = 0;
  for (auto o = lost_.begin(); o != lost_.end(); ++o) {
    if (!o->told || o->seen_at > m.since) continue;
    if (const float f = fit_of_found(*o, m); f > most) most = f, best = o;
  }
  if (best == lost_.end()) return false;
  Member back = std::move(*best);
  lost_.erase(best);
  const bool was_hidden = back.hidden;
  back.go_on_as(m);
  m = std::move(back);
  if (was_hidden) passages_.push_back({Occurrence::What::kAppears, Side::kNone, look.now, m});
  return true;
}

// Elsewhere than it was: the way between tells no speed.
void Cast::see_anew(Member& m, const Detection& d, const Look& look, const Signature& signature) {
  m.trail.clear();
  m.see(d, Member::View::kWhole, look.now);
  m.latest = signature;
}

void Cast::miss(Member& m) {
  if (m.misses == 1) {
    m.lost_near_another = std::ranges::any_of(members_, [&](const Member& o) {
      return o.id != m.id && distance(o.box, m.seen_box) < 1.2f * std::max(o.box.h, m.seen_box.h);
    });
  }
  m.covered = behind_another(m) || (m.misses > 1 && (m.stirred || m.speed() > 0.15));
}

bool Cast::behind_another(const Member& m) const {
  return std::ranges::any_of(members_, [&](const Member& o) {
    return o.id != m.id && o.misses == 0 && overlap(o.box, m.box) > 0.3f * m.box.area();
  });
}

void Cast::settle_who_came(Member& m, const Look& look) {
  const bool sure = m.at_start || m.sightings > 2 || m.seen_at - m.since >= milliseconds(250);
  if (m.told || !m.real() || !sure) return;
  if (!m.at_start && m.born_of_motion && is_larger(m.kind(), m.seen_box, look)) {
    // Where nothing moves any more, it was there all the time.
    m.told = m.at_start = !look.moves(m.seen_box);
    return;
  }
  m.told = true;
  if (m.at_start) return;
  // When the camera moves, so does the border.
  if (!look.steady) return;
  if (!animate(m.kind())) {
    // Furniture does not walk in, it was only not seen well; but a cup is taken up.
    m.at_start = !(m.born_of_motion && handheld(m.kind()));
    return;
  }
  m.came_from = borders_.came_over(m);
  if (m.came_from == Side::kNone && is_one_of_the_lost(m, look)) return;
  if (m.came_from != Side::kNone) {
    if (!was_lost_there(m)) passages_.push_back({Occurrence::What::kEnters, m.came_from, m.since, m});
  } else if (m.since < settled_at_ + kSettling) {
    m.at_start = true;
  } else if (m.born_of_motion && !came_from_behind(m)) {
    passages_.push_back({Occurrence::What::kAppears, Side::kNone, m.since, m});
  }
}

// Than what moves there: a gable is a boat while somebody walks past it.
bool Cast::is_larger(Kind kind, const Box& box, const Look& look) {
  const bool bulky = family(kind) == Family::kVehicle && kind != Kind::kBicycle && kind != Kind::kMotorcycle;
  return bulky && look.steady && look.fills && !look.fills(box);
}

// Somebody has just come in there and is not seen any more, or was in the same place a moment ago: it is the same one,
// who may look like something else where the border cuts them off.
bool Cast::was_lost_there(const Member& m) const {
  const auto there = [&](const Member& o) {
    return o.id != m.id && o.told && o.misses > 0 && animate(o.kind()) && m.since - o.since > kJustCameIn &&
           m.since - o.seen_at < kAMoment && m.first_box.area() < kNoLarger * o.box.area() &&
           std::max(overlap(o.box, m.first_box), overlap(o.seen_box, m.first_box)) > 0.5f * m.first_box.area();
  };
  if (std::ranges::any_of(members_, there)) return true;
  const auto same = [&](const Member& o) {
    return o.id != m.id && o.misses > 0 && o.came_from == m.came_from && m.seen_at - o.since < kJustCameIn &&
           family(o.kind()) == family(m.kind()) &&
           distance(o.seen_box, m.first_box) < 1.5f * std::max(o.seen_box.h, m.first_box.h);
  };
  return std::ranges::any_of(members_, same) || std::ranges::any_of(lost_, same);
}

// Somebody else is or was there, behind whom it can have been all the time, or something that it sits in. Whoever steps
// out from behind a thing has appeared.
bool Cast::came_from_behind(const Member& m) const {
  const auto near = [&](const Member& o) {
    if (o.id == m.id) return false;
    const bool hides = m.began_inside && (!animate(o.kind()) || family(o.kind()) == Family::kVehicle);
    if (hides && family(m.kind()) != family(o.kind())) return overlap(o.seen_box, m.box) > kInsideOf * m.box.area();
    return distance(o.seen_box, m.first_box) < 1.3f * std::max(o.seen_box.h, m.first_box.h);
  };
  return std::ranges::any_of(members_, near) || std::ranges::any_of(lost_, near);
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
    const Box there = expected(m, look.now);
    if (const Side side = borders_.left_over(m, there, look.now);
        side != Side::kNone && (m.misses > 1 || borders_.inside(there) < 0.3f)) {
      // A car that waits at the border is not always recognised.
      const bool stays = family(m.kind()) == Family::kVehicle && !m.moved;
      if (look.steady && m.told && animate(m.kind()) && !stays)
        passages_.push_back({Occurrence::What::kLeaves, side, look.now, m});
      return true;
    }
    // Out of the picture by a guess alone: nobody saw them go.
    const bool strayed = borders_.inside(there) < 0.3f;
    if (!strayed && unseen < (behind_another(m) ? Duration(kBehindFor) : Duration(kCoveredFor))) return false;
    const bool alone = std::ranges::none_of(members_, [&](const Member& o) {
      const float tall = std::max(o.seen_box.h, m.seen_box.h);
      // Somebody new near by may be the same.
      return o.id != m.id && (distance(o.seen_box, m.seen_box) < 1.5f * tall ||
                              (o.since > m.seen_at && distance(o.first_box, m.seen_box) < 3.5f * tall));
    });
    m.hidden = look.steady && m.told && m.moved && alone && !m.lost_near_another && m.sightings > 7 &&
               animate(m.kind()) && !look.moves(m.seen_box);
    if (m.hidden) passages_.push_back({Occurrence::What::kVanishes, Side::kNone, m.seen_at, m});
    if (lost_.size() < kMostLost) lost_.push_back(m);
    return true;
  });
}

}  // namespace np::perception
