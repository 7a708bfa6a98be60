// A thread that sits in a library's call which cannot be stopped may be left behind; then the process must end without
// tearing down what that thread uses. Any thread.
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

// For the end of main(): the status, or the end of the process at once where a thread was left behind.
inline int leave_process(int status) {
  if (!thread_abandoned()) return status;
  std::fflush(nullptr);
  std::_Exit(status);
}

}  // namespace np
