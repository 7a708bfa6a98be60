// A source that GStreamer reads: files, and whatever else its URI decoder opens. One run, on a thread of its own.
// The destructor takes a second at most: where GStreamer does not let go, the thread and its pipeline are left behind.
#pragma once

#include <memory>

#include "source/source.hpp"

namespace np {

class GstSource final : public Source {
 public:
  GstSource(Loop& loop, SourceSpec spec, const SourceOptions& options, FrameSink& sink);
  ~GstSource() override;

  void start(Listener listener) override;
  void set_demand(Demand demand) override;
  void set_frame_rate(double capture_fps) override;
  Pulse pulse() const override;
  void give_up() override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace np
