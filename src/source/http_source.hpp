// A source at an http(s):// address. One GET finds out its kind. A camera's MJPEG is read from this very answer,
// because many senders take only one reader; files and HLS go to a GstSource, the page of a site to a SiteSource. One
// run, on a thread of its own. Whatever the sender does, it holds at most 32 MB of pictures.
#pragma once

#include <memory>

#include "source/source.hpp"

namespace np {

class HttpSource final : public Source {
 public:
  // An address named by a site must not be another page. It leads to the web alone, unless that site is on this machine
  // itself.
  enum class NamedBy { kUser, kSite, kLocalSite };
  HttpSource(Loop& loop, SourceSpec spec, const SourceOptions& options, FrameSink& sink,
             NamedBy named_by = NamedBy::kUser);
  ~HttpSource() override;

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
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
