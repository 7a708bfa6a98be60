#include "perception/observer.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "perception/detector/bodies.hpp"

namespace np::perception {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kLookBusy = milliseconds(190);
constexpr auto kLookQuiet = seconds(5);
// At the whole picture and closely, together. With fewer, people are taken for each other where they cross.
constexpr double kLooksASecond = 7.5;
constexpr double kMostSaved = 4;
constexpr int kLooksToKnow = 8;               // at a scene that has just begun, whether or not anything changes
constexpr auto kAtStart = milliseconds(700);  // after the first look; who is seen by then was there
constexpr auto kAfterJump = milliseconds(900);
constexpr auto kOneStep = milliseconds(1000);
constexpr auto kJustCame = milliseconds(2500);  // since all of it was in the picture
constexpr auto kComesIn = seconds(5);           // at most, until it is
constexpr auto kKnownScene = seconds(4);
constexpr auto kSureWithin = seconds(3);
constexpr std::size_t kMostUnsure = 16;
constexpr float kMoves = 0.1f, kMovesWhole = 0.35f;  // of a box
constexpr int kLeastSide = 32;                       // of a picture in which anything can be told
constexpr float kLeastScore = 0.3f;
constexpr float kFourGuesses = 0.93f;  // how sure four looks are together, each of which is sure by half
constexpr double kWalked = 0.15;       // own heights a second
constexpr int kCrowd = 25;
constexpr float kStepsInside = 1.5f;
constexpr float kMuchLarger = 2.5f;  // times the box: this drives past somebody

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

Observer::Observer(const Detector* detector)
    : detector_(detector), cast_([this] { return next_id_++; }), nameless_([this] { return next_id_++; }) {}

void Observer::reset() {
  motion_.reset();
  health_.reset();
  conduct_.reset();
  cast_.begin(0, 0, {});
  nameless_.reset();
  close_looks_.reset();
  picture_ = {};
  begun_at_ = known_from_ = looked_at_ = saved_at_ = {};
  looks_ = 0;
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
    begun_at_ = known_from_ = now;
    looks_ = 0;
    cast_.begin(picture_.width, picture_.height, now + kAtStart);
    conduct_.reset();
    nameless_.reset();
    close_looks_.reset();
    look_now_ = true;
  } else if (seen.jumped) {
    cast_.jump(now + kAfterJump);
    conduct_.reset();
    nameless_.reset();
    look_now_ = true;
  }
  if (seen.whole) facts->events.push_back({.what = *seen.whole, .at = now});
  changed_ |= motion_.changed() || motion_.camera_moves();

  cast_.advance(now, [&](const Box& box) { return motion_.camera_moves() || motion_.changed_in(box); });
  if (detector_ && look(frame, now)) add_occurrences(now, *facts);
  add_nameless(now, *facts);

  facts->watched_for = to_seconds(now - begun_at_);
  facts->picture = health_.state();
  facts->picture_for = to_seconds(now - health_.since());
  facts->aspect = static_cast<float>(frame.width) / static_cast<float>(frame.height);
  facts->camera_moves = motion_.camera_moves();
  facts->names_things = named_;
  facts->looks = looks_;
  facts->crowd = people_seen_ >= kCrowd ? people_seen_ : 0;
  for (const Member& m : cast_.members()) {
    // It was behind another for longer than a step takes: the one in sight is probably both.
    const bool doubtful = m.covered && m.lost_near_another && now - m.seen_at > kOneStep;
    if (sure(m) && !doubtful) facts->actors.push_back(actor_of(m, now));
  }
  for (Actor& a : facts->actors) {
    const auto rider = std::ranges::find(facts->actors, a.id, &Actor::rides);
    if (rider != facts->actors.end()) a.ridden_by = rider->id;
  }
  for (const Track& t : motion_.tracks()) {
    if (const int id = nameless_.told_as(t.id); id != 0 && t.misses == 0) facts->actors.push_back(actor_of(t, id, now));
  }
  return facts;
}

// --- the detector ----------------------------------------------------------------------------------------------------

