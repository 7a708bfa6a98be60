#include "perception/observer.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>

namespace np::perception {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kLookBusy = milliseconds(190);
constexpr auto kLookUnsettled = milliseconds(140);
constexpr auto kLookQuiet = seconds(5);
constexpr auto kAtStart = milliseconds(700);  // who is seen by then was there
constexpr auto kAfterJump = milliseconds(900);
constexpr auto kOneStep = milliseconds(1000);
constexpr auto kJustCame = milliseconds(2500);
constexpr auto kKnownScene = seconds(4);
constexpr auto kUntoldFor = milliseconds(900);  // the detector's chance to name what has moved
constexpr auto kDepartureCounts = seconds(2);
constexpr int kLeastSide = 32;  // of a picture in which anything can be told
constexpr int kCloseLooks = 5;
constexpr float kCloseLookBelow = 0.35f;  // of the picture's height: what is larger is seen without
constexpr float kTiny = 0.12f;            // of it: better looked at closely anyway
constexpr auto kLookAgain = milliseconds(390);
constexpr float kEdge = 0.05f;    // of a square; what reaches into it may be cut off
constexpr float kLeastCrop = 72;  // pixels of the working size
constexpr float kLeastScore = 0.3f;
constexpr int kCrowd = 25;
constexpr std::size_t kMostThings = 12;

void shrink(const VideoFrame& frame, Image& out, float& scale) {
  scale = std::min({1.f, static_cast<float>(kWorkWidth) / frame.width, static_cast<float>(kWorkHeight) / frame.height});
  const int width = std::max(1, static_cast<int>(std::lround(frame.width * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(frame.height * scale)));
  if (out.width != width || out.height != height) out = make_image(width, height, 3);
  const cv::Mat from(frame.height, frame.width, CV_8UC3, const_cast<std::uint8_t*>(frame.rgb.data()));
  cv::Mat to(height, width, CV_8UC3, out.data.data());
  cv::resize(from, to, to.size(), 0, 0, cv::INTER_AREA);
}

Distance distance_of(const PictureBox& box) {
  const float size = std::sqrt(std::max(0.f, box.w * box.h));
  return size > 0.35f ? Distance::kNear : size < 0.1f ? Distance::kFar : Distance::kMiddle;
}

}  // namespace

Observer::Observer(const Detector* detector) : detector_(detector), cast_([this] { return next_id_++; }) {}

void Observer::reset() {
  motion_.reset();
  health_.reset();
  conduct_.reset();
  cast_.begin(0, 0, {});
  things_.clear();
  departures_.clear();
  picture_ = {};
  begun_at_ = looked_at_ = {};
  look_now_ = true;
}

FactsPtr Observer::observe(const VideoFrame& frame) {
  const TimePoint now = frame.captured_at;
  auto facts = std::make_shared<Facts>();
  facts->frame_id = frame.id;
  facts->at = now;
  const std::size_t bytes = static_cast<std::size_t>(frame.width) * frame.height * 3;
  if (frame.width < kLeastSide || frame.height < kLeastSide || frame.rgb.size() < bytes) return facts;

  shrink(frame, picture_, scale_);
  const Motion::Seen seen = motion_.observe(picture_, now, frame.discontinuity);
  health_.look(picture_, now);
  if (seen.another_scene) {
    begun_at_ = now;
    cast_.begin(picture_.width, picture_.height, now + kAtStart);
    conduct_.reset();
    things_.clear();
    departures_.clear();
    close_looks_.clear();
    look_now_ = true;
  } else if (seen.jumped) {
    cast_.jump(now + kAfterJump);
    conduct_.reset();
    things_.clear();
    look_now_ = true;
  }
  if (seen.whole) facts->events.push_back({.what = *seen.whole, .at = now});
  changed_ |= motion_.changed() || motion_.camera_moves();

  cast_.advance(now, [&](const Box& box) { return motion_.camera_moves() || motion_.changed_in(box); });
  if (detector_ && time_to_look(now) && look(frame, now)) add_occurrences(now, *facts);
  follow_things(now, *facts);

  facts->watched_for = to_seconds(now - begun_at_);
  facts->picture = health_.state();
  facts->picture_for = to_seconds(now - health_.since());
  facts->camera_moves = motion_.camera_moves();
  facts->names_things = named_;
  facts->crowd = people_seen_ >= kCrowd ? people_seen_ : 0;
  for (const Member& m : cast_.members()) {
    // Behind another for longer than a step takes: who is seen is likelier both.
    const bool doubtful = m.covered && m.lost_near_another && now - m.seen_at > kOneStep;
    if (sure(m) && !doubtful) facts->actors.push_back(actor_of(m, now));
  }
  for (Actor& a : facts->actors) {
    const auto rider = std::ranges::find(facts->actors, a.id, &Actor::rides);
    if (rider != facts->actors.end()) a.ridden_by = rider->id;
  }
  for (const Track& t : motion_.tracks()) {
    if (const auto thing = things_.find(t.id); thing != things_.end() && thing->second.told && t.misses == 0)
      facts->actors.push_back(actor_of(t, thing->second.id, now));
  }
  return facts;
}

// --- the detector ----------------------------------------------------------------------------------------------------

bool Observer::time_to_look(TimePoint now) const {
  if (look_now_ || looked_at_ == TimePoint{}) return true;
  if (health_.state() == PictureState::kBlack || health_.state() == PictureState::kTestCard) return false;
  const Duration since = now - looked_at_;
  if (since < kLookUnsettled) return false;
  if (cast_.unsettled()) return true;
  const bool somebody_new = std::ranges::any_of(
      motion_.tracks(), [&](const Track& t) { return t.misses == 0 && t.born_at > looked_at_ && t.hits >= 1; });
  return somebody_new || since >= (changed_ ? Duration(kLookBusy) : Duration(kLookQuiet));
}

bool Observer::look(const VideoFrame& frame, TimePoint now) {
  auto found = detector_->look(motion_.picture(), kLeastScore);
  if (!found) return false;
  named_ = true;
  look_now_ = changed_ = false;
  looked_at_ = now;
  if (const auto square = worth_a_close_look(now)) look_closely(frame, *square, *found);
  people_seen_ = static_cast<int>(std::ranges::count(*found, Kind::kPerson, &Detection::kind));
  const bool steady = !motion_.camera_moves();
  cast_.look({.detections = std::move(*found),
              .picture = motion_.picture(),
              .foreground = motion_.foreground(),
              .moves = [&](const Box& box) { return !steady || motion_.foreground_in(box) > 0.1f; },
              .known_as =
                  [&](const Box& box) {
                    for (const Track& t : motion_.tracks()) {
                      const auto thing = things_.find(t.id);
                      if (thing == things_.end() || !thing->second.told || t.misses > 0) continue;
                      if (overlap(t.box, box) > 0.5f * std::min(t.box.area(), box.area()))
                        return std::exchange(thing->second, {}).id;
                    }
                    return 0;
                  },
              .came_over =
                  [&](const Box& box) {
                    for (const Track& t : motion_.tracks()) {
                      if (t.birth != Track::Birth::kBorder || t.misses > 0 || now - t.born_at > kJustCame) continue;
                      if (overlap(t.box, box) > 0.5f * std::min(t.box.area(), box.area())) return t.side;
                    }
                    return Side::kNone;
                  },
              .steady = steady,
              .now = now});
  conduct_.watch(cast_.members(), steady, now);
  return true;
}

// What moves and was not recognised may be too small in the whole picture; so may those who walk close together.
std::optional<Box> Observer::worth_a_close_look(TimePoint now) {
  const float most = kCloseLookBelow * static_cast<float>(picture_.height);
  const auto square_around = [&](const Box& box) {
    const float side = std::min(static_cast<float>(std::min(picture_.width, picture_.height)),
                                std::max({kLeastCrop, 3 * box.w, 2 * box.h}));
    return Box{std::clamp(box.center().x - side / 2, 0.f, picture_.width - side),
               std::clamp(box.center().y - side / 2, 0.f, picture_.height - side), side, side};
  };
  const std::vector<Member>& members = cast_.members();
  std::erase_if(close_looks_, [&](const auto& l) { return now - l.second > seconds(5); });
  const Member* oldest = nullptr;
  for (const Member& m : members) {
    if (!m.real() || m.box.h > most || m.misses > 4) continue;
    const bool in_company = std::ranges::any_of(members, [&](const Member& o) {
      return o.id != m.id && overlap(o.box.grown(2, 2), m.box) > 0.1f * m.box.area();
    });
    const bool moves = m.stirred || m.speed() > 0.15;
    if (!(m.misses > 0 && m.stirred) &&
        !(moves && (in_company || m.box.h < kTiny * static_cast<float>(picture_.height))))
      continue;
    const TimePoint before = close_looks_[m.id];
    if (now - before < (m.misses > 0 ? kLookUnsettled : kLookAgain)) continue;
    if (!oldest || before < close_looks_[oldest->id]) oldest = &m;
  }
  if (oldest) {
    const Box square = square_around(oldest->box);
    for (const Member& m : members) {
      if (square.contains(m.box.center().x, m.box.center().y)) close_looks_[m.id] = now;
    }
    return square;
  }
  Thing* least = nullptr;
  Box place;
  for (const Track& t : motion_.tracks()) {
    if (t.misses > 0 || t.hits < 2 || std::max(t.box.w, t.box.h) > most) continue;
    const bool known = std::ranges::any_of(
        members, [&](const Member& m) { return m.misses == 0 && overlap(m.box, t.box) > 0.3f * t.box.area(); });
    if (known) continue;
    Thing& thing = things_[t.id];
    if (thing.close_looks < kCloseLooks && (!least || thing.close_looks < least->close_looks))
      least = &thing, place = t.box;
  }
  if (!least) return std::nullopt;
  ++least->close_looks;
  return square_around(place);
}

void Observer::look_closely(const VideoFrame& frame, const Box& square, std::vector<Detection>& found) const {
  const int x0 = static_cast<int>(square.x / scale_), y0 = static_cast<int>(square.y / scale_);
  const int side = static_cast<int>(square.w / scale_);
  const int w = std::min(side, frame.width - x0), h = std::min(side, frame.height - y0);
  if (w < 8 || h < 8) return;
  Image part = make_image(w, h, 3);
  for (int row = 0; row < h; ++row) {
    const std::uint8_t* from = &frame.rgb[(static_cast<std::size_t>(y0 + row) * frame.width + x0) * 3];
    std::copy_n(from, static_cast<std::size_t>(w) * 3, part.at(0, row));
  }
  const auto close = detector_->look(part, kLeastScore + 0.1f);
  if (!close) return;
  const Box inside = square.grown(-kEdge * square.w, -kEdge * square.h);
  std::erase_if(found, [&](const Detection& d) {
    return overlap(inside, d.box) > 0.99f * d.box.area() && d.box.h < 0.7f * square.h;
  });
  for (Detection d : *close) {
    // What the edge of the square cuts off is seen better in the whole.
    const bool cut = (d.box.x < 2 && x0 > 0) || (d.box.y < 2 && y0 > 0) ||
                     (d.box.right() > w - 2 && x0 + w < frame.width) ||
                     (d.box.bottom() > h - 2 && y0 + h < frame.height);
    if (cut) continue;
    d.box = {(d.box.x + static_cast<float>(x0)) * scale_, (d.box.y + static_cast<float>(y0)) * scale_, d.box.w * scale_,
             d.box.h * scale_};
    found.push_back(d);
  }
}

// --- what has happened -----------------------------------------------------------------------------------------------

void Observer::add_occurrences(TimePoint now, Facts& facts) {
  for (const Cast::Passage& p : cast_.passages()) {
    const bool away = p.what == Occurrence::What::kLeaves || p.what == Occurrence::What::kVanishes;
    if (away) departures_.push_back({p.who.seen_box, now});
    if (!sure(p.who)) continue;
    if (p.what == Occurrence::What::kAppears && now - begun_at_ < kKnownScene) continue;
    if (p.what == Occurrence::What::kVanishes && !p.who.moved) continue;
    facts.events.push_back(occurrence(p.what, p.at, p.who, p.side));
  }
  for (const Conduct::Act& act : conduct_.acts()) {
    const auto who = std::ranges::find(cast_.members(), act.actor, &Member::id);
    if (who == cast_.members().end() || !sure(*who)) continue;
    Occurrence o = occurrence(act.what, now, *who);
    o.other = act.other;
    facts.events.push_back(std::move(o));
  }
}

bool Observer::explained(const Box& box, TimePoint now) const {
  const auto covers = [&](const Box& other) {
    return overlap(other.grown(0.15f * other.w, 0.1f * other.h), box) > 0.3f * box.area();
  };
  return std::ranges::any_of(cast_.members(), [&](const Member& m) { return covers(m.box) || covers(m.seen_box); }) ||
         std::ranges::any_of(departures_, [&](const Departure& d) {
           return now - d.at < kDepartureCounts && covers(d.box.grown(d.box.w, d.box.h / 4));
         });
}

// Things without a name come last: the detector has its chance first, and what belongs to somebody it knows is no
// thing.
void Observer::follow_things(TimePoint now, Facts& facts) {
  std::erase_if(departures_, [&](const Departure& d) { return now - d.at > kDepartureCounts; });
  for (const Stir& s : motion_.stirs()) {
    if (things_.size() >= kMostThings && !things_.contains(s.track.id)) continue;
    Thing& thing = things_[s.track.id];
    if (s.what == Occurrence::What::kLeaves) {
      if (thing.told) {
        const Actor who = actor_of(s.track, thing.id, now);
        facts.events.push_back(
            {.what = s.what, .at = s.at, .actor = thing.id, .side = s.side, .place = who.box.center(), .who = who});
      }
    } else if (!thing.told) {
      thing.untold = s;
    }
  }
  std::erase_if(things_, [&](auto& entry) {
    Thing& thing = entry.second;
    const auto track = std::ranges::find(motion_.tracks(), entry.first, &Track::id);
    if (track == motion_.tracks().end()) return true;
    if (!thing.untold) return false;
    const Duration waited = now - thing.untold->at;
    if (explained(track->box, now)) {
      if (waited > kUntoldFor) thing.untold.reset();
      return false;
    }
    const bool had_its_chance = !named_ || (waited > kUntoldFor && thing.close_looks > 1) || waited > 3 * kUntoldFor;
    if (!had_its_chance) return false;
    thing.id = next_id_++;
    thing.told = true;
    const Actor who = actor_of(*track, thing.id, now);
    facts.events.push_back({.what = thing.untold->what,
                            .at = thing.untold->at,
                            .actor = thing.id,
                            .side = thing.untold->side,
                            .place = who.box.center(),
                            .who = who});
    thing.untold.reset();
    return false;
  });
}

Occurrence Observer::occurrence(Occurrence::What what, TimePoint at, const Member& who, Side side) const {
  Actor actor = actor_of(who, at);
  return {.what = what, .at = at, .actor = who.id, .side = side, .place = actor.box.center(), .who = std::move(actor)};
}

// --- as facts --------------------------------------------------------------------------------------------------------

// Rocks are sheep and bushes are bears now and then; they never move, and the detector is never sure.
bool Observer::sure(const Member& m) const {
  if (!m.real() || !m.told) return false;
  const Family f = family(m.kind());
  if (f == Family::kPerson) return m.certainty() > (m.moved || m.born_of_motion ? 0.38f : 0.45f);
  // Nor is a person far away a bird for long.
  if (!m.moved || f == Family::kAnimal) return m.certainty() > 0.5f && m.sightings > 2;
  if (f == Family::kObject) return m.certainty() > 0.5f && m.sightings > 3;
  return m.certainty() > 0.35f;
}

PictureBox Observer::shares(const Box& box) const {
  const float w = static_cast<float>(picture_.width), h = static_cast<float>(picture_.height);
  return {box.x / w, box.y / h, box.w / w, box.h / h};
}

Actor Observer::actor_of(const Member& m, TimePoint now) const {
  Actor a;
  a.id = m.id;
  a.kind = m.kind();
  a.certainty = m.certainty();
  a.sightings = m.sightings;
  a.box = shares(m.box);
  a.covered = m.covered;
  a.cut_off = a.box.x < 0.004f || a.box.y < 0.004f || a.box.x + a.box.w > 0.996f || a.box.y + a.box.h > 0.996f;
  a.colour = m.colour();
  const float tall = std::max(8.f, m.box.h);
  a.velocity = {m.velocity.x / tall, m.velocity.y / tall};
  a.gait = conduct_.gait(m.id);
  a.distance = distance_of(a.box);
  a.at_start = m.at_start;
  a.came_from = m.came_from;
  a.since = m.since;
  a.still_for = to_seconds(now - m.rested_at);
  a.rides = conduct_.rides(m.id);
  a.with = conduct_.with(m.id);
  return a;
}

Actor Observer::actor_of(const Track& t, int id, TimePoint now) const {
  Actor a;
  a.id = id;
  a.box = shares(t.box);
  const float tall = std::max(8.f, t.box.h);
  a.velocity = {t.velocity.x / tall, t.velocity.y / tall};
  a.gait = t.speed() / tall > 0.2f ? Gait::kWalks : Gait::kStill;
  a.distance = distance_of(a.box);
  a.came_from = t.side;
  a.since = t.born_at;
  a.still_for = to_seconds(now - t.moved_at);
  return a;
}

}  // namespace np::perception
