#include "engine/watcher_scene.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <ranges>
#include <utility>

namespace np::watcher {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kSettling = milliseconds(2000);     // what shows itself after a start was there before
constexpr auto kLapSettling = milliseconds(800);   // the background is known, only the people are others
constexpr auto kDecideWithin = milliseconds(700);  // who or what came in
constexpr auto kThingStill = seconds(8);           // then it belongs to the background
constexpr auto kPersonStill = seconds(25);         // then it is looked at again
constexpr int kLooksPerFrame = 2;
constexpr int kMostLooks = 12;
constexpr float kSure = 0.5f;
constexpr std::size_t kMostEvents = 200;

void shrink(const VideoFrame& frame, Image& out) {
  const double scale = std::min({1.0, static_cast<double>(kWorkWidth) / frame.width, static_cast<double>(kWorkHeight) / frame.height});
  const int width = std::max(1, static_cast<int>(std::lround(frame.width * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(frame.height * scale)));
  if (out.width != width || out.height != height) out = make_image(width, height, 3);
  const cv::Mat from(frame.height, frame.width, CV_8UC3, const_cast<std::uint8_t*>(frame.rgb.data()));
  cv::Mat to(height, width, CV_8UC3, out.data.data());
  cv::resize(from, to, to.size(), 0, 0, cv::INTER_AREA);
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
  whole_.reset();
  tracker_ = {};
  sizes_.reset();
  undecided_.clear();
  events_.clear();
  view_ = {};
}

void Scene::begin(TimePoint now, Duration settling) {
  tracker_.start(picture_.width, picture_.height, now, now + settling);
  undecided_.clear();
}

void Scene::observe(const VideoFrame& frame) {
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
    foreground = &background_.subtract(picture_);
    verdict = whole_.judge(picture_, foreground->share, now);
  }
  if (verdict.change != WholePicture::Change::kNone) events_.push_back({kind_of(verdict.change), now});
  if (verdict.restart) {
    background_.start(picture_);
    begin(now, kSettling);
    begun_at_ = now;
    if (verdict.change == WholePicture::Change::kCut || another_size) sizes_.reset();
  } else if (!verdict.disturbed) {
    follow(frame, *foreground, now);
    std::vector<Box> followed;
    for (const Track& t : tracker_.tracks()) followed.push_back(t.box.grown(4, 4));
    background_.learn(picture_, followed, elapsed);
  }
  if (events_.size() > kMostEvents) events_.erase(events_.begin());
  refresh_view(now);
}

void Scene::follow(const VideoFrame& frame, const Foreground& foreground, TimePoint now) {
  tracker_.update(foreground, now);
  const std::vector<Passage> passages = tracker_.passages();
  clear_mistakes(foreground, now);
  look_at_people(frame, now);
  for (const Passage& p : passages) report_passage(p, now);
  report(now);
}

// Holes that somebody has left, patches of light, things that have come to rest: they belong to the background.
void Scene::clear_mistakes(const Foreground& foreground, TimePoint now) {
  std::vector<int> gone;
  for (Track& t : tracker_.tracks()) {
    if (t.label == 0 || t.shared) continue;
    const bool fresh = t.hits <= 3, still = now - t.moved_at > milliseconds(600);
    const bool parked = now - t.moved_at > (t.person >= kSure ? Duration(kPersonStill) : Duration(kThingStill));
    if (!fresh && !still) continue;
    const auto blob = std::ranges::find(foreground.blobs, t.label, &Blob::label);
    if (blob == foreground.blobs.end()) continue;
    if (parked && t.person >= kSure && t.looks >= kMostLooks) {
      t.looks = kMostLooks - 3;  // three more looks decide
      t.person = kSure / 2;
      continue;
    }
    if ((parked && t.looks >= kMostLooks) || background_.is_ghost(picture_, *blob) || background_.is_light(picture_, *blob)) {
      background_.adopt(picture_, *blob);
      gone.push_back(t.id);
    }
  }
  for (int id : gone) tracker_.drop(id);
}

void Scene::look_at_people(const VideoFrame& frame, TimePoint now) {
  const float scale = static_cast<float>(frame.width) / picture_.width;
  int looks = 0;
  for (Track& t : tracker_.tracks()) {
    if (t.misses > 0 || t.hits < 2 || t.shared) continue;
    if (t.person < 1 && t.looks < kMostLooks && looks < kLooksPerFrame && t.box.w < 1.2f * t.box.h) {
      ++looks;
      ++t.looks;
      const Box box{t.box.x * scale, t.box.y * scale, t.box.w * scale, t.box.h * scale};
      const float likeness = person_check_.look(frame, box);
      if (likeness > 0) t.person = std::min(1.f, t.person + (likeness > 0.6f ? 1.f : 0.5f));
      if (likeness > 0 && t.person >= kSure && now - t.moved_at > kPersonStill) t.moved_at = now;
    }
    if (t.person < kSure && t.hits >= 2 && sizes_.fits(t.box, picture_.height)) t.person = kSure;
    const bool whole = t.box.x > 2 && t.box.right() < picture_.width - 2 && t.box.bottom() < picture_.height - 2;
    if (t.person >= 1 && whole && t.real) sizes_.learn(t.box, picture_.height);
  }
}

SceneEvent Scene::event(SceneEvent::Kind kind, TimePoint at, const Track& track, Side side) const {
  const Point c = track.box.center();
  return {kind, at, side, track.person >= kSure, {c.x / picture_.width, c.y / picture_.height}, track.id};
}

void Scene::report_passage(const Passage& passage, TimePoint now) {
  if (passage.kind == Passage::Kind::kEntry) {
    undecided_.push_back(passage);
    return;
  }
  // In and out again before it was known what it was: neither is told.
  if (std::erase_if(undecided_, [&](const Passage& p) { return p.track.id == passage.track.id; }) > 0) return;
  const bool person = passage.track.person >= kSure;
  if (person || passage.track.hits >= 6) events_.push_back(event(SceneEvent::Kind::kExit, now, passage.track, passage.side));
}

void Scene::report(TimePoint now) {
  auto& tracks = tracker_.tracks();
  std::erase_if(undecided_, [&](const Passage& p) {
    const auto t = std::ranges::find(tracks, p.track.id, &Track::id);
    if (t == tracks.end()) return true;
    const bool late = now - p.at >= kDecideWithin;
    if (t->person < kSure && !late) return false;
    const Point a = t->first_box.center(), b = t->box.center();
    const bool travelled = std::hypot(b.x - a.x, b.y - a.y) > 0.6f * std::min(t->box.w, t->box.h);
    const bool large = t->area > 0.001f * picture_.width * picture_.height;
    if (t->person >= kSure || (travelled && large)) events_.push_back(event(SceneEvent::Kind::kEntry, p.at, *t, p.side));
    return true;
  });
  for (Track& t : tracks) {
    if (t.appeared || t.entered || t.misses > 0 || !t.real || t.birth == Track::Birth::kBorder) continue;
    const Point a = t.first_box.center(), b = t.box.center();
    const float moved = std::hypot(b.x - a.x, b.y - a.y);
    const bool person = t.person >= kSure;
    if (person && t.birth != Track::Birth::kInside) {
      t.appeared = true;  // was there before, or was hidden by others
    } else if (person && moved > 0.4f * t.box.h) {
      t.appeared = true;
      events_.push_back(event(SceneEvent::Kind::kAppearance, now, t));
    } else if (!person && moved > std::max(4.f, 0.3f * std::min(t.box.w, t.box.h)) && t.speed() > 0.2f * t.box.h &&
               t.area > 0.001f * picture_.width * picture_.height && now - t.born_at >= kDecideWithin) {
      t.appeared = true;
      events_.push_back(event(SceneEvent::Kind::kMotion, now, t));
    }
  }
}

void Scene::refresh_view(TimePoint now) {
  view_.at = now;
  view_.watched_for = to_seconds(now - begun_at_);
  view_.all_moves = whole_.moving();
  view_.actors.clear();
  for (const Track& t : tracker_.tracks()) {
    if (!t.real) continue;
    const Point c = t.box.center();
    view_.actors.push_back({t.id, t.person >= kSure, t.misses > 1, {c.x / picture_.width, c.y / picture_.height},
                            t.box.h / picture_.height, {t.velocity.x / t.box.h, t.velocity.y / t.box.h},
                            to_seconds(now - t.born_at), to_seconds(now - t.moved_at)});
  }
}

std::vector<SceneEvent> Scene::take_events() { return std::exchange(events_, {}); }

}  // namespace np::watcher
