#include "source/pictures/lighter_video.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.hpp"
#include "source/pipeline/caps.hpp"
#include "video/frame_ids.hpp"

namespace np {
namespace {

constexpr double kMostPicturesPerSecond = 30;
// A source of 30 pictures a second counts as one of 33 now and then.
constexpr double kRateTolerance = 1.1;
constexpr double kUsualRate = 25;
constexpr double kNewestWeighs = 0.05;
// The encoder is told of another rate from this factor on.
constexpr double kOtherRate = 1.6;
constexpr double kLongestUsual = 10;  // seconds
constexpr double kMostDebt = 1;       // seconds

double claimed_interval(const Sample& sample) {
  int n = 0, d = 1;
  const GstStructure* caps = gst_caps_get_structure(gst_sample_get_caps(sample.gst.get()), 0);
  if (!gst_structure_get_fraction(caps, "framerate", &n, &d) || n <= 0) return 0;
  return static_cast<double>(d) / n;
}

}  // namespace

LighterLimits lighter_limits(VideoForm form) {
  if (form == VideoForm::kSmall) return {{854, 480}, 450'000};
  return {{1280, 720}, 1'900'000};
}

LighterVideo::LighterVideo(LighterLimits limits) : limits_(limits), maker_(limits.size), next_id_(next_h264_chain()) {}

double LighterVideo::picture_rate() const {
  const double rate = interval_ > 0 ? 1 / interval_ : kUsualRate;
  return std::clamp(rate / std::ceil(rate / kMostPicturesPerSecond / kRateTolerance), 1.0, kMostPicturesPerSecond);
}

// Of a faster source every second one, or every third: evenly.
bool LighterVideo::is_due(const Sample& sample) {
  const double passed = newest_at_ ? to_seconds(sample.captured_at - *newest_at_) : 0;
  if (!newest_at_)
    interval_ = claimed_interval(sample);
  else if (passed > 0 && passed < kLongestUsual)
    interval_ = interval_ > 0 ? std::lerp(interval_, passed, kNewestWeighs) : passed;
  newest_at_ = sample.captured_at;
  const double every = interval_ > 0 ? std::ceil(1 / (interval_ * kMostPicturesPerSecond * kRateTolerance)) : 1;
  if (++skipped_ < every) return false;
  skipped_ = 0;
  return true;
}

bool LighterVideo::affords(TimePoint at) {
  if (paid_at_ && at > *paid_at_) debt_ -= to_seconds(at - *paid_at_) * limits_.bits_per_second;
  paid_at_ = at;
  debt_ = std::max(debt_, 0.0);
  return debt_ < kMostDebt * limits_.bits_per_second;
}

void LighterVideo::fit_encoder(PictureSize size) {
  const double rate = picture_rate();
  if (encoder_) {
    const auto& now = encoder_->options();
    const double factor = std::max(rate / now.picture_rate, now.picture_rate / rate);
    if (now.size.width == size.width && now.size.height == size.height && factor < kOtherRate) return;
  }
  encoder_.reset();
  encoder_.emplace(
      H264Encoder::Options{.size = size, .picture_rate = rate, .bits_per_second = limits_.bits_per_second});
  key_wanted_ = true;
}

H264PicturePtr LighterVideo::next(const Sample& sample, bool anew) {
  key_wanted_ |= anew;
  if (!anew && newest_at_ == sample.captured_at) return nullptr;  // it is shown to one more viewer
  const bool due = is_due(sample);
  const bool affordable = affords(sample.captured_at);
  if (!key_wanted_ && (!due || !affordable)) return nullptr;

  const auto planar = maker_.make(sample);
  const PictureSize size = size_in(gst_sample_get_caps(planar.get()));
  std::optional<H264Units> units;
  try {
    fit_encoder(size);
    units = encoder_->encode(gst_sample_get_buffer(planar.get()), key_wanted_);
  } catch (const Error& e) {
    throw EncoderFailed{e.message()};
  }
  if (!units || (key_wanted_ && !units->key)) return nullptr;
  if (units->key) {
    H264Config config{size.width, size.height, std::move(units->sequence_sets), std::move(units->picture_sets)};
    if (config.sequence_sets.empty() || config.picture_sets.empty()) return nullptr;
    if (!config_ || *config_ != config) config_ = std::make_shared<const H264Config>(std::move(config));
    key_wanted_ = false;
  }
  auto out = std::make_shared<H264Picture>();
  out->id = next_id_++;
  out->captured_at = sample.captured_at;
  out->key = units->key;
  out->config = config_;
  out->units = std::move(units->rest);
  debt_ += 8.0 * static_cast<double>(out->units.size());
  return out;
}

}  // namespace np
