// What a pipeline has to say, and the word to stop: written by any thread, read by the one that owns the pipeline.
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

}  // namespace np
