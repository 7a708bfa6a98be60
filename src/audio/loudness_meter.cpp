#include "audio/loudness_meter.hpp"

#include <ebur128.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"

namespace np {

struct LoudnessMeter::Impl {
  explicit Impl(int rate_hz)
      : state(ebur128_init(1, static_cast<unsigned long>(rate_hz), EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK)) {
    if (!state) throw Error(ErrorKind::kInternal, "The loudness of sound cannot be measured.");
  }
  ~Impl() { ebur128_destroy(&state); }

  ebur128_state* state;
};

LoudnessMeter::LoudnessMeter(int rate_hz) : impl_(std::make_unique<Impl>(rate_hz)) {}
LoudnessMeter::~LoudnessMeter() = default;

void LoudnessMeter::push(std::span<const float> samples) {
  ebur128_add_frames_float(impl_->state, samples.data(), samples.size());
}

double LoudnessMeter::integrated() const {
  double lufs = kSilent;
  ebur128_loudness_global(impl_->state, &lufs);
  return std::isfinite(lufs) ? std::max(lufs, kSilent) : kSilent;
}

double LoudnessMeter::true_peak() const {
  double peak = 0;
  ebur128_true_peak(impl_->state, 0, &peak);
  return 20 * std::log10(std::max(peak, 1e-6));
}

}  // namespace np
