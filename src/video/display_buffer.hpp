// The recent past as people may see it: JPEG pictures by capture time, at most 15 s and 64 MB of them; the oldest go.
// Any thread, except where said.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "video/frame.hpp"

namespace np {

class DisplayBuffer {
 public:
  static constexpr Duration kMaxAge = std::chrono::seconds(15);
  static constexpr std::size_t kMaxBytes = 64u << 20;

  void push(PicturePtr picture);
  PicturePtr newest() const;  // nullptr while empty
  PicturePtr oldest() const;
  // The newest picture captured at or before `t`, else the oldest; nullptr while empty.
  PicturePtr at(TimePoint t) const;
  // The first picture captured after `t`; nullptr if there is none yet.
  PicturePtr after(TimePoint t) const;
  std::size_t size() const;
  std::size_t bytes() const;
  void clear();

  // `on_picture` is called on the pushing thread for each new picture; it must not block, listen or leave. Destroying
  // the listener leaves: after that its function is not running and will not run any more. Listeners must not outlive
  // the buffer.
  class Listener;
  [[nodiscard]] std::unique_ptr<Listener> listen(std::function<void()> on_picture);

 private:
  mutable std::mutex mutex_;
  std::deque<PicturePtr> pictures_;
  std::size_t bytes_ = 0;
  std::mutex listeners_mutex_;
  std::vector<Listener*> listeners_;
};

class DisplayBuffer::Listener {
 public:
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

 private:
  friend class DisplayBuffer;
  Listener(DisplayBuffer& buffer, std::function<void()> on_picture);
  DisplayBuffer& buffer_;
  const std::function<void()> on_picture_;
};

}  // namespace np
