// A thread whose work may sit in a library's call that never returns. Its owner waits for the end of the work for a
// while, then leaves it behind: the process goes on, and ends without tearing down what the thread uses. Owner's
// thread.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "base/clock.hpp"

namespace np {

class LeavableThread {
 public:
  // Threads that were left behind and still run, in all of the process. Any thread.
  static int left_behind();

  // `work` must keep alive what it uses. Throws std::system_error if no thread can be had.
  void start(const char* name, std::function<void()> work);

  // Blocks for at most `patience`. False: the thread is left behind. True as well where none was started.
  bool end(Duration patience);

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable ended;
    bool running = true;
    bool left = false;
  };

  std::shared_ptr<State> state_ = std::make_shared<State>();
  std::thread thread_;
};

}  // namespace np
