// One GStreamer pipeline: from a URI to pictures at their time. It is built, played, perhaps sent back to its beginning
// over and over, and gone; what happens to it is told by messages.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "source/pipeline_news.hpp"
#include "source/sample.hpp"
#include "source/source.hpp"

namespace np {

class MediaPipeline {
 public:
  struct Options {
    SourceSpec spec;
    bool over_tcp = true;  // RTSP's pictures
    bool paced = true;
    bool loop = true;
    double fallback_fps = 10;
  };
  using OnSample = std::function<void(Sample)>;

  // `on_sample` is called on a streaming thread. Throws Error where GStreamer lacks what everything needs.
  MediaPipeline(const Options& options, PipelineNews& news, OnSample on_sample);
  // Waits until no thread of the pipeline is left: never on one of them.
  ~MediaPipeline();
  MediaPipeline(const MediaPipeline&) = delete;
  MediaPipeline& operator=(const MediaPipeline&) = delete;

  // Starts reading, up to the first picture (kPrerolled), or, for a live source, for good: then it returns true.
  bool open();
  // The first picture is due at once, or at `not_before` if that is later.
  void play(TimePoint not_before);
  // Back to the beginning; false where this cannot be done. `flush`: drops what is under way (kPrerolled follows).
  bool rewind(bool flush);
  // What is known once kOpened has come; kind is left to the caller.
  SourceInfo info() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
