// One thread with a bounded queue of tasks, owned privately by a class around a blocking library. The destructor drops
// queued tasks, waits for the running one and joins.
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

  // Any thread; never blocks. If the queue is full, it returns false and does not take the task.
  [[nodiscard]] bool post(Task task);
  std::size_t queued() const;
  // Drops queued tasks that have not started.
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
