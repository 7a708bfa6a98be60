// The I/O thread as its users see it: a clock, a queue of tasks and timers. Everything with state lives on one Loop
// and needs no lock. AsioLoop is the real one; ManualLoop moves its clock by hand (unit tests, `describe`).
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "base/clock.hpp"

namespace np {

using Task = std::move_only_function<void()>;

// A pending timer. Destroying or resetting it cancels: the task will not run afterwards. Loop thread only.
class Timer {
 public:
  struct Entry {
    virtual ~Entry() = default;
    virtual void cancel() = 0;
  };

  Timer() = default;
  explicit Timer(std::shared_ptr<Entry> entry) : entry_(std::move(entry)) {}
  Timer(Timer&&) = default;
  Timer& operator=(Timer&& other) {
    cancel();
    entry_ = std::move(other.entry_);
    return *this;
  }
  ~Timer() { cancel(); }

  void cancel() {
    if (auto entry = std::exchange(entry_, nullptr)) entry->cancel();
  }

 private:
  std::shared_ptr<Entry> entry_;
};

class Loop {
 public:
  virtual ~Loop() = default;
  virtual TimePoint now() const = 0;
  // Any thread; never blocks. Tasks run in order on the loop's thread, never inside post() itself.
  virtual void post(Task task) = 0;
  // Runs the task once, `delay` from now, unless the Timer is gone by then. Loop thread.
  [[nodiscard]] virtual Timer after(Duration delay, Task task) = 0;
};

// Ties tasks posted from elsewhere to the life of an object on the loop. Make it a last member of that object: once the
// object is destroyed, its tasks do nothing. Loop thread; any thread may guard a task.
class Lifetime {
 public:
  template <typename F>
  auto guard(F f) const {
    return [weak = std::weak_ptr<int>(token_), f = std::move(f)](auto&&... args) mutable {
      if (!weak.expired()) f(std::forward<decltype(args)>(args)...);
    };
  }
  // Tasks guarded so far will not run any more.
  void renew() { token_ = std::make_shared<int>(0); }

 private:
  std::shared_ptr<int> token_ = std::make_shared<int>(0);
};

}  // namespace np
