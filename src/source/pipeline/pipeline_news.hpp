// News from a pipeline, and the request to stop. Any thread writes it; the thread that owns the pipeline reads it.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace np {

class PipelineNews {
 public:
  enum class Kind {
    kPrerolled,  // a state change or flushing seek is complete
    kFlowing,    // something comes, though no picture yet
    kOpened,     // the first picture is there
    kChanged,    // what is known of the pictures has changed
    kLength,     // it is time to see whether the video is longer than it seemed
    kLapRead,    // everything up to the end has been read, pictures are still under way
    kReadShown,  // the last picture of what kLapRead was about has been shown
    kLapShown,   // the last picture has been shown and no more will come
    kEnded,      // the same if nobody asked for laps
    kFailed,
    kWish,  // somebody wants it played in another way
  };
  struct Item {
    Kind kind;
    std::optional<Error> error = {};  // kFailed
    unsigned flush = 0;               // of laps: MediaPipeline::flushes() at that moment
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

}  // namespace np
