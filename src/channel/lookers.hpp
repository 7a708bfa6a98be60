// Counts the viewers of one kind of picture of a show, and decides how long pictures are made for them. Loop thread.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>

#include "base/loop.hpp"

namespace np {

class Lookers {
 public:
  // `changed`: looking() may have changed. `left`: nobody has looked for a moment.
  Lookers(Loop& loop, std::function<void()> changed, std::function<void()> left)
      : loop_(loop), changed_(std::move(changed)), left_(std::move(left)) {}

  void came() {
    linger_.cancel();
    ++count_;
    lingering_ = false;
    changed_();
  }
  void left() {
    if (--count_ > 0) return;
    lingering_ = true;
    linger_ = loop_.after(kLinger, [this] {
      lingering_ = false;
      changed_();
      left_();
    });
  }
  bool looking() const { return count_ > 0 || lingering_; }

 private:
  // After a reload, a page still finds the past.
  static constexpr Duration kLinger = std::chrono::seconds(3);

  Loop& loop_;
  const std::function<void()> changed_;
  const std::function<void()> left_;
  std::size_t count_ = 0;
  bool lingering_ = false;
  Timer linger_;
};

}  // namespace np
