// The speed of a model: for people, for deciding which work to begin, and for a first estimate of how far words are
// behind the picture. Plain values.
#pragma once

#include <optional>
#include <span>

#include "base/clock.hpp"

namespace np {

// Running averages; 0: not known yet.
struct LlamaPace {
  double encode_s = 0;      // a frame
  double tokens_per_s = 0;  // written ones
  double line_s = 0;        // a whole answer, with its newest frame
};

// Takes in a new measurement.
double blend(double average, double measured);

// Averages each figure over the paces that have it.
LlamaPace average(std::span<const LlamaPace> paces);

// From a frame to the end of a line. Until there is a line, it estimates from the time to encode a frame: reading a
// frame takes about as long, and writing a line twice that.
std::optional<Duration> likely_latency(const LlamaPace& pace);

}  // namespace np
