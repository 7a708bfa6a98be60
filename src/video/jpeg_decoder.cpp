#include "video/jpeg_decoder.hpp"

#include <turbojpeg.h>

#include "base/error.hpp"

namespace np {
namespace {

// A head may claim 65535 x 65535; nothing that people watch is that large.
constexpr std::int64_t kMaxPixels = 64 << 20;

}  // namespace

JpegDecoder::JpegDecoder() : handle_(tj3Init(TJINIT_DECOMPRESS)) {
  if (!handle_) throw Error(ErrorKind::kInternal, "The JPEG decoder cannot be set up.");
  tj3Set(handle_, TJPARAM_SCANLIMIT, 100);
}

JpegDecoder::~JpegDecoder() { tj3Destroy(handle_); }

std::optional<PictureSize> JpegDecoder::size(std::span<const std::uint8_t> jpeg) {
  if (tj3DecompressHeader(handle_, jpeg.data(), jpeg.size()) != 0) return std::nullopt;
  const PictureSize size{tj3Get(handle_, TJPARAM_JPEGWIDTH), tj3Get(handle_, TJPARAM_JPEGHEIGHT)};
  if (std::int64_t{size.width} * size.height > kMaxPixels) return std::nullopt;
  return size;
}

std::optional<RgbPicture> JpegDecoder::decode(std::span<const std::uint8_t> jpeg, PictureSize wanted) {
  const auto whole = size(jpeg);
  if (!whole) return std::nullopt;
  tjscalingfactor scale{8, 8};
  for (int eighths = 7; eighths >= 1; --eighths) {
    const tjscalingfactor smaller{eighths, 8};
    if (TJSCALED(whole->width, smaller) < wanted.width || TJSCALED(whole->height, smaller) < wanted.height) break;
    scale = smaller;
  }
  if (tj3SetScalingFactor(handle_, scale) != 0) return std::nullopt;
  RgbPicture out{TJSCALED(whole->width, scale), TJSCALED(whole->height, scale), {}};
  out.rgb.resize(static_cast<std::size_t>(out.width) * out.height * 3);
  const int failed = tj3Decompress8(handle_, jpeg.data(), jpeg.size(), out.rgb.data(), 0, TJPF_RGB);
  if (failed && tj3GetErrorCode(handle_) != TJERR_WARNING) return std::nullopt;
  return out;
}

}  // namespace np
