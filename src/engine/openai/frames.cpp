#include "engine/openai/frames.hpp"

#include <turbojpeg.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "base/base64.hpp"
#include "base/error.hpp"

namespace np::openai {
namespace {

constexpr int kQuality = 90;  // small things must stay legible

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
  const ImageUri uri = std::make_shared<const std::string>(
      "data:image/jpeg;base64," + base64({reinterpret_cast<const char*>(jpeg.data()), jpeg.size()}));
  kept_[frame.id] = uri;
  if (kept_.size() > kMostKept) kept_.erase(kept_.begin());
  return uri;
}

}  // namespace np::openai
