// A source that GStreamer reads: files, and whatever else its URI decoder opens. One run, on a thread of its own, plays
// one pipeline after another of the same connection.
// The destructor takes a second at most: where GStreamer does not let go, the thread and its pipeline are left behind;
// of such there are three at most, and no other source is opened meanwhile.
#pragma once

#include <memory>

#include "source/source.hpp"

namespace np {

class SourceConnection;

class GstSource final : public Source {
 public:
  GstSource(Loop& loop, std::unique_ptr<SourceConnection> connection, FrameSink& sink);
  ~GstSource() override;

  void start(Listener listener) override;
  void set_demand(Demand demand) override;
  void set_frame_rate(double capture_fps) override;
  Pulse pulse() const override;
  bool has_video(VideoForm form) const override;
  SourceFacts facts() const override;
  void give_up() override;
  std::optional<Playback> playback() const override;
  void play(const PlaybackWish& wish) override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace np
