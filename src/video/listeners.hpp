// Functions that want to know when something happens on any thread.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace np {

class Listeners {
 public:
  // Destroying it leaves: its function does not run afterwards. Must not outlive the Listeners.
  class Listener {
   public:
    ~Listener() {
      std::lock_guard lock(all_.mutex_);
      std::erase(all_.listeners_, this);
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

   private:
    friend class Listeners;
    Listener(Listeners& all, std::function<void()> hear) : all_(all), hear_(std::move(hear)) {
      std::lock_guard lock(all_.mutex_);
      all_.listeners_.push_back(this);
    }
    Listeners& all_;
    const std::function<void()> hear_;
  };

  // tell() calls `hear` on its own thread; it must not block, listen or leave.
  [[nodiscard]] std::unique_ptr<Listener> listen(std::function<void()> hear) {
    return std::unique_ptr<Listener>(new Listener(*this, std::move(hear)));
  }
  void tell() {
    std::lock_guard lock(mutex_);
    for (const Listener* listener : listeners_) listener->hear_();
  }

 private:
  std::mutex mutex_;
  std::vector<Listener*> listeners_;
};

}  // namespace np
