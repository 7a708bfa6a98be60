// Decodes the sound of a source, whatever its codec, in a GStreamer pipeline of its own, so that trouble with it never
// reaches the pictures. Out comes 48 kHz, one channel. Only for .cpp files that adapt GStreamer.
#pragma once

#include <gst/gst.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.hpp"

namespace np {

class SoundDecoder {
 public:
  // `begin`: the time of the first sample, by the times given to push(). On a thread of the decoder's.
  using OnSound = std::function<void(std::vector<std::int16_t> samples, Duration begin)>;

  // Throws Error where GStreamer lacks what everything needs.
  explicit SoundDecoder(OnSound on_sound);
  // Waits until no thread of it is left: never on one of them.
  ~SoundDecoder();

  // One thread at a time; never blocks. If five seconds of sound wait to be decoded, it drops the piece.
  void push(GstBuffer* buffer, GstCaps* caps, Duration at);
  // Any thread. Why no more comes, for the log; empty: all is well.
  std::string broken() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