Observer::Aim Observer::aim(TimePoint now) const {
  if (look_now_ || looked_at_ == TimePoint{}) return Aim::kWhole;
  if (health_.state() == PictureState::kBlack || health_.state() == PictureState::kTestCard) return Aim::kNothing;
  const Duration since = now - looked_at_;
  if (since < kBetweenLooks || saved_looks_ < 1) return Aim::kNothing;
  const bool somebody_new = std::ranges::any_of(
      motion_.tracks(), [&](const Track& t) { return t.misses == 0 && t.born_at > looked_at_ && t.hits >= 1; });
  if (somebody_new || cast_.has_newcomers()) return Aim::kWhole;
  // Whoever walked a moment ago and changes nothing now has stopped.
  const bool halted = std::ranges::any_of(cast_.members(), [&](const Member& m) {
    const Gait gait = conduct_.gait(m.id);
    return m.real() && !m.covered && (m.speed() > kWalked || gait == Gait::kWalks || gait == Gait::kRuns);
  });
  const bool busy = changed_ || halted || looks_ < kLooksToKnow;
  if (since >= (busy ? Duration(kLookBusy) : Duration(kLookQuiet))) return Aim::kWhole;
  return Aim::kMissed;
}

// So that a crowd costs no more than one person, and who comes after a calm is seen at once.
void Observer::save_looks(TimePoint now) {
  const double seconds = saved_at_ == TimePoint{} ? 1 : std::max(0.0, to_seconds(now - saved_at_));
  saved_at_ = now;
  saved_looks_ = std::min(kMostSaved, saved_looks_ + kLooksASecond * seconds);
}

bool Observer::look_whole(TimePoint now, std::vector<Detection>& found) {
  auto all = detector_->look(motion_.picture(), kLeastScore);
  if (!all) return false;
  found = std::move(*all);
  saved_looks_ = std::max(0.0, saved_looks_ - 1);
  named_ = true;
  // The detector may have been loaded late.
  if (looks_++ == 0) {
    known_from_ = now;
    cast_.settle_by(now + kAtStart);
  }
  look_now_ = changed_ = false;
  looked_at_ = now;
  people_seen_ = static_cast<int>(std::ranges::count(found, Kind::kPerson, &Detection::kind));
  return true;
}

bool Observer::look(const VideoFrame& frame, TimePoint now) {
  save_looks(now);
  const Aim at = aim(now);
  if (at == Aim::kNothing) return false;
  std::vector<Detection> found;
  if (at == Aim::kWhole && !look_whole(now, found)) return false;
  std::optional<Box> square;
  if (saved_looks_ >= 1) square = close_looks_.next(motion_, cast_.members(), now);
  if (square && look_closely(*detector_, frame, scale_, *square, found)) {
    saved_looks_ -= 1;
  } else if (at != Aim::kWhole) {
    square.reset();
    if (!cast_.unsettled() || !look_whole(now, found)) return false;
  }
  Cast::Look look = as_look(std::move(found), now);
  (looked_at_ == now ? look.closely : look.only) = square;
  cast_.look(look);
  conduct_.watch(cast_.members(), look.steady, now);
  return true;
}

Cast::Look Observer::as_look(std::vector<Detection> found, TimePoint now) {
  const bool steady = !motion_.camera_moves();
  return {.detections = std::move(found),
          .picture = motion_.picture(),
          .foreground = motion_.foreground(),
          .only = {},
          .moves = [this, steady](const Box& box) { return !steady || motion_.foreground_in(box) > kMoves; },
          .fills = [this](const Box& box) { return motion_.foreground_in(box) > kMovesWhole; },
          .known_as = [this](const Box& box) { return nameless_.recognised(box, motion_.tracks()); },
          .came_over =
              [this, now](const Box& box) {
                for (const Track& t : motion_.tracks()) {
                  if (t.birth != Track::Birth::kBorder || t.misses > 0 || now - t.born_at > kComesIn ||
                      (t.inside && now - t.inside_at > kJustCame) || t.box.area() > kMuchLarger * box.area())
                    continue;
                  if (overlap(t.box, box) > 0.5f * std::min(t.box.area(), box.area())) return t.side;
                }
                return Side::kNone;
              },
          .began_inside =
              [this](const Box& box) {
                return std::ranges::any_of(motion_.tracks(), [&](const Track& t) {
                  const bool inside = t.birth == Track::Birth::kInside || t.birth == Track::Birth::kPresent;
                  return inside && t.alone && t.misses == 0 && far_inside(t) &&
                         t.box.area() < kMuchLarger * box.area() &&
                         overlap(t.box, box) > 0.5f * std::min(t.box.area(), box.area());
                });
              },
          .goes =
              [this](const Box& box) {
                for (const Track& t : motion_.tracks()) {
                  if (t.misses == 0 && t.hits > 1 && t.box.area() < kMuchLarger * box.area() &&
                      overlap(t.box, box) > 0.5f * std::min(t.box.area(), box.area()))
                    return t.velocity;
                }
                return Point{};
              },
          .steady = steady,
          .now = now};
}

