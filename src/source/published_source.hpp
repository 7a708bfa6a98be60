// A video that comes by WebRTC: that somebody publishes in a LiveKit room or straight to us, or that a server hands
// out. Which one it is may change while it runs; when there is none any more, it ends.
#pragma once

#include <memory>

#include "source/source.hpp"

namespace np {

namespace webrtc {
class Feed;
}

class PublishedSource final : public Source {
 public:
  // `feed` outlives the source; nullptr: there is none, which start() tells.
  PublishedSource(Loop& loop, webrtc::Feed* feed, SourceSpec spec, const SourceOptions& options, FrameSink& sink);
  // `feed` is for this source alone.
  PublishedSource(Loop& loop, std::unique_ptr<webrtc::Feed> feed, SourceSpec spec, const SourceOptions& options,
                  FrameSink& sink);
  ~PublishedSource() override;

  void start(Listener listener) override;
  void set_demand(Demand demand) override;
  void set_frame_rate(double capture_fps) override;
  Pulse pulse() const override;
  bool has_video(VideoForm form) const override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace np
