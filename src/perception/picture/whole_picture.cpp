#include "perception/picture/whole_picture.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace np::perception {
namespace {

using std::chrono::seconds;

constexpr int kGridColumns = 48;
constexpr int kGridRows = 36;
constexpr double kUsualSeconds = 10;
constexpr double kDarkLight = 45;
constexpr auto kFlickerWindow = seconds(6);
constexpr std::size_t kFlickerChanges = 3;  // more of them are one flicker
constexpr auto kFlickerOver = seconds(10);
constexpr auto kFlash = seconds(1);
constexpr auto kMovingAgain = seconds(15);
constexpr double kAllMoving = 2;                // so much do consecutive pictures differ when all of it moves
constexpr int kEdgeColumns = 6, kEdgeRows = 5;  // of the grid
constexpr float kBlackBar = 24;
constexpr double kEdgeChanges = 2, kOfTheWhole = 0.3;  // mean difference; share of that of the whole picture

}  // namespace

void WholePicture::reset() { *this = {}; }

WholePicture::Thumbnail WholePicture::shrink(const Image& rgb) {
  Thumbnail thumbnail(kGridColumns * kGridRows);
  for (int row = 0; row < kGridRows; ++row) {
    const int y0 = row * rgb.height / kGridRows, y1 = std::max(y0 + 1, (row + 1) * rgb.height / kGridRows);
    for (int column = 0; column < kGridColumns; ++column) {
      const int x0 = column * rgb.width / kGridColumns, x1 = std::max(x0 + 1, (column + 1) * rgb.width / kGridColumns);
      int sum = 0;
      for (int y = y0; y < std::min(y1, rgb.height); ++y) {
        for (int x = x0; x < std::min(x1, rgb.width); ++x) {
          const std::uint8_t* p = rgb.at(x, y);
          sum += (77 * p[0] + 150 * p[1] + 29 * p[2]) >> 8;
        }
      }
      thumbnail[static_cast<std::size_t>(row) * kGridColumns + column] =
          static_cast<float>(sum) / ((y1 - y0) * (x1 - x0));
    }
  }
  return thumbnail;
}

double WholePicture::mean_of(const Thumbnail& t) { return std::accumulate(t.begin(), t.end(), 0.0) / t.size(); }

double WholePicture::contrast_of(const Thumbnail& t) {
  const double mean = mean_of(t);
  double sum = 0;
  for (float v : t) sum += (v - mean) * (v - mean);
  return std::sqrt(sum / t.size());
}

WholePicture::Comparison WholePicture::compare(const Thumbnail& a, const Thumbnail& b) {
  const double ma = mean_of(a), mb = mean_of(b);
  double difference = 0, saa = 0, sbb = 0, sab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference += std::abs(a[i] - b[i]);
    saa += (a[i] - ma) * (a[i] - ma);
    sbb += (b[i] - mb) * (b[i] - mb);
    sab += (a[i] - ma) * (b[i] - mb);
  }
  // A flat picture has no structure to compare: a little noise added to both makes it neither like nor unlike.
  const double floor = 4.0 * a.size();
  return {difference / a.size(), (sab + floor) / std::sqrt((saa + floor) * (sbb + floor))};
}

WholePicture::Change WholePicture::judge_light(const Thumbnail& thumbnail, const Comparison& step, TimePoint now) {
  const double light = mean_of(thumbnail);
  const bool was_dark = dark_;
  Change change = Change::kNone;
  if (!light_changes_.empty() && now - light_changes_.back() < kFlash &&
      std::abs(light - light_before_) < 0.15 * light_before_ + 5 && std::abs(light - usual_light_) > 15) {
    dark_ = false;  // a flash, or a moment of dark: told once, its end is no news
  } else if (dark_) {
    if (light < 0.65 * light_before_) return Change::kNone;
    dark_ = false;
    change = Change::kLightBack;
  } else if (light < kDarkLight && light < 0.5 * usual_light_ && (step.likeness > 0.6 || contrast_of(thumbnail) < 12)) {
    dark_ = true;
    change = Change::kDark;
  } else if (step.likeness > 0.6 && light < 0.7 * usual_light_ && light < usual_light_ - 15) {
    change = Change::kDimmer;
  } else if (step.likeness > 0.6 && light > 1.35 * usual_light_ && light > usual_light_ + 20) {
    change = Change::kBrighter;
  } else {
    return Change::kNone;
  }
  if (!was_dark) light_before_ = usual_light_;
  usual_light_ = light;

  if (!light_changes_.empty() && now - light_changes_.back() > kFlickerOver) flickering_ = false;
  while (!light_changes_.empty() && now - light_changes_.front() > kFlickerWindow) light_changes_.pop_front();
  light_changes_.push_back(now);
  if (flickering_) return Change::kNone;
  if (light_changes_.size() <= kFlickerChanges) return change;
  flickering_ = true;
  return Change::kFlicker;
}

