// Brings what an RTMP publisher sends into a pipeline: pictures and sound, as coded. Only for .cpp files that adapt
// GStreamer.
#pragma once

#include <gst/gst.h>

#include <functional>
#include <memory>

#include "base/gst_ptr.hpp"
#include "rtmp/stream.hpp"

namespace np {

class RtmpFeed {
 public:
  // Called once, when the first sound has come, on any thread: `pad` brings it, and has nothing behind it.
  using OnSound = std::function<void(GstPad* pad, GstCaps* caps)>;

  // Adds its elements to the bin; video() is to be linked. From begin() on they get what comes.
  RtmpFeed(GstBin* bin, std::shared_ptr<rtmp::Stream> stream, OnSound on_sound);
  // Once the bin's state is NULL.
  ~RtmpFeed();

  GstElement* video() const { return video_; }
  void begin();

 private:
  void take(rtmp::Unit unit);
  void take_head(const rtmp::Unit& unit);
  bool has_room() const;

  const std::shared_ptr<rtmp::Stream> stream_;
  const OnSound on_sound_;
  GstElement* const video_;  // the bin's
  GstElement* const sound_;
  bool sound_told_ = false;  // as what follows, of whoever calls take()
  GstCapsPtr video_caps_, sound_caps_;
};

}  // namespace np
