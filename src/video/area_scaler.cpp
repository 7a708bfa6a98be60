#include "video/area_scaler.hpp"

#include <algorithm>
#include <cstddef>

namespace np {
namespace {

[[gnu::optimize("O3")]] void add_row(const std::uint8_t* __restrict in, std::uint16_t weight, std::size_t n,
                                     std::uint16_t* __restrict sum) {
  for (std::size_t i = 0; i < n; ++i) sum[i] = static_cast<std::uint16_t>(sum[i] + in[i] * weight);
}

}  // namespace

void AreaScaler::Axis::set(int f, int t) {
  if (f == from && t == to) return;
  from = f;
  to = t;
  spans.clear();
  weights.clear();
  // In units of 1/to of an old pixel, new pixel i covers [i*from, (i+1)*from) and old pixel k covers [k*to, (k+1)*to).
  for (std::int64_t i = 0; i < to; ++i) {
    const std::int64_t begin = i * from;
    const std::int64_t end = begin + from;
    Span span{static_cast<int>(begin / to), 0, weights.size()};
    std::int64_t given = 0;
    for (std::int64_t k = span.first; k * to < end; ++k, ++span.count) {
      // Rounding the running sum instead of each weight makes them add up to 256.
      const std::int64_t until = (std::min((k + 1) * to, end) - begin) * 256 / from;
      weights.push_back(static_cast<std::uint16_t>(until - given));
      given = until;
    }
    spans.push_back(span);
  }
}

void AreaScaler::scale(const Plane<const std::uint8_t>& in, const Plane<std::uint8_t>& out, int channels) {
  across_.set(in.width, out.width);
  down_.set(in.height, out.height);
  row_.resize(static_cast<std::size_t>(in.width) * channels);
  for (int y = 0; y < out.height; ++y) {
    std::ranges::fill(row_, 0);
    const Span& rows = down_.spans[y];
    for (int k = 0; k < rows.count; ++k)
      add_row(in.data + static_cast<std::ptrdiff_t>(rows.first + k) * in.stride, down_.weights[rows.weights_at + k],
              row_.size(), row_.data());
    std::uint8_t* to = out.data + static_cast<std::ptrdiff_t>(y) * out.stride;
    for (const Span& span : across_.spans) {
      const std::uint16_t* weights = &across_.weights[span.weights_at];
      for (int c = 0; c < channels; ++c) {
        const std::uint16_t* from = &row_[static_cast<std::size_t>(span.first) * channels + c];
        std::uint32_t sum = 1u << 15;
        for (int k = 0; k < span.count; ++k) sum += static_cast<std::uint32_t>(from[k * channels]) * weights[k];
        *to++ = static_cast<std::uint8_t>(sum >> 16);
      }
    }
  }
}

}  // namespace np
