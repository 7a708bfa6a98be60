#include "base/worker_thread.hpp"

#include <pthread.h>

#include <exception>
#include <utility>

#include "base/log.hpp"

namespace np {

WorkerThread::WorkerThread(std::string name, std::size_t max_queued)
    : max_queued_(max_queued), thread_([this, name](std::stop_token stop) {
        pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
        run(stop);
      }) {}

WorkerThread::~WorkerThread() {
  thread_.request_stop();
  clear();
  thread_.join();
}

bool WorkerThread::post(Task task) {
  {
    std::lock_guard lock(mutex_);
    if (tasks_.size() >= max_queued_) return false;
    tasks_.push_back(std::move(task));
  }
  ready_.notify_one();
  return true;
}

std::size_t WorkerThread::queued() const {
  std::lock_guard lock(mutex_);
  return tasks_.size();
}

void WorkerThread::clear() {
  std::deque<Task> dropped;
  std::lock_guard lock(mutex_);
  dropped.swap(tasks_);
}

void WorkerThread::run(std::stop_token stop) {
  for (;;) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      if (!ready_.wait(lock, stop, [this] { return !tasks_.empty(); })) return;
      if (stop.stop_requested()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    try {
      task();
    } catch (const std::exception& e) {
      log::error("A background task failed: {}", e.what());
    }
  }
}

}  // namespace np
