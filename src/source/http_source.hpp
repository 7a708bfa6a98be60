// What an http(s):// address gives. One GET finds out what it is: a camera's MJPEG is read from this very answer, for
// many senders take one reader only; everything else (files, HLS) is left to a GstSource. One run, on a thread of its
// own; whatever the sender does, at most 32 MB of pictures are held.
#pragma once

#include <memory>

#include "source/source.hpp"

namespace np {

class HttpSource final : public Source {
 public:
  HttpSource(Loop& loop, SourceSpec spec, const SourceOptions& options, FrameSink& sink);
  ~HttpSource() override;

  void start(Listener listener) override;
  void set_demand(Demand demand) override;
  void set_frame_rate(double capture_fps) override;
  Pulse pulse() const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
