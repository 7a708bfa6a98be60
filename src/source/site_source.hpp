// The video on a page of a site. Its address is found by a program of somebody else and holds for some hours: it is
// found again before that, and the next connection takes over with its first picture. One run.
#pragma once

#include <memory>

#include "source/source.hpp"

namespace np {

class SiteSource final : public Source {
 public:
  // `local`: the page is on this machine, so that its video may be there, too.
  SiteSource(Loop& loop, SourceSpec page, const SourceOptions& options, FrameSink& sink, bool local);
  ~SiteSource() override;

  void start(Listener listener) override;
  void set_demand(Demand demand) override;
  void set_frame_rate(double capture_fps) override;
  Pulse pulse() const override;
  SourceFacts facts() const override;
  bool has_video(VideoForm form) const override;
  std::optional<Playback> playback() const override;
  void play(const PlaybackWish& wish) override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace np
