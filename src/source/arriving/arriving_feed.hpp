// Brings a file into a pipeline while it is still being written: what is there, a little ahead of what is shown, and
// then what comes, on a thread of its own. Only for .cpp files that adapt GStreamer.
#pragma once

#include <gst/gst.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "source/arriving/arriving_file.hpp"

namespace np {

class ArrivingFeed {
 public:
  // Adds its element to the bin. `waits`: for what has yet to come; else what is there is all of it. The stream ends
  // where the file does, or where the rest does not come. Throws std::system_error if no thread can be made.
  ArrivingFeed(GstBin* bin, std::shared_ptr<ArrivingFile> file, bool waits);
  // Once the bin's state is NULL.
  ~ArrivingFeed();

  GstElement* element() const { return source_; }

 private:
  void run();
  bool is_waited_for() const;
  bool rest();

  const std::shared_ptr<ArrivingFile> file_;
  const bool waits_;
  GstElement* const source_;  // the bin's
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopped_ = false;
  std::thread thread_;  // last
};

}  // namespace np
