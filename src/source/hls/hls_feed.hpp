// Brings the pieces that an HlsReader fetches into a pipeline, a few seconds ahead of what is shown, on a thread of its
// own. Only for .cpp files that adapt GStreamer.
#pragma once

#include <gst/gst.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "source/hls/hls_reader.hpp"

namespace np {

class HlsFeed {
 public:
  using OnFailed = std::function<void(Error)>;

  // Adds its element to the bin, at the place of output(). `shown`: whether everything that has left the element has
  // been shown. The reader outlives it. Throws std::system_error if no thread can be made.
  HlsFeed(GstBin* bin, HlsReader& reader, std::function<bool()> shown, OnFailed on_failed);
  // Once the bin's state is NULL.
  ~HlsFeed();

  GstElement* element() const { return source_; }
  // Any thread: of a complete playlist, where what leaves the element now stands in it.
  Duration position() const;
  // The same in one that is not complete: the number of that piece.
  std::uint64_t number() const;
  // Any thread, once something has left the element: of its first piece, without its place.
  HlsClock clock() const;
  // The same with its place, by the first buffer that comes through this pad; nullopt if that says nothing of its time.
  std::optional<HlsClock> clock_at(GstPad* pad, GstBuffer* first) const;

 private:
  struct Piece {
    std::uint64_t end;  // of its bytes, counted from the first piece
    Duration length;
    Duration position;
    std::uint64_t number;
  };

  void run();
  bool push(HlsReader::Data data);
  bool wait_for_room();
  std::uint64_t waiting() const;
  Duration ahead() const;
  Piece leaving() const;

  HlsReader& reader_;
  const std::function<bool()> shown_;
  const OnFailed on_failed_;
  GstElement* source_;  // the bin's
  std::atomic<bool> stopped_{false};
  std::atomic<bool> ended_{false};
  mutable std::mutex mutex_;
  std::condition_variable stop_;
  std::optional<HlsClock> clock_;
  std::deque<Piece> pieces_;
  std::uint64_t pushed_ = 0;
  std::thread thread_;  // last
};

}  // namespace np
