// Closes pipelines in the background, because that takes tens of milliseconds. Any thread.
#pragma once

#include <condition_variable>
#include <mutex>

#include "base/clock.hpp"

namespace np::webrtc {

class Closings {
 public:
  void begin();
  void end();
  // False if some are still closing after `limit`.
  bool wait(Duration limit);

 private:
  std::mutex mutex_;
  std::condition_variable none_;
  int under_way_ = 0;
};

}  // namespace np::webrtc
