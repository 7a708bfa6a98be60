// Waits for whoever publishes by RTMP to an address of this machine. One run: it listens until it is destroyed, while
// publishers come and go, and plays one after the other. The destructor takes as long as GstSource's.
#pragma once

#include <memory>

#include "source/source.hpp"

namespace np {

class RtmpSource final : public Source {
 public:
  RtmpSource(Loop& loop, SourceSpec spec, const SourceOptions& options, FrameSink& sink);
  ~RtmpSource() override;

  void start(Listener listener) override;
  void set_demand(Demand demand) override;
  void set_frame_rate(double capture_fps) override;
  Pulse pulse() const override;
  bool has_video(VideoForm form) const override;
  SourceFacts facts() const override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace np
