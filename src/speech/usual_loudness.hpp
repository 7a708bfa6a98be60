// How loud a voice usually is, as its sentences tell. Any thread.
#pragma once

#include <mutex>
#include <optional>

namespace np {

class UsualLoudness {
 public:
  // LUFS, as far as is known before the first sentence.
  explicit UsualLoudness(std::optional<double> known = {}) : lufs_(known) {}

  std::optional<double> now() const {
    const std::lock_guard lock(mutex_);
    return lufs_;
  }
  void learn(std::optional<double> measured) {
    if (!measured) return;
    const std::lock_guard lock(mutex_);
    constexpr double kOfNew = 0.25;
    lufs_ = lufs_ ? *lufs_ + kOfNew * (*measured - *lufs_) : *measured;
  }

 private:
  mutable std::mutex mutex_;
  std::optional<double> lufs_;
};

}  // namespace np
