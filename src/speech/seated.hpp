// How each of the two seats speaks. Any thread.
#pragma once

#include <array>
#include <cstddef>
#include <iterator>
#include <mutex>
#include <utility>

#include "speech/voice.hpp"

namespace np {

template <typename Manner>
class Seated {
 public:
  // Of both.
  explicit Seated(const Manner& manner = {}) : manners_{manner, manner} {}

  Manner of(Seat seat) const {
    const std::lock_guard lock(mutex_);
    return manners_[static_cast<std::size_t>(seat)];
  }
  void set(Manner manner, Seat seat) {
    const std::lock_guard lock(mutex_);
    manners_[static_cast<std::size_t>(seat)] = std::move(manner);
  }

 private:
  mutable std::mutex mutex_;
  std::array<Manner, std::size(kSeats)> manners_;
};

}  // namespace np
