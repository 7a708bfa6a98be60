#include "perception/motion/motion.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <utility>

namespace np::perception {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kSettling = milliseconds(4000);      // what shows itself after a start was there before
constexpr auto kLapSettling = milliseconds(800);    // the background is known, only those in it are others
constexpr auto kDecideWithin = milliseconds(1600);  // whether something has come in
constexpr auto kComesInFor = milliseconds(4000);    // at most, what is long and slow
constexpr auto kThingStill = seconds(8);            // then it belongs to the background
constexpr float kSteps = 1.8f;   // it takes more than one to call it movement: a shape may jump when it is seen better
constexpr double kRestless = 9;  // where so much changes all the time, movement is no news
constexpr double kCalmShare = 0.03;  // of foreground: no need to ask whether the camera moves
constexpr float kMostShake = 0.03f;  // of the width; more is a camera on its way
constexpr int kShiftedSlack = 15;
constexpr int kLeastNoise = 10;

// Goes somewhere, unlike a leaf in the wind.
bool straight(const Track& t) { return t.travelled() > 0.6f * t.path; }

std::optional<Occurrence::What> what_of(WholePicture::Change change) {
  using What = Occurrence::What;
  switch (change) {
    case WholePicture::Change::kCut: return What::kCut;
    case WholePicture::Change::kDark: return What::kDark;
    case WholePicture::Change::kDimmer: return What::kDimmer;
    case WholePicture::Change::kBrighter: return What::kBrighter;
    case WholePicture::Change::kLightBack: return What::kLightBack;
    case WholePicture::Change::kFlicker: return What::kFlickers;
    case WholePicture::Change::kAllMoves: return What::kCameraMoves;
    case WholePicture::Change::kCalm: return What::kCameraRests;
    case WholePicture::Change::kNone: break;
  }
  return std::nullopt;
}

struct Window {
  int x0, y0, x1, y1;
  int pixels() const { return std::max(0, x1 - x0) * std::max(0, y1 - y0); }
};

Window window_of(const Box& box, int width, int height) {
  return {std::clamp(static_cast<int>(box.x), 0, width), std::clamp(static_cast<int>(box.y), 0, height),
          std::clamp(static_cast<int>(box.right()), 0, width), std::clamp(static_cast<int>(box.bottom()), 0, height)};
}

}  // namespace

void Motion::reset() {
  picture_ = {};
  background_ = {};
  foreground_ = nullptr;
  shift_ = 0;
  whole_.reset();
  tracker_ = {};
  undecided_.clear();
  passages_.clear();
  last_luma_.clear();
  changed_share_ = 1;
}

void Motion::begin(TimePoint now, Duration settling) {
  tracker_.start(picture_.width, picture_.height, now, now + settling);
  undecided_.clear();
}

