// A video of a LiveKit room: the newest that is live, or the newest of one participant. Which one it is may change while it
// runs; when there is none any more, it ends.
#pragma once

#include <memory>

#include "source/source.hpp"

namespace np {

namespace livekit {
class RoomBot;
}

class LivekitSource final : public Source {
 public:
  // `bot` outlives the source; nullptr: LiveKit is off, which start() tells.
  LivekitSource(Loop& loop, livekit::RoomBot* bot, SourceSpec spec, const SourceOptions& options, FrameSink& sink);
  ~LivekitSource() override;

  void start(Listener listener) override;
  void set_demand(Demand demand) override;
  void set_frame_rate(double capture_fps) override;
  Pulse pulse() const override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace np
