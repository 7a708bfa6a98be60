// A video that somebody publishes by WebRTC: in a LiveKit room, or straight to us. Which one it is may change while it
// runs; when there is none any more, it ends.
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
