#include "perception/scene.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <ranges>
#include <utility>

namespace np::perception {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kSettling = milliseconds(4000);      // what shows itself after a start was there before
constexpr auto kLapSettling = milliseconds(800);    // the background is known, only the people are others
constexpr auto kDecideWithin = milliseconds(1600);  // who or what came in
constexpr auto kPieceOfPerson = milliseconds(1500);
constexpr float kPieceNear = 0.15f;         // of the picture
constexpr auto kThingStill = seconds(8);    // then it belongs to the background
constexpr auto kPersonStill = seconds(25);  // then it is looked at again
constexpr float kSteps = 1.8f;   // it takes more than one to call it movement: a shape may jump when it is seen better
constexpr double kRestless = 9;  // where so much changes all the time, movement is no news
constexpr double kCalmShare = 0.03;  // of foreground: no need to ask whether the camera moves
constexpr float kMostShake = 0.03f;  // of the width; more is a camera on its way
constexpr int kShiftedSlack = 15;
constexpr int kLeastSide = 32;  // of a picture in which anything can be told
constexpr int kLooksPerFrame = 2;
constexpr int kMostLooks = 12;
constexpr float kWidestPerson = 1.2f;  // of the height, arms and bags included
constexpr float kSure = 0.5f;
constexpr std::size_t kMostEvents = 200;

void shrink(const VideoFrame& frame, Image& out) {
  const double scale =
      std::min({1.0, static_cast<double>(kWorkWidth) / frame.width, static_cast<double>(kWorkHeight) / frame.height});
  const int width = std::max(1, static_cast<int>(std::lround(frame.width * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(frame.height * scale)));
  if (out.width != width || out.height != height) out = make_image(width, height, 3);
  const cv::Mat from(frame.height, frame.width, CV_8UC3, const_cast<std::uint8_t*>(frame.rgb.data()));
  cv::Mat to(height, width, CV_8UC3, out.data.data());
  cv::resize(from, to, to.size(), 0, 0, cv::INTER_AREA);
}

// Goes somewhere, unlike a leaf in the wind.
bool straight(const Track& t) { return t.travelled() > 0.6f * t.path; }

bool upright(const Box& box) { return box.w < kWidestPerson * box.h; }

// Enough to say that it is no person; what is not upright needs no look.
bool looked_often(const Track& t, int looks) { return t.looks >= looks || !upright(t.box); }

Colour prevailing(const std::array<int, kColours>& seen) {
  const auto best = std::max_element(seen.begin(), seen.end());
  return 2 * *best > std::accumulate(seen.begin(), seen.end(), 0) ? static_cast<Colour>(best - seen.begin())
                                                                  : Colour::kNone;
}

// Two side by side are no person in the middle: wide boxes are looked at in the middle, on the left and on the right by
// turns.
Box part_to_look_at(const Track& t) {
  const float room = t.box.w - 0.45f * t.box.h;
  if (room < 0.1f * t.box.h) return t.box;
  return t.box.moved(static_cast<float>(t.looks % 3 == 1 ? -1 : t.looks % 3 == 2 ? 1 : 0) * room / 2, 0);
}

SceneEvent::Kind kind_of(WholePicture::Change change) {
  switch (change) {
    case WholePicture::Change::kDark: return SceneEvent::Kind::kDark;
    case WholePicture::Change::kDimmer: return SceneEvent::Kind::kDimmer;
    case WholePicture::Change::kBrighter: return SceneEvent::Kind::kBrighter;
    case WholePicture::Change::kLightBack: return SceneEvent::Kind::kLightBack;
    case WholePicture::Change::kFlicker: return SceneEvent::Kind::kFlicker;
    case WholePicture::Change::kAllMoves: return SceneEvent::Kind::kAllMoves;
    case WholePicture::Change::kCalm: return SceneEvent::Kind::kCalm;
    case WholePicture::Change::kCut:
    case WholePicture::Change::kNone: break;
  }
  return SceneEvent::Kind::kCut;
}

}  // namespace

void Scene::reset() {
  picture_ = {};
  background_ = {};
  shift_ = 0;
  whole_.reset();
  tracker_ = {};
  sizes_.reset();
  undecided_.clear();
  person_passed_.clear();
  events_.clear();
  view_ = {};
}

void Scene::begin(TimePoint now, Duration settling) {
  tracker_.start(picture_.width, picture_.height, now, now + settling);
  undecided_.clear();
  person_passed_.clear();
}

// A shaking camera is taken out of the picture before anything is compared.
const Foreground& Scene::subtract_steadily() {
  const Foreground& foreground = background_.subtract(picture_);
  const float shaken = std::exchange(shift_, 0.f);
  if (foreground.share < kCalmShare && shaken == 0) return foreground;
  const Image background = background_.picture();
  const auto shift = camera_.between(background, picture_);
  if (!shift) return foreground;
  shift_ = std::hypot(shift->x, shift->y);
  if (shift_ > kMostShake * picture_.width) return foreground;
  CameraMotion::steady(background, *shift, picture_);
  return background_.subtract(picture_, kShiftedSlack);
}

void Scene::observe(const VideoFrame& frame) {
  if (frame.width < kLeastSide || frame.height < kLeastSide) return;
  if (frame.rgb.size() < static_cast<std::size_t>(frame.width) * frame.height * 3) return;
  const TimePoint now = frame.captured_at;
  const int width = picture_.width, height = picture_.height;
  shrink(frame, picture_);
  const bool another_size = picture_.width != width || picture_.height != height;
  const double elapsed = std::clamp(to_seconds(now - std::exchange(observed_at_, now)), 0.02, 2.0);

  WholePicture::Verdict verdict;
  const Foreground* foreground = nullptr;
  if (!background_.started() || another_size || frame.discontinuity) {
    verdict = whole_.resync(picture_, now);
    verdict.restart |= another_size || !background_.started();
    if (!verdict.restart) {
      foreground = &background_.subtract(picture_);
      verdict.restart = foreground->share > WholePicture::kCrowded;
      begin(now, kLapSettling);
    }
  } else {
    const Image seen = picture_;
    foreground = &subtract_steadily();
    verdict = whole_.judge(seen, {foreground->share, shift_ > kMostShake * picture_.width, shift_ > 1}, now);
  }
  if (verdict.change != WholePicture::Change::kNone) events_.push_back({kind_of(verdict.change), now});
  if (verdict.restart) {
    background_.start(picture_);
    begin(now, kSettling);
    begun_at_ = now;
    if (verdict.change == WholePicture::Change::kCut || another_size) sizes_.reset();
  } else if (!verdict.disturbed) {
    follow(*foreground, now);
    std::vector<Box> followed;
    for (const Track& t : tracker_.tracks()) followed.push_back(t.box.grown(4, 4));
    background_.learn(picture_, followed, elapsed);
  }
  if (events_.size() > kMostEvents) events_.erase(events_.begin());
  refresh_view(now);
}

void Scene::follow(const Foreground& foreground, TimePoint now) {
  tracker_.update(foreground, now);
  const std::vector<Passage> passages = tracker_.passages();
  clear_mistakes(foreground, now);
  look_at_people(foreground, now);
  for (const Passage& p : passages) {
    if (p.kind == Passage::Kind::kEntry) {
      undecided_.push_back(p);
    } else {
      report_exit(p, now);
    }
  }
  report(now);
}

// Holes that somebody has left, patches of light, things that have come to rest: they belong to the background.
void Scene::clear_mistakes(const Foreground& foreground, TimePoint now) {
  std::vector<int> gone;
  for (Track& t : tracker_.tracks()) {
    if (t.label == 0 || t.shared) continue;
    const bool fresh = t.hits <= 3, still = now - t.moved_at > milliseconds(600);
    const bool looked_at = looked_often(t, kMostLooks);
    const bool parked = now - t.moved_at > (t.person >= kSure ? Duration(kPersonStill) : Duration(kThingStill));
    if (!fresh && !still) continue;
    const auto blob = std::ranges::find(foreground.blobs, t.label, &Blob::label);
    if (blob == foreground.blobs.end()) continue;
    if (parked && t.person >= kSure && looked_at) {
      t.looks = kMostLooks - 3;  // three more looks decide
      t.person = kSure / 2;
      continue;
    }
    if ((parked && looked_at) || background_.is_ghost(picture_, *blob) || background_.is_light(picture_, *blob)) {
      background_.adopt(picture_, *blob);
      gone.push_back(t.id);
    }
  }
  for (int id : gone) {
    const auto hole = std::ranges::find(tracker_.tracks(), id, &Track::id);
    // Who stepped out of the hole is no piece of it.
    for (Track& t : tracker_.tracks()) {
      t.alone |= overlap(t.first_box, hole->box.grown(0.5f * hole->box.h, 0.3f * hole->box.h)) > 0;
    }
    tracker_.drop(id);
  }
}

void Scene::look_at_people(const Foreground& foreground, TimePoint now) {
  int looks = 0;
  for (Track& t : tracker_.tracks()) {
    if (t.misses > 0 || t.hits < 2) continue;
    if (t.person < 1 && t.looks < kMostLooks && looks < kLooksPerFrame && upright(t.box)) {
      ++looks;
      ++t.looks;
      const float likeness = person_check_.look(picture_, part_to_look_at(t));
      t.person = std::min(1.f, t.person + (likeness > 1 ? 1.f : likeness > 0.5f ? 0.6f : likeness > 0.2f ? 0.3f : 0.f));
      if (likeness > 0.5f && now - t.moved_at > kPersonStill) t.moved_at = now;
    }
    const bool came_along = straight(t) && (t.birth == Track::Birth::kBorder || t.travelled() > 0.3f * t.box.h);
    if (t.person < kSure && came_along && sizes_.fits(t.box, picture_.height)) t.person = kSure;
    const bool whole =
        !t.shared && t.box.x > 2 && t.box.right() < picture_.width - 2 && t.box.bottom() < picture_.height - 2;
    if (t.person >= kSure && !t.shared)
      ++t.colours[static_cast<std::size_t>(clothes_colour(picture_, foreground, t.label, t.box))];
    if (t.person >= 1 && whole && t.real) sizes_.learn(t.box, picture_.height);
  }
}

SceneEvent Scene::event(SceneEvent::Kind kind, TimePoint at, const Track& track, Side side) const {
  const Point c = track.box.center();
  return {kind,
          at,
          side,
          track.person >= kSure,
          {c.x / picture_.width, c.y / picture_.height},
          track.id,
          prevailing(track.colours)};
}

// A thing that comes or goes where a person has just done so is a piece of that person.
void Scene::push_passage(SceneEvent event) {
  if (event.person) person_passed_[event.side] = event;
  const auto last = person_passed_.find(event.side);
  if (!event.person && last != person_passed_.end() && event.at - last->second.at < kPieceOfPerson &&
      std::hypot(event.place.x - last->second.place.x, event.place.y - last->second.place.y) < kPieceNear) {
    return;
  }
  events_.push_back(event);
}

void Scene::report_exit(const Passage& passage, TimePoint now) {
  // In and out again before it was known what it was: neither is told.
  if (std::erase_if(undecided_, [&](const Passage& p) { return p.track.id == passage.track.id; }) > 0) return;
  const Track& t = passage.track;
  const bool crossed = t.alone && t.inside && t.hits >= 6 && straight(t) && t.travelled() > std::max(t.box.w, t.box.h);
  if (t.person >= kSure || crossed) push_passage(event(SceneEvent::Kind::kExit, now, t, passage.side));
}

void Scene::report(TimePoint now) {
  auto& tracks = tracker_.tracks();
  const float large = 0.001f * picture_.width * picture_.height;
  std::erase_if(undecided_, [&](const Passage& p) {
    const auto t = std::ranges::find(tracks, p.track.id, &Track::id);
    if (t == tracks.end()) return true;
    const bool crossed = t->alone && apart(*t) && tracker_.gap(t->box, p.side) > 1.5f && looked_often(*t, 3) &&
                         t->area > large && t->travelled() > 0.7f * std::min(t->box.w, t->box.h);
    if (straight(*t) && (t->person >= kSure || crossed)) {
      push_passage(event(SceneEvent::Kind::kEntry, p.at, *t, p.side));
      return true;
    }
    if (now - p.at < kDecideWithin) return false;
    // An arm that reaches into the picture: it has not come in, but it is there.
    t->entered = false;
    t->birth = Track::Birth::kInside;
    return true;
  });
  for (Track& t : tracks) {
    if (t.appeared || t.entered || t.misses > 0 || !t.real || t.birth == Track::Birth::kBorder) continue;
    const bool known_scene = t.birth == Track::Birth::kInside;
    const float size = std::min(t.box.w, t.box.h);
    if (t.person >= kSure) {
      // Others were there before, or hidden behind somebody.
      if (known_scene && t.travelled() < 0.4f * t.box.h) continue;
      t.appeared = true;
      if (known_scene) events_.push_back(event(SceneEvent::Kind::kAppearance, now, t));
    } else if (t.alone && apart(t) && looked_often(t, 3) && t.area > large && straight(t) &&
               t.travelled() > kSteps * t.stride && t.travelled() > std::max(4.f, (known_scene ? 0.4f : 1.f) * size) &&
               background_.restlessness(t.first_box) < kRestless) {
      t.appeared = true;
      events_.push_back(event(SceneEvent::Kind::kMotion, now, t));
    }
  }
}

// Whether it is surely no piece of another.
bool Scene::apart(const Track& track) const {
  return std::ranges::none_of(tracker_.tracks(), [&](const Track& other) {
    return other.id != track.id && other.area > 0.5f * track.area &&
           overlap(other.box.grown(0.3f * other.box.h, 0.2f * other.box.h), track.box) > 0;
  });
}

void Scene::refresh_view(TimePoint now) {
  view_.at = now;
  view_.watched_for = to_seconds(now - begun_at_);
  view_.all_moves = whole_.moving();
  view_.actors.clear();
  for (const Track& t : tracker_.tracks()) {
    if (!t.real) continue;
    const Point c = t.box.center();
    view_.actors.push_back({t.id,
                            t.person >= kSure,
                            t.misses > 1,
                            {c.x / picture_.width, c.y / picture_.height},
                            t.box.h / picture_.height,
                            {t.velocity.x / t.box.h, t.velocity.y / t.box.h},
                            straight(t),
                            to_seconds(now - t.born_at),
                            to_seconds(now - t.moved_at)});
  }
}

std::vector<SceneEvent> Scene::take_events() { return std::exchange(events_, {}); }

}  // namespace np::perception
