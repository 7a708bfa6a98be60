#include "source/leavable_thread.hpp"

#include <pthread.h>

#include <atomic>
#include <utility>

#include "base/abandoned_thread.hpp"

namespace np {
namespace {

std::atomic<int> still_running{0};

}  // namespace

int LeavableThread::left_behind() { return still_running; }

void LeavableThread::start(const char* name, std::function<void()> work) {
  thread_ = std::thread([state = state_, name, work = std::move(work)]() mutable {
    pthread_setname_np(pthread_self(), name);
    work();
    work = nullptr;
    std::lock_guard lock(state->mutex);
    state->running = false;
    if (state->left) --still_running;
    state->ended.notify_all();
  });
}

bool LeavableThread::end(Duration patience) {
  if (!thread_.joinable()) return true;
  std::unique_lock lock(state_->mutex);
  const bool over = state_->ended.wait_for(lock, patience, [this] { return !state_->running; });
  if (!over) {
    state_->left = true;
    ++still_running;
  }
  lock.unlock();
  if (over) {
    thread_.join();
  } else {
    thread_.detach();
    abandon_thread();
  }
  return over;
}

}  // namespace np
