#include "engine/llama/llama_pace.hpp"

namespace np {
namespace {

constexpr double kWeight = 0.2;          // of a new measurement
constexpr double kEncodingsPerLine = 4;  // the frame's own, one for reading it, two for the words

}  // namespace

double blend(double average, double measured) {
  return average == 0 ? measured : average + (measured - average) * kWeight;
}

LlamaPace average(std::span<const LlamaPace> paces) {
  const auto over = [paces](double LlamaPace::* figure) {
    double sum = 0;
    int known = 0;
    for (const LlamaPace& pace : paces) {
      sum += pace.*figure;
      known += pace.*figure > 0;
    }
    return known > 0 ? sum / known : 0;
  };
  return {over(&LlamaPace::encode_s), over(&LlamaPace::tokens_per_s), over(&LlamaPace::line_s)};
}

std::optional<Duration> likely_latency(const LlamaPace& pace) {
  if (pace.line_s > 0) return from_seconds(pace.line_s);
  if (pace.encode_s > 0) return from_seconds(kEncodingsPerLine * pace.encode_s);
  return std::nullopt;
}

}  // namespace np
