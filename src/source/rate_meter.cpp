#include "source/rate_meter.hpp"

#include <cmath>
#include <utility>

namespace np {
namespace {

constexpr Duration kWindow = std::chrono::seconds(2);
constexpr int kMinIntervals = 3;
// Pictures that come in bunches make a single measurement differ as much as this.
constexpr double kTolerance = 0.3;
constexpr int kMinDeviations = 2;

double rounded(double fps) { return fps < 10 ? std::round(fps * 10) / 10 : std::round(fps); }

}  // namespace

bool RateMeter::add(TimePoint arrival) {
  if (intervals_ < 0) begun_ = arrival;
  ++intervals_;
  if (intervals_ < kMinIntervals || arrival - begun_ < kWindow) return false;
  return judge(std::exchange(intervals_, 0) / to_seconds(arrival - std::exchange(begun_, arrival)));
}

bool RateMeter::judge(double measured) {
  const bool deviates = std::abs(measured - fps_) > kTolerance * fps_;
  deviations_ = deviates ? deviations_ + 1 : 0;
  if (fps_ > 0 && deviations_ < kMinDeviations) return false;
  deviations_ = 0;
  fps_ = rounded(measured);
  return fps_ > 0;
}

}  // namespace np
