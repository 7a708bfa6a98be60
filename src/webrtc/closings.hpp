// Pipelines that are being closed, in the background: it takes them tens of milliseconds. Any thread.
#pragma once

#include <condition_variable>
#include <mutex>

#include "base/clock.hpp"

namespace np::webrtc {

class Closings {
 public:
  void begin();
  void end();
  // False where some are still under way then.
  bool wait(Duration limit);

 private:
  std::mutex mutex_;
  std::condition_variable none_;
  int under_way_ = 0;
};

}  // namespace np::webrtc
