#include "base/clock.hpp"

#include <atomic>
#include <cmath>
#include <limits>

namespace np {
namespace {

constexpr double kSet = 0.005;  // seconds; a wall clock that is only disciplined drifts by far less between two calls
constexpr double kAtOnce = 0.001;  // between two readings of the clock, or the thread was stopped in between

}  // namespace

double unix_seconds(TimePoint t) {
  static std::atomic<double> kept = std::numeric_limits<double>::quiet_NaN();
  const TimePoint before = Clock::now();
  const auto wall = std::chrono::system_clock::now().time_since_epoch();
  const TimePoint after = Clock::now();
  const double offset = std::chrono::duration_cast<Seconds>(wall).count() - to_seconds(before.time_since_epoch());
  double used = kept;
  const bool trusted = to_seconds(after - before) < kAtOnce;
  if (std::isnan(used) || (trusted && std::abs(offset - used) > kSet)) kept = used = offset;
  return used + to_seconds(t.time_since_epoch());
}

}  // namespace np
