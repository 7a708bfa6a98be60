// A source that GStreamer reads: files, and whatever else its URI decoder opens. One run, on a thread of its own.
// The destructor takes a second at most: where GStreamer does not let go, the thread and its pipeline are left behind;
// of such there are three at most, and no other source is opened meanwhile.
#pragma once

#include <memory>
#include <string>

#include "source/source.hpp"

namespace np {

// The findings of an earlier request to an http(s):// address.
struct WebContent {
  std::string address;  // that answers, after redirects
  bool local = false;   // at one of this machine's or link-local addresses, so that a playlist there may lead to others
  bool playlist = false;  // of HLS
  bool in_parts = false;  // its server sends any part of it that it is asked for
};

namespace rtmp {
class Stream;
}

class GstSource final : public Source {
 public:
  // `published`: what somebody sends by RTMP, of an rtmp:// address.
  GstSource(Loop& loop, SourceSpec spec, const SourceOptions& options, FrameSink& sink, WebContent content = {},
            std::shared_ptr<rtmp::Stream> published = nullptr);
  ~GstSource() override;

  void start(Listener listener) override;
  void set_demand(Demand demand) override;
  void set_frame_rate(double capture_fps) override;
  Pulse pulse() const override;
  bool has_video() const override;
  SourceFacts facts() const override;
  void give_up() override;
  std::optional<Playback> playback() const override;
  void play(const PlaybackWish& wish) override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace np
