// Encodes pictures as H.264 by GStreamer's openh264enc, on the calling thread. One owner, one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "video/frame.hpp"
#include "video/h264_units.hpp"

typedef struct _GstBuffer GstBuffer;

namespace np {

class H264Encoder {
 public:
  // The smallest side that it takes.
  static constexpr int kLeastSide = 16;

  struct Options {
    PictureSize size;  // both sides even
    double picture_rate = 25;
    int bits_per_second = 0;  // on average; noise takes more
    Duration key_interval = std::chrono::seconds(2);
  };

  // Any thread; looks once and logs if it is missing.
  static bool is_installed();

  // Throws Error if there is no encoder for this.
  explicit H264Encoder(const Options& options);
  ~H264Encoder();
  H264Encoder(const H264Encoder&) = delete;

  const Options& options() const { return options_; }
  // `picture`: I420 of the size. `key`: others need not know the pictures before it. Nothing: it was left out, because
  // it would have taken too many bits. Throws Error if the encoder fails.
  std::optional<H264Units> encode(GstBuffer* picture, bool key);

 private:
  struct Chain;
  const Options options_;
  std::unique_ptr<Chain> chain_;
  std::int64_t count_ = 0;
};

}  // namespace np
