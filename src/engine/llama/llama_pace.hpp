// How fast a model works: for people, for deciding what is worth beginning, and for a first guess at how far words are
// behind the picture. Plain values.
#pragma once

#include <optional>
#include <span>

#include "base/clock.hpp"

namespace np {

// Each is a running average; 0: not known yet.
struct LlamaPace {
  double encode_s = 0;      // a frame
  double tokens_per_s = 0;  // that are written
  double line_s = 0;        // a whole answer, its newest frame included
};

// Takes in a new measurement.
double blend(double average, double measured);

// Each figure over those that know it.
LlamaPace average(std::span<const LlamaPace> paces);

// From a frame to the end of a line. Until a line was written it is guessed from what it takes to encode a frame: to
// read a frame takes about as long, and to write a line twice that.
std::optional<Duration> likely_latency(const LlamaPace& pace);

}  // namespace np
