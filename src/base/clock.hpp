// The one clock of the process. Here, steady_clock is CLOCK_MONOTONIC, which is also GStreamer's system clock, so
// capture times computed from a pipeline's running time compare directly with times that we take.
#pragma once

#include <chrono>

namespace np {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
using Duration = Clock::duration;
using Seconds = std::chrono::duration<double>;

inline double to_seconds(Duration d) { return std::chrono::duration_cast<Seconds>(d).count(); }
inline Duration from_seconds(double s) { return std::chrono::duration_cast<Duration>(Seconds(s)); }

// Unix time of a monotonic instant. The same instant gives the same time until somebody sets the wall clock. Any
// thread.
double unix_seconds(TimePoint t);

}  // namespace np