// --- what has happened -----------------------------------------------------------------------------------------------

void Observer::add_occurrences(TimePoint now, Facts& facts) {
  for (const Cast::Passage& p : cast_.passages()) {
    const bool away = p.what == Occurrence::What::kLeaves || p.what == Occurrence::What::kVanishes;
    if (away) nameless_.departed(p.who.seen_box, now);
    const bool comes = p.what == Occurrence::What::kEnters || p.what == Occurrence::What::kAppears;
    if (!sure(p.who)) {
      if (comes && unsure_.size() < kMostUnsure) unsure_.push_back(p);
      continue;
    }
    if (p.what == Occurrence::What::kAppears && now - known_from_ < kKnownScene) continue;
    if (p.what == Occurrence::What::kVanishes && !p.who.moved) continue;
    facts.events.push_back(occurrence(p.what, p.at, p.who, p.side));
  }
  std::erase_if(unsure_, [&](const Cast::Passage& p) {
    const auto who = std::ranges::find(cast_.members(), p.who.id, &Member::id);
    if (who == cast_.members().end() || now - p.at > Duration(kSureWithin)) return true;
    if (!sure(*who)) return false;
    if (p.what == Occurrence::What::kEnters || p.at - known_from_ >= kKnownScene)
      facts.events.push_back(occurrence(p.what, p.at, *who, p.side));
    return true;
  });
  for (const Conduct::Act& act : conduct_.acts()) {
    const auto who = std::ranges::find(cast_.members(), act.actor, &Member::id);
    if (who == cast_.members().end() || !sure(*who)) continue;
    Occurrence o = occurrence(act.what, now, *who);
    o.other = act.other;
    facts.events.push_back(std::move(o));
  }
}

void Observer::add_nameless(TimePoint now, Facts& facts) {
  for (const Nameless::News& news : nameless_.follow(motion_, cast_.members(), close_looks_, named_, now)) {
    const Passage& p = news.passage;
    const Occurrence::What what = p.kind == Passage::Kind::kEntry  ? Occurrence::What::kEnters
                                  : p.kind == Passage::Kind::kExit ? Occurrence::What::kLeaves
                                                                   : Occurrence::What::kStirs;
    const Actor who = actor_of(p.track, news.id, now);
    facts.events.push_back(
        {.what = what, .at = p.at, .actor = news.id, .side = p.side, .place = who.box.center(), .who = who});
  }
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
  // Of a small piece of the picture much can be thought that the whole does not bear out, and a leaf that falls is a
  // kite.
  if (!m.moved && m.only_closely) return false;
  if ((m.kind() == Kind::kKite || m.kind() == Kind::kFrisbee) && m.box.h < kTiny * picture_.height) return false;
  // And a distant person is not taken for a bird for long.
  if (!m.moved || f == Family::kAnimal) return m.certainty() > 0.5f && m.sightings > 2;
  if (f == Family::kObject) return m.certainty() > 0.5f && 1 - std::pow(1 - m.certainty(), m.sightings) > kFourGuesses;
  return m.certainty() > 0.35f && m.certainty_of_family() > 0.5f;
}

// Even at its fastest it cannot have crossed a border just before it was first seen.
bool Observer::far_inside(const Track& t) const {
  const Box& first = t.first_box;
  const float gap = std::min({first.x, first.y, static_cast<float>(picture_.width) - first.right(),
                              static_cast<float>(picture_.height) - first.bottom()});
  return gap > kStepsInside * t.stride;
}

PictureBox Observer::shares(const Box& box) const {
  const float w = static_cast<float>(picture_.width), h = static_cast<float>(picture_.height);
  return {box.x / w, box.y / h, box.w / w, box.h / h};
}

Actor Observer::actor_of(const Member& m, TimePoint now) const {
  Actor a;
  a.id = m.id;
  a.kind = m.kind();
  a.certainty = m.certainty_by_now();
  a.sightings = m.sightings;
  a.box = shares(m.box);
  a.covered = m.covered;
  a.cut_off = a.box.x < 0.004f || a.box.y < 0.004f || a.box.x + a.box.w > 0.996f || a.box.y + a.box.h > 0.996f;
  a.colour = m.colour();
  a.below = m.colour_below();
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
