// Leaves behind a thread that is stuck in a library call which nothing can interrupt. The process then ends without
// destroying anything that the thread still uses. Any thread.
#pragma once

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace np {

inline std::atomic<bool>& thread_abandoned() {
  static std::atomic<bool> flag = false;
  return flag;
}

inline void abandon_thread() { thread_abandoned() = true; }

// Call it at the end of main(). Returns the status, or ends the process at once if a thread was left behind.
inline int leave_process(int status) {
  if (!thread_abandoned()) return status;
  std::fflush(nullptr);
  std::_Exit(status);
}

}  // namespace np
