#include "audio/resampler.hpp"

#include <soxr.h>

#include <cmath>
#include <cstddef>

#include "base/error.hpp"

namespace np {

struct Resampler::Impl {
  Impl(double from_hz, double to_hz) : ratio(to_hz / from_hz) {
    const auto quality = soxr_quality_spec(SOXR_HQ, 0);
    soxr_error_t error = nullptr;
    soxr = soxr_create(from_hz, to_hz, 1, &error, nullptr, &quality, nullptr);
    if (!soxr || error) throw Error(ErrorKind::kInternal, "Sound cannot be brought to another sample rate.");
  }
  ~Impl() { soxr_delete(soxr); }

  // `in` nullptr: the signal has ended.
  void process(const float* in, std::size_t count, std::vector<float>& out) {
    std::vector<float> buffer(static_cast<std::size_t>(std::ceil(static_cast<double>(count) * ratio)) + 1024);
    for (;;) {
      std::size_t used = 0, made = 0;
      if (soxr_process(soxr, in, count, &used, buffer.data(), buffer.size(), &made))
        throw Error(ErrorKind::kInternal, "Sound could not be brought to another sample rate.");
      out.insert(out.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(made));
      if (in) in += used;
      count -= used;
      if (made < buffer.size() && count == 0) return;
    }
  }

  const double ratio;
  soxr_t soxr = nullptr;
};

Resampler::Resampler(double from_hz, double to_hz) : impl_(std::make_unique<Impl>(from_hz, to_hz)) {}
Resampler::~Resampler() = default;

std::vector<float> Resampler::push(std::span<const float> samples) {
  std::vector<float> out;
  if (!samples.empty()) impl_->process(samples.data(), samples.size(), out);
  return out;
}

std::vector<float> Resampler::finish() {
  std::vector<float> out;
  impl_->process(nullptr, 0, out);
  soxr_clear(impl_->soxr);
  return out;
}

}  // namespace np
