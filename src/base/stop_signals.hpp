// Handles SIGINT, SIGTERM and SIGHUP. The first one asks the program to stop; a second one, or a stop that takes longer
// than the limit, ends the process at once. A SIGHUP that nohup has turned off stays without effect. Make it before any
// other thread, so that all threads inherit the blocked signals.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <thread>

namespace np {

class StopSignals {
 public:
  // `on_stop` is called once, on a thread of its own. Without `limit`, stopping may take as long as it needs.
  StopSignals(std::function<void()> on_stop, std::optional<std::chrono::milliseconds> limit);
  // Waits until on_stop has returned.
  ~StopSignals();

 private:
  std::jthread thread_;
};

}  // namespace np
