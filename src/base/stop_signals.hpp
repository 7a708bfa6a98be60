// SIGINT, SIGTERM and SIGHUP: the first one asks to stop; a second one, or a limit without success, ends the process
// there and then. SIGHUP that nohup has turned off stays without effect. Made before any other thread, so that all
// threads inherit the blocked signals.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <thread>

namespace np {

class StopSignals {
 public:
  // `on_stop` is called once, on a thread of its own. Without `limit` stopping may take as long as it needs.
  StopSignals(std::function<void()> on_stop, std::optional<std::chrono::milliseconds> limit);
  // Waits until on_stop has returned.
  ~StopSignals();

 private:
  std::jthread thread_;
};

}  // namespace np
