#include "webrtc/closings.hpp"

namespace np::webrtc {

void Closings::begin() {
  std::lock_guard lock(mutex_);
  ++under_way_;
}

void Closings::end() {
  std::lock_guard lock(mutex_);
  --under_way_;
  none_.notify_all();
}

bool Closings::wait(Duration limit) {
  std::unique_lock lock(mutex_);
  return none_.wait_for(lock, limit, [this] { return under_way_ == 0; });
}

}  // namespace np::webrtc
