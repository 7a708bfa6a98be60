#include "video/jpeg_encoder.hpp"

#include <turbojpeg.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/vector_loop.hpp"

namespace np {
namespace {

// Y'CbCr of one kind to full-range BT.601 is linear, and grey stays grey, so chroma needs no luma:
//   Y' = y*Y + y_u*U + y_v*V,  U' = u_u*U + u_v*V,  V' = v_u*U + v_v*V     (U and V around 0, Y above its black)
// In 16-bit fixed point that compilers turn into SIMD: samples are shifted left by 8 and multiplied by 1/4096ths with
// the high half kept, which leaves 1/16ths of a level.
struct ToJpegColors {
  std::uint16_t y;
  std::int16_t y_offset, y_u, y_v, u_u, u_v, v_u, v_v;

  explicit ToJpegColors(const YuvPicture& in) {
    const double kg = 1 - in.kr - in.kb;
    const double red_v = 2 * (1 - in.kr);
    const double blue_u = 2 * (1 - in.kb);
    const double green_u = -in.kb * blue_u / kg;
    const double green_v = -in.kr * red_v / kg;
    constexpr double kRed = 0.299, kGreen = 0.587, kBlue = 0.114;
    const double luma_u = kBlue * blue_u + kGreen * green_u;
    const double luma_v = kRed * red_v + kGreen * green_v;
    const double luma_scale = in.full_range ? 1.0 : 255.0 / 219.0;
    const double chroma_scale = in.full_range ? 1.0 : 255.0 / 224.0;
    const auto fixed = [](double x) { return static_cast<std::int16_t>(std::lround(x * 4096)); };
    y = static_cast<std::uint16_t>(std::lround(luma_scale * 4096));
    y_offset = static_cast<std::int16_t>(std::lround((in.full_range ? 0.0 : -16 * luma_scale) * 16) + 8);
    y_u = fixed(luma_u * chroma_scale);
    y_v = fixed(luma_v * chroma_scale);
    u_u = fixed((blue_u - luma_u) / (2 * (1 - kBlue)) * chroma_scale);
    u_v = fixed(-luma_v / (2 * (1 - kBlue)) * chroma_scale);
    v_u = fixed(-luma_u / (2 * (1 - kRed)) * chroma_scale);
    v_v = fixed((red_v - luma_v) / (2 * (1 - kRed)) * chroma_scale);
  }
};

inline std::int16_t times(std::int16_t a, std::int16_t b) {
  return static_cast<std::int16_t>((static_cast<std::int32_t>(a) * b) >> 16);
}
inline std::uint8_t level(std::int16_t sixteenths) {
  return static_cast<std::uint8_t>(std::clamp<std::int16_t>(sixteenths, 0, 255 * 16 + 15) >> 4);
}

NP_VECTOR_LOOP void convert_chroma(const ToJpegColors& c, const std::uint8_t* __restrict u,
                                   const std::uint8_t* __restrict v, int n, std::uint8_t* __restrict out_u,
                                   std::uint8_t* __restrict out_v, std::int16_t* __restrict luma_shift) {
  for (int x = 0; x < n; ++x) {
    const auto du = static_cast<std::int16_t>((u[x] - 128) * 256);
    const auto dv = static_cast<std::int16_t>((v[x] - 128) * 256);
    out_u[x] = level(static_cast<std::int16_t>(times(du, c.u_u) + times(dv, c.u_v) + 128 * 16 + 8));
    out_v[x] = level(static_cast<std::int16_t>(times(du, c.v_u) + times(dv, c.v_v) + 128 * 16 + 8));
    luma_shift[x] = static_cast<std::int16_t>(times(du, c.y_u) + times(dv, c.y_v) + c.y_offset);
  }
}

NP_VECTOR_LOOP void double_row(const std::int16_t* __restrict in, int n, std::int16_t* __restrict out) {
  for (int x = 0; x < n; ++x) out[2 * x] = out[2 * x + 1] = in[x];
}

NP_VECTOR_LOOP void convert_luma(const ToJpegColors& c, const std::uint8_t* __restrict y,
                                 const std::int16_t* __restrict luma_shift, int n, std::uint8_t* __restrict out) {
  for (int x = 0; x < n; ++x) {
    const auto scaled = static_cast<std::uint16_t>((static_cast<std::uint32_t>(y[x] << 8) * c.y) >> 16);
    out[x] = level(static_cast<std::int16_t>(static_cast<std::int16_t>(scaled) + luma_shift[x]));
  }
}

}  // namespace

JpegEncoder::JpegEncoder() : handle_(tj3Init(TJINIT_COMPRESS)) {
  if (!handle_) throw Error(ErrorKind::kInternal, "The JPEG encoder cannot be set up.");
  tj3Set(handle_, TJPARAM_NOREALLOC, 1);
}

JpegEncoder::~JpegEncoder() { tj3Destroy(handle_); }

std::vector<std::uint8_t> JpegEncoder::encode(const YuvPicture& in, int quality) {
  const int subsampling = in.half_chroma ? TJSAMP_420 : TJSAMP_444;
  // libturbojpeg reads whole chroma samples: an odd width or height has one more luma column or row.
  const int width = tj3YUVPlaneWidth(0, in.width, subsampling);
  const int height = tj3YUVPlaneHeight(0, in.height, subsampling);
  const int chroma_width = tj3YUVPlaneWidth(1, in.width, subsampling);
  const int chroma_height = tj3YUVPlaneHeight(1, in.height, subsampling);
  if (width <= 0 || height <= 0) throw Error(ErrorKind::kInvalid, "This picture has no size.");
  planes_[0].resize(static_cast<std::size_t>(width) * height);
  planes_[1].resize(static_cast<std::size_t>(chroma_width) * chroma_height);
  planes_[2].resize(planes_[1].size());
  luma_shift_.resize(static_cast<std::size_t>(chroma_width) * 3);

  const ToJpegColors colors(in);
  const int rows_each = in.half_chroma ? 2 : 1;
  std::int16_t* const narrow = luma_shift_.data();
  std::int16_t* const wide = in.half_chroma ? narrow + chroma_width : narrow;
  for (int cy = 0; cy < chroma_height; ++cy) {
    const std::size_t at = static_cast<std::size_t>(cy) * chroma_width;
    convert_chroma(colors, in.planes[1] + static_cast<std::ptrdiff_t>(cy) * in.strides[1],
                   in.planes[2] + static_cast<std::ptrdiff_t>(cy) * in.strides[2], chroma_width, &planes_[1][at],
                   &planes_[2][at], narrow);
    if (in.half_chroma) double_row(narrow, chroma_width, wide);
    for (int row = 0; row < rows_each; ++row) {
      const int y = cy * rows_each + row;
      std::uint8_t* const out = &planes_[0][static_cast<std::size_t>(y) * width];
      convert_luma(colors, in.planes[0] + static_cast<std::ptrdiff_t>(std::min(y, in.height - 1)) * in.strides[0], wide,
                   in.width, out);
      if (width > in.width) out[in.width] = out[in.width - 1];
    }
  }

  tj3Set(handle_, TJPARAM_QUALITY, quality);
  tj3Set(handle_, TJPARAM_SUBSAMP, subsampling);
  const unsigned char* planes[3] = {planes_[0].data(), planes_[1].data(), planes_[2].data()};
  const int strides[3] = {width, chroma_width, chroma_width};
  std::size_t size = tj3JPEGBufSize(in.width, in.height, subsampling);
  jpeg_.resize(size);
  unsigned char* data = jpeg_.data();
  if (tj3CompressFromYUVPlanes8(handle_, planes, in.width, strides, in.height, &data, &size))
    throw Error(ErrorKind::kInternal, "This picture cannot be written as JPEG.");
  return {data, data + size};
}

}  // namespace np
