// One place in a worker's queue, for the newest task: a task that has had no turn when the next one comes is dropped.
#pragma once

#include <mutex>
#include <utility>

#include "base/loop.hpp"
#include "base/worker_thread.hpp"

namespace np {

class NewestTask {
 public:
  // Outlives what `worker` runs: declare it before the worker.
  explicit NewestTask(WorkerThread& worker) : worker_(worker) {}

  // Any thread; never blocks. If the worker's queue is full, it returns false and does not take the task.
  [[nodiscard]] bool post(Task task) {
    std::lock_guard lock(mutex_);
    std::swap(task_, task);
    if (task) return true;  // the dropped one's place is used
    if (worker_.post([this] { run(); })) return true;
    task_ = nullptr;
    return false;
  }

 private:
  void run() {
    Task task;
    {
      std::lock_guard lock(mutex_);
      std::swap(task_, task);
    }
    task();
  }

  WorkerThread& worker_;
  std::mutex mutex_;
  Task task_;
};

}  // namespace np
