// SIGINT and SIGTERM: the first one asks to stop, a second one, or 2 s without success, ends the process there and then.
// Made first in main, before any other thread, so that all threads inherit the blocked signals.
#pragma once

#include <functional>
#include <thread>

namespace np {

class StopSignals {
 public:
  // `on_stop` is called once, on a thread of its own.
  explicit StopSignals(std::function<void()> on_stop);
  ~StopSignals();

 private:
  std::jthread thread_;
};

}  // namespace np
