// One thread with a bounded queue of tasks, owned by a class around a blocking library; nobody else sees it.
// The destructor drops what is queued, waits for the running task and joins.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "base/loop.hpp"

namespace np {

class WorkerThread {
 public:
  WorkerThread(std::string name, std::size_t max_queued);
  ~WorkerThread();

  // Any thread; never blocks. False, and the task is not taken, when the queue is full.
  [[nodiscard]] bool post(Task task);
  std::size_t queued() const;
  // Drops what is queued and not yet running.
  void clear();

 private:
  void run(std::stop_token stop);

  const std::size_t max_queued_;
  mutable std::mutex mutex_;
  std::condition_variable_any ready_;
  std::deque<Task> tasks_;
  std::jthread thread_;
};

}  // namespace np