// A shaking camera is taken out of the picture before anything is compared.
const Foreground& Motion::subtract_steadily() {
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

Motion::Seen Motion::observe(const Image& rgb, TimePoint now, bool discontinuity) {
  const bool another_size = picture_.width != rgb.width || picture_.height != rgb.height;
  picture_ = rgb;
  passages_.clear();
  foreground_ = nullptr;
  const double elapsed = std::clamp(to_seconds(now - std::exchange(observed_at_, now)), 0.02, 2.0);
  if (another_size) last_luma_.clear();
  compare_with_last();

  Seen seen;
  WholePicture::Verdict verdict;
  if (!background_.started() || another_size || discontinuity) {
    verdict = whole_.resync(picture_, now);
    verdict.restart |= another_size || !background_.started();
    if (!verdict.restart) {
      foreground_ = &background_.subtract(picture_);
      verdict.restart = foreground_->share > WholePicture::kCrowded;
      begin(now, kLapSettling);
    }
    seen.another_scene = verdict.restart;
    seen.jumped = !verdict.restart;
  } else {
    foreground_ = &subtract_steadily();
    verdict = whole_.judge(rgb, {foreground_->share, shift_ > kMostShake * picture_.width, shift_ > 1}, now);
    seen.another_scene = verdict.change == WholePicture::Change::kCut;
  }
  seen.whole = what_of(verdict.change);
  if (verdict.restart) {
    background_.start(picture_);
    begin(now, kSettling);
    foreground_ = nullptr;
  } else if (!verdict.disturbed) {
    follow(*foreground_, now);
    std::vector<Box> followed;
    for (const Track& t : tracker_.tracks()) followed.push_back(t.box.grown(4, 4));
    background_.learn(picture_, followed, elapsed);
  }
  return seen;
}

// Half of the pixels differ by noise alone, as most of any picture stands still or moves as a whole.
void Motion::compare_with_last() {
  const std::size_t n = static_cast<std::size_t>(picture_.width) * picture_.height;
  luma_.resize(n);
  const cv::Mat rgb(picture_.height, picture_.width, CV_8UC3, picture_.data.data());
  cv::Mat luma(rgb.size(), CV_8U, luma_.data());
  cv::cvtColor(rgb, luma, cv::COLOR_RGB2GRAY);
  difference_.assign(n, 0);
  changed_share_ = 1;
  if (last_luma_.size() == n) {
    const cv::Mat last(rgb.size(), CV_8U, last_luma_.data());
    cv::Mat difference(rgb.size(), CV_8U, difference_.data());
    cv::absdiff(luma, last, difference);
    const std::array<int, 256> count = histogram(difference_);
    std::size_t below = 0;
    int median = 0;
    while (median < 255 && (below += count[median]) < n / 2) ++median;
    noise_ = std::max(kLeastNoise, 6 * median);
    std::size_t above = 0;
    for (int v = noise_ + 1; v < 256; ++v) above += count[v];
    changed_share_ = static_cast<double>(above) / static_cast<double>(n);
  }
  std::swap(last_luma_, luma_);
}

float Motion::foreground_in(const Box& box) const {
  if (!foreground_) return 0;
  const Window w = window_of(box, foreground_->width, foreground_->height);
  int n = 0;
  for (int y = w.y0; y < w.y1; ++y) {
    for (int x = w.x0; x < w.x1; ++x)
      n += foreground_->labels[static_cast<std::size_t>(y) * foreground_->width + x] != 0;
  }
  return static_cast<float>(n) / static_cast<float>(std::max(1, w.pixels()));
}

bool Motion::changed_in(const Box& box) const {
  const Window w = window_of(box, picture_.width, picture_.height);
  int n = 0;
  for (int y = w.y0; y < w.y1; ++y) {
    for (int x = w.x0; x < w.x1; ++x) n += difference_[static_cast<std::size_t>(y) * picture_.width + x] > noise_;
  }
  return n > std::max(3, w.pixels() / 33);
}

void Motion::follow(const Foreground& foreground, TimePoint now) {
  tracker_.update(foreground, now);
  const std::vector<Passage> crossings = tracker_.passages();
  clear_mistakes(foreground, now);
  for (const Passage& p : crossings) {
    if (p.kind == Passage::Kind::kEntry) {
      undecided_.push_back(p);
      continue;
    }
    // It left before it was certain that it had come, so neither is told.
    if (std::erase_if(undecided_, [&](const Passage& u) { return u.track.id == p.track.id; }) > 0) continue;
    const Track& t = p.track;
    if (t.alone && t.inside && t.hits >= 6 && straight(t) && t.travelled() > std::max(t.box.w, t.box.h))
      passages_.push_back({Passage::Kind::kExit, p.side, now, t});
  }
  report(now);
}

// Holes that somebody has left, patches of light, things that have come to rest: they belong to the background.
void Motion::clear_mistakes(const Foreground& foreground, TimePoint now) {
  std::vector<int> gone;
  for (Track& t : tracker_.tracks()) {
    if (t.label == 0 || t.shared) continue;
    const bool fresh = t.hits <= 3, still = now - t.moved_at > milliseconds(600);
    const bool parked = now - t.moved_at > Duration(kThingStill);
    if (!fresh && !still) continue;
    const auto blob = std::ranges::find(foreground.blobs, t.label, &Blob::label);
    if (blob == foreground.blobs.end()) continue;
    if (parked || background_.is_ghost(picture_, *blob) || background_.is_light(picture_, *blob)) {
      background_.adopt(picture_, *blob);
      gone.push_back(t.id);
    }
  }
  for (int id : gone) {
    const auto hole = std::ranges::find(tracker_.tracks(), id, &Track::id);
    // Somebody who stepped out of the hole is no piece of it.
    for (Track& t : tracker_.tracks()) {
      t.alone |= overlap(t.first_box, hole->box.grown(0.5f * hole->box.h, 0.3f * hole->box.h)) > 0;
    }
    tracker_.drop(id);
  }
}

void Motion::report(TimePoint now) {
  auto& tracks = tracker_.tracks();
  const float large = 0.001f * picture_.width * picture_.height;
  std::erase_if(undecided_, [&](const Passage& p) {
    const auto t = std::ranges::find(tracks, p.track.id, &Track::id);
    if (t == tracks.end()) return true;
    const bool crossed = t->alone && apart(*t) && tracker_.gap(t->box, p.side) > 1.5f && t->area > large &&
                         t->travelled() > 0.7f * std::min(t->box.w, t->box.h);
    if (straight(*t) && crossed) {
      passages_.push_back({Passage::Kind::kEntry, p.side, p.at, *t});
      return true;
    }
    const bool goes_on = now - t->moved_at < milliseconds(600) && straight(*t) && now - p.at < kComesInFor;
    if (now - p.at < kDecideWithin || goes_on) return false;
    // An arm that reaches into the picture: it has not come in, but it is there.
    t->entered = false;
    t->birth = Track::Birth::kInside;
    return true;
  });
  for (Track& t : tracks) {
    if (t.appeared || t.entered || t.misses > 0 || !t.real || t.birth == Track::Birth::kBorder) continue;
    const float size = std::min(t.box.w, t.box.h), far = t.birth == Track::Birth::kInside ? 0.4f : 1.f;
    if (t.alone && apart(t) && t.area > large && straight(t) && t.travelled() > kSteps * t.stride &&
        t.travelled() > std::max(4.f, far * size) && background_.restlessness(t.first_box) < kRestless) {
      t.appeared = true;
      passages_.push_back({Passage::Kind::kStart, Side::kNone, now, t});
    }
  }
}

// Whether it is surely no piece of another.
bool Motion::apart(const Track& track) const {
  return std::ranges::none_of(tracker_.tracks(), [&](const Track& other) {
    return other.id != track.id && other.area > 0.5f * track.area &&
           overlap(other.box.grown(0.3f * other.box.h, 0.2f * other.box.h), track.box) > 0;
  });
}

}  // namespace np::perception
