// What one publisher sends, on its way from the server's thread to whoever plays it. Until somebody takes it, it waits;
// where the one who takes it has no room, the server reads nothing more of the publisher. Any thread.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <vector>

#include "rtmp/unit.hpp"

namespace np::rtmp {

class Stream {
 public:
  // Called one at a time, on the server's thread or in take(); they never block.
  struct Taker {
    std::function<void(Unit)> on_unit;
    std::function<bool()> has_room;
  };

  // Once: what has come so far is handed over in this call.
  void take(Taker taker);
  // When it returns, nothing of the taker is called any more. What comes from here on is dropped.
  void leave();
  bool has_video() const { return has_video_; }

  // The server's.
  void push(Unit unit);
  bool has_room() const;

 private:
  static constexpr std::size_t kMostHeld = 2u << 20;  // bytes, and one message more

  std::atomic<bool> has_video_{false};
  mutable std::mutex mutex_;
  Taker taker_;
  bool left_ = false;
  std::vector<Unit> held_;
  std::size_t held_bytes_ = 0;
};

}  // namespace np::rtmp
