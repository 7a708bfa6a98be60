// One GStreamer pipeline: from a URI to pictures at their time. It is built, played, perhaps sent back to its beginning
// over and over, and gone; what happens to it is told by messages.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "source/sample.hpp"
#include "source/source.hpp"

namespace np {

// What a pipeline has to say, and the word to stop: written by any thread, read by the one that owns the pipeline.
class PipelineNews {
 public:
  enum class Kind {
    kPrerolled,  // a state change or flushing seek is complete
    kOpened,     // the first picture is there
    kLapRead,    // everything up to the end has been read, pictures are still under way
    kLapShown,   // the last picture has been shown and no more will come
    kEnded,      // the same where nobody asked for laps
    kFailed,
  };
  struct Item {
    Kind kind;
    std::optional<Error> error;  // kFailed
  };

  void post(Item item);
  void stop();
  bool stopped() const;
  // Forgets what was said by a pipeline that is gone.
  void clear();
  // Blocks until there is something, stop() was called or `deadline` has come; nothing in the last two cases.
  std::optional<Item> next(std::optional<TimePoint> deadline);

 private:
  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Item> items_;
  bool stopped_ = false;
};

class MediaPipeline {
 public:
  struct Options {
    std::string file;   // a path, or empty and then
    std::string uri;
    std::string shown;  // for people
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
  void play();
  // Back to the beginning; false where this cannot be done. `flush`: drops what is under way (kPrerolled follows).
  bool rewind(bool flush);
  // What is known once kOpened has come; kind is left to the caller.
  SourceInfo info() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
