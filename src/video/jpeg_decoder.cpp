#include "video/jpeg_decoder.hpp"

#include <turbojpeg.h>

#include <initializer_list>

#include "base/error.hpp"

namespace np {
namespace {

// Limits for progressive files, which can ask for much from few bytes: work by their scans, memory by their size.
constexpr int kMaxScans = 20;
constexpr int kMaxMegabytes = 160;

bool starts_frame(std::uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

}  // namespace

std::optional<PictureSize> jpeg_claim(std::span<const std::uint8_t> jpeg) {
  if (jpeg.size() < 2 || jpeg[0] != 0xFF || jpeg[1] != 0xD8) return std::nullopt;
  std::size_t at = 2;
  while (at + 9 <= jpeg.size()) {
    if (jpeg[at] != 0xFF) return std::nullopt;
    const std::uint8_t marker = jpeg[at + 1];
    if (marker == 0xFF) {  // fill
      ++at;
      continue;
    }
    if (starts_frame(marker)) {
      const PictureSize size{jpeg[at + 7] << 8 | jpeg[at + 8], jpeg[at + 5] << 8 | jpeg[at + 6]};
      return size.width > 0 && size.height > 0 ? std::optional(size) : std::nullopt;
    }
    at += 2u + (jpeg[at + 2] << 8 | jpeg[at + 3]);
  }
  return std::nullopt;
}

std::optional<PictureSize> jpeg_size(std::span<const std::uint8_t> jpeg) {
  const auto claim = jpeg_claim(jpeg);
  return claim && std::int64_t{claim->width} * claim->height <= kMaxPicturePixels ? claim : std::nullopt;
}

JpegDecoder::JpegDecoder() : handle_(tj3Init(TJINIT_DECOMPRESS)) {
  if (!handle_) throw Error(ErrorKind::kInternal, "The JPEG decoder cannot be set up.");
  tj3Set(handle_, TJPARAM_SCANLIMIT, kMaxScans);
  tj3Set(handle_, TJPARAM_MAXMEMORY, kMaxMegabytes);
}

JpegDecoder::~JpegDecoder() { tj3Destroy(handle_); }

std::optional<RgbPicture> JpegDecoder::decode(std::span<const std::uint8_t> jpeg, PictureSize wanted) {
  const auto whole = jpeg_size(jpeg);
  if (!whole || tj3DecompressHeader(handle_, jpeg.data(), jpeg.size()) != 0 ||
      tj3Get(handle_, TJPARAM_JPEGWIDTH) != whole->width || tj3Get(handle_, TJPARAM_JPEGHEIGHT) != whole->height)
    return std::nullopt;
  tjscalingfactor scale = TJUNSCALED;
  for (const tjscalingfactor smaller : {tjscalingfactor{7, 8}, {3, 4}, {5, 8}, {1, 2}, {3, 8}, {1, 4}, {1, 8}}) {
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