// Another scene and a camera on its way change the left, the right and the upper edge of the picture. Somebody close to
// the camera changes half of the picture, but no more than one of them at a time.
bool WholePicture::edges_change(const Thumbnail& before, const Thumbnail& now, double difference) {
  struct Strip {
    int rows, from, to;  // columns
  };
  static constexpr Strip kEdges[] = {{kEdgeRows, 0, kGridColumns},
                                     {kGridRows * 3 / 4, 0, kEdgeColumns},
                                     {kGridRows * 3 / 4, kGridColumns - kEdgeColumns, kGridColumns}};
  int lit = 0, changed = 0;
  for (const Strip& edge : kEdges) {
    double sum = 0;
    float brightest = 0;
    for (int row = 0; row < edge.rows; ++row) {
      for (int column = edge.from; column < edge.to; ++column) {
        const std::size_t cell = static_cast<std::size_t>(row) * kGridColumns + column;
        sum += std::abs(before[cell] - now[cell]);
        brightest = std::max({brightest, before[cell], now[cell]});
      }
    }
    if (brightest < kBlackBar) continue;
    ++lit;
    changed += sum / (edge.rows * (edge.to - edge.from)) > std::max(kEdgeChanges, kOfTheWhole * difference);
  }
  return lit == 0 || changed >= std::max(1, lit - 1);
}

WholePicture::Change WholePicture::judge_motion(bool all_moves, Fit fit, double elapsed) {
  if (!moving_) {
    moving_for_ = all_moves ? moving_for_ + elapsed : 0;
    if (moving_for_ < 0.35) return Change::kNone;
    moving_ = true;
    calm_for_ = 0;
    return Change::kAllMoves;
  }
  // While all moves, the background is the picture before.
  calm_for_ = !fit.shifted && fit.foreground < 0.15 ? calm_for_ + elapsed : 0;
  if (calm_for_ < 1.2) return Change::kNone;
  moving_ = false;
  moving_for_ = 0;
  return Change::kCalm;
}

// A camera that moves and stops all the time is told now and then.
WholePicture::Change WholePicture::worth_telling(Change motion, TimePoint now) {
  if (motion == Change::kAllMoves) {
    moving_told_ = moving_told_at_ == TimePoint{} || now - moving_told_at_ > kMovingAgain;
    if (!moving_told_) return Change::kNone;
    moving_told_at_ = now;
  }
  return motion == Change::kCalm && !moving_told_ ? Change::kNone : motion;
}

WholePicture::Verdict WholePicture::judge(const Image& rgb, Fit fit, TimePoint now) {
  Thumbnail thumbnail = shrink(rgb);
  if (last_.empty()) {
    usual_light_ = mean_of(thumbnail);
    last_ = std::move(thumbnail);
    last_at_ = now;
    return {Change::kNone, true, false};
  }
  const double elapsed = std::clamp(to_seconds(now - last_at_), 0.02, 1.0);
  const Comparison step = compare(last_, thumbnail);
  Verdict verdict{judge_light(thumbnail, step, now), false, fit.foreground > kCrowded || fit.elsewhere};
  const bool light_changed = !light_changes_.empty() && light_changes_.back() == now;
  const bool cut = !light_changed && !dark_ && step.likeness < 0.5 && step.difference > std::max(12.0, 4 * unrest_) &&
                   std::max(contrast_of(thumbnail), contrast_of(last_)) > 8 &&
                   edges_change(last_, thumbnail, step.difference);
  if (cut) {
    verdict = {Change::kCut, true, false};
    moving_ = false;
    moving_for_ = misfit_for_ = unrest_ = 0;
    usual_light_ = mean_of(thumbnail);
  } else {
    const bool misfit = fit.elsewhere || fit.foreground > kCrowded;
    const Change motion = judge_motion(
        misfit && step.difference > kAllMoving && edges_change(last_, thumbnail, step.difference), fit, elapsed);
    if (verdict.change == Change::kNone) verdict.change = worth_telling(motion, now);
    // The light changed, the camera was pushed or a wall was painted: all is calm, but the background is wrong.
    misfit_for_ = verdict.disturbed && !moving_ && step.difference <= kAllMoving ? misfit_for_ + elapsed : 0;
    verdict.restart = moving_ || motion == Change::kCalm || misfit_for_ > 0.3;
    if (verdict.restart) misfit_for_ = 0;
    verdict.disturbed |= moving_;
    if (!light_changed) unrest_ += (step.difference - unrest_) * 0.3;
    if (!dark_) usual_light_ += (mean_of(thumbnail) - usual_light_) * (1 - std::exp(-elapsed / kUsualSeconds));
  }
  last_ = std::move(thumbnail);
  last_at_ = now;
  return verdict;
}

WholePicture::Verdict WholePicture::resync(const Image& rgb, TimePoint now) {
  Thumbnail thumbnail = shrink(rgb);
  const bool same = !last_.empty() && compare(last_, thumbnail).likeness > 0.7;
  const bool was_moving = moving_;
  reset();
  usual_light_ = mean_of(thumbnail);
  last_ = std::move(thumbnail);
  last_at_ = now;
  return {Change::kNone, !same || was_moving, false};
}

}  // namespace np::perception
