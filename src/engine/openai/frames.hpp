// Frames as JPEG data URIs, each made only once, because a server that keeps prefixes knows a picture by its bytes. One
// owner, one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "engine/openai/json.hpp"
#include "video/area_scaler.hpp"
#include "video/frame.hpp"

namespace np::openai {

// The pixels of MiniCPM's `max_slices` slices of 448 x 448; it would only shrink a larger picture.
FrameLimit limit_for(int max_slices);

class JpegFrames {
 public:
  // A frame that is larger is shrunk to `limit`.
  explicit JpegFrames(FrameLimit limit);
  ~JpegFrames();
  JpegFrames(const JpegFrames&) = delete;

  // Throws Error.
  ImageUri uri(const VideoFrame& frame);
  void clear() { kept_.clear(); }

 private:
  static constexpr std::size_t kMostKept = 64;  // some 100 KB each; the oldest goes

  const FrameLimit limit_;
  void* encoder_;
  AreaScaler scaler_;
  std::vector<std::uint8_t> small_;
  std::map<std::uint64_t, ImageUri> kept_;
};

}  // namespace np::openai
