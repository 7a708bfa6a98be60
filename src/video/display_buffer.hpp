// The recent past for viewers: pictures by capture time, at most 30 s and 64 MB of them; the oldest go. Any thread,
// except where noted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "video/frame.hpp"
#include "video/h264_picture.hpp"
#include "video/listeners.hpp"

namespace np {

template <typename Picture>
class PictureBuffer {
 public:
  using Ptr = std::shared_ptr<const Picture>;

  static constexpr Duration kMaxAge = std::chrono::seconds(30);
  static constexpr std::size_t kMaxBytes = 64u << 20;

  void push(Ptr picture);
  Ptr newest() const;  // nullptr while empty
  Ptr oldest() const;
  // The newest picture captured at or before `t`, otherwise the oldest; nullptr while empty.
  Ptr at(TimePoint t) const;
  // The first picture captured after `t`; nullptr if there is none yet.
  Ptr after(TimePoint t) const;
  // The newest picture captured at or before `t` that can be decoded by itself; nullptr if none is kept.
  Ptr key_at(TimePoint t) const;
  std::size_t size() const;
  std::size_t bytes() const;
  void clear();
  // Drops everything, because the next pictures are unrelated. Viewers continue with these at once.
  void begin_anew();
  // How often begin_anew() was called.
  std::uint64_t beginnings() const;
  // How often it was cleared: pictures before and after do not belong together.
  std::uint64_t clearings() const;

  // `on_picture` is called on the pushing thread for each new picture; see Listeners.
  using Listener = Listeners::Listener;
  [[nodiscard]] std::unique_ptr<Listener> listen(std::function<void()> on_picture);

 private:
  mutable std::mutex mutex_;
  std::deque<Ptr> pictures_;
  std::size_t bytes_ = 0;
  std::uint64_t beginnings_ = 0;
  std::uint64_t clearings_ = 0;
  Listeners listeners_;
};

extern template class PictureBuffer<JpegPicture>;
extern template class PictureBuffer<H264Picture>;
using DisplayBuffer = PictureBuffer<JpegPicture>;
using H264Buffer = PictureBuffer<H264Picture>;

}  // namespace np
