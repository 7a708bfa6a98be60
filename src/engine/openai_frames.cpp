#include "engine/openai_frames.hpp"

#include <turbojpeg.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace np::openai {
namespace {

constexpr int kQuality = 90;  // small things must stay legible

void append_base64(std::string& out, const std::vector<unsigned char>& bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  out.reserve(out.size() + (bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const unsigned bits =
        static_cast<unsigned>(bytes[i]) << 16 | (left > 1 ? bytes[i + 1] << 8 : 0) | (left > 2 ? bytes[i + 2] : 0);
    out += kAlphabet[bits >> 18];
    out += kAlphabet[bits >> 12 & 63];
    out += left > 1 ? kAlphabet[bits >> 6 & 63] : '=';
    out += left > 2 ? kAlphabet[bits & 63] : '=';
  }
}

}  // namespace

FrameLimit limit_for(int max_slices) {
  constexpr int kSides[] = {448, 728, 896};
  const int side = kSides[std::clamp(max_slices, 1, 3) - 1];
  return {side, side};
}

JpegFrames::JpegFrames(FrameLimit limit) : limit_(limit), encoder_(tj3Init(TJINIT_COMPRESS)) {
  if (!encoder_) throw Error(ErrorKind::kInternal, "The JPEG encoder cannot be set up.");
  tj3Set(encoder_, TJPARAM_NOREALLOC, 1);
  tj3Set(encoder_, TJPARAM_QUALITY, kQuality);
  tj3Set(encoder_, TJPARAM_SUBSAMP, TJSAMP_420);
}

JpegFrames::~JpegFrames() { tj3Destroy(encoder_); }

ImageUri JpegFrames::uri(const VideoFrame& frame) {
  if (const auto kept = kept_.find(frame.id); kept != kept_.end()) return kept->second;
  int width = frame.width, height = frame.height;
  const std::uint8_t* rgb = frame.rgb.data();
  const double scale =
      std::min(static_cast<double>(limit_.max_width) / width, static_cast<double>(limit_.max_height) / height);
  if (scale < 1) {
    width = std::max(1, static_cast<int>(std::lround(frame.width * scale)));
    height = std::max(1, static_cast<int>(std::lround(frame.height * scale)));
    small_.resize(static_cast<std::size_t>(width) * height * 3);
    scaler_.scale({rgb, frame.width * 3, frame.width, frame.height}, {small_.data(), width * 3, width, height}, 3);
    rgb = small_.data();
  }
  std::vector<unsigned char> jpeg(tj3JPEGBufSize(width, height, TJSAMP_420));
  unsigned char* data = jpeg.data();
  std::size_t size = jpeg.size();
  if (tj3Compress8(encoder_, rgb, width, width * 3, height, TJPF_RGB, &data, &size))
    throw Error(ErrorKind::kInternal, "This picture cannot be written as JPEG.");
  jpeg.resize(size);
  std::string text = "data:image/jpeg;base64,";
  append_base64(text, jpeg);
  const ImageUri uri = std::make_shared<const std::string>(std::move(text));
  kept_[frame.id] = uri;
  if (kept_.size() > kMostKept) kept_.erase(kept_.begin());
  return uri;
}

}  // namespace np::openai
