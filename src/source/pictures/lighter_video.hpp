// A source's picture as H.264 of few bits: shrunk, thinned out to at most 30 pictures a second, and encoded. Within any
// stretch of time it takes no more than its bits for that time and one second; pictures that would take more are left
// out. One owner, one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "source/pictures/h264_encoder.hpp"
#include "source/pictures/planar_maker.hpp"
#include "source/pictures/sample.hpp"
#include "video/h264_picture.hpp"
#include "video/video_form.hpp"

namespace np {

struct LighterLimits {
  FrameLimit size;  // of a picture that is wider than high; the other way round for others
  int bits_per_second = 0;
};

// With the heads of the fragments that carry them, 2 and 0.5 Mbit/s. Not for kSource.
LighterLimits lighter_limits(VideoForm form);

class LighterVideo {
 public:
  explicit LighterVideo(LighterLimits limits);

  // `anew`: what came before is of another place. nullptr: this picture is left out. The first one is a key picture.
  // Throws Error for a picture that cannot be converted, and EncoderFailed.
  H264PicturePtr next(const Sample& sample, bool anew);

 private:
  bool is_due(const Sample& sample);
  bool affords(TimePoint at);
  void fit_encoder(PictureSize size);
  double picture_rate() const;

  const LighterLimits limits_;
  PlanarMaker maker_;
  std::optional<H264Encoder> encoder_;
  std::uint64_t next_id_;
  std::shared_ptr<const H264Config> config_;
  bool key_wanted_ = true;

  std::optional<TimePoint> newest_at_;  // of those that came
  double interval_ = 0;                 // seconds from one to the next, on average; 0: not known
  int skipped_ = 0;                     // since the last one that was due
  std::optional<TimePoint> paid_at_;
  double debt_ = 0;  // bits that were sent ahead of their time
};

// No picture of this run will be encoded.
struct EncoderFailed {
  std::string why;
};

}  // namespace np
