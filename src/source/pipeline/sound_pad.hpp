// Watches a pad that brings sound and hands each piece over with its place in what the source plays. It lets nothing
// through, so the pad needs no element behind it. Only for .cpp files that adapt GStreamer.
#pragma once

#include <gst/gst.h>

#include <atomic>
#include <functional>

#include "source/pictures/sample.hpp"

namespace np {

class SoundPad {
 public:
  using OnPiece = std::function<void(GstBuffer* buffer, GstCaps* caps, MediaTime at)>;

  // `laps`: how often the source was sent back to its beginning; `live` as MediaTime wants it. Both outlive the pad's
  // streaming. `on_piece` is called on the pad's thread.
  static void watch(GstPad* pad, const std::atomic<unsigned>& laps, const std::atomic<bool>& live, OnPiece on_piece);

 private:
  SoundPad(const std::atomic<unsigned>& laps, const std::atomic<bool>& live, OnPiece on_piece);

  static GstPadProbeReturn on_data(GstPad* pad, GstPadProbeInfo* probe, gpointer self);
  void take(GstPad* pad, GstBuffer* buffer);

  const std::atomic<unsigned>& laps_;
  const std::atomic<bool>& live_;
  const OnPiece on_piece_;
  GstSegment segment_;
  unsigned lap_;
  GstClockTime last_ = 0;
};

}  // namespace np
