#include "video/area_scaler.hpp"

#include <algorithm>
#include <cstddef>

#include "base/vector_loop.hpp"

namespace np {
namespace {

NP_VECTOR_LOOP void add_row(const std::uint8_t* __restrict in, std::uint16_t weight, std::size_t n,
                            std::uint16_t* __restrict sum) {
  for (std::size_t i = 0; i < n; ++i) sum[i] = static_cast<std::uint16_t>(sum[i] + in[i] * weight);
}

// kTaps 0: any number of them, as `taps` says.
template <int kChannels, int kTaps>
NP_VECTOR_LOOP void blend_pixels(const std::uint16_t* __restrict row, const std::vector<int>& first,
                                 const std::uint16_t* __restrict weights, int taps, std::uint8_t* __restrict out) {
  if constexpr (kTaps > 0) taps = kTaps;
  for (const int pixel : first) {
    for (int c = 0; c < kChannels; ++c) {
      const std::uint16_t* from = row + static_cast<std::ptrdiff_t>(pixel) * kChannels + c;
      std::uint32_t sum = 1u << 15;
      for (int k = 0; k < taps; ++k) sum += static_cast<std::uint32_t>(from[k * kChannels]) * weights[k];
      *out++ = static_cast<std::uint8_t>(sum >> 16);
    }
    weights += taps;
  }
}

template <int kChannels>
auto blend_for(int taps) {
  return taps == 2   ? blend_pixels<kChannels, 2>
         : taps == 3 ? blend_pixels<kChannels, 3>
         : taps == 4 ? blend_pixels<kChannels, 4>
                     : blend_pixels<kChannels, 0>;
}

}  // namespace

void AreaScaler::Axis::set(int f, int t) {
  if (f == from && t == to) return;
  from = f;
  to = t;
  // In units of 1/to of an old pixel, new pixel i covers [i*from, (i+1)*from) and old pixel k covers [k*to, (k+1)*to).
  const auto first_of = [&](std::int64_t i) { return i * from / to; };
  const auto end_of = [&](std::int64_t i) { return ((i + 1) * from + to - 1) / to; };
  first.resize(t);
  taps = 0;
  for (int i = 0; i < to; ++i) {
    first[i] = static_cast<int>(first_of(i));
    taps = std::max(taps, static_cast<int>(end_of(i) - first_of(i)));
  }
  weights.assign(static_cast<std::size_t>(to) * taps, 0);
  auto weight = weights.begin();
  for (std::int64_t i = 0; i < to; ++i, weight += taps) {
    std::int64_t given = 0;
    for (std::int64_t k = first_of(i); k < end_of(i); ++k) {
      // Rounding the running sum instead of each weight makes them add up to 256.
      const std::int64_t until = (std::min((k + 1) * to, (i + 1) * from) - i * from) * 256 / from;
      weight[k - first_of(i)] = static_cast<std::uint16_t>(until - given);
      given = until;
    }
  }
}

void AreaScaler::scale(const Plane<const std::uint8_t>& in, const Plane<std::uint8_t>& out, int channels) {
  across_.set(in.width, out.width);
  down_.set(in.height, out.height);
  const auto samples = static_cast<std::size_t>(in.width) * channels;
  row_.resize(samples +
              static_cast<std::size_t>(across_.taps) * channels);  // the last pixels' zero weights want samples
  const auto blend = channels == 1 ? blend_for<1>(across_.taps) : blend_for<3>(across_.taps);
  for (int y = 0; y < out.height; ++y) {
    std::ranges::fill(row_, 0);
    for (int k = 0; k < down_.taps; ++k)
      if (const std::uint16_t weight = down_.weights[static_cast<std::size_t>(y) * down_.taps + k])
        add_row(in.data + static_cast<std::ptrdiff_t>(down_.first[y] + k) * in.stride, weight, samples, row_.data());
    blend(row_.data(), across_.first, across_.weights.data(), across_.taps,
          out.data + static_cast<std::ptrdiff_t>(y) * out.stride);
  }
}

}  // namespace np
