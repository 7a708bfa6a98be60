// The sound of an HLS playlist's pictures, where it is in a playlist of its own: fetched while somebody listens, no
// further ahead than the pictures need it, and handed over with its place beside them. Sound waits for the pictures and
// never the other way round; whatever is wrong with it is logged once and tried again. Only for .cpp files that adapt
// GStreamer.
#pragma once

#include <gst/gst.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "source/hls/hls_reader.hpp"
#include "source/pictures/sample.hpp"

namespace np {

class HlsSound {
 public:
  // Called on threads of its own, one at a time, between follow() and leave() only.
  struct Listener {
    std::function<void(GstBuffer* buffer, GstCaps* caps, MediaTime at)> on_piece;
    std::function<void()> on_rest;         // nobody listens any more
    std::function<std::uint64_t()> piece;  // asked: the number of the piece that the pictures are read from
  };

  explicit HlsSound(Listener listener);
  ~HlsSound();
  HlsSound(const HlsSound&) = delete;
  HlsSound& operator=(const HlsSound&) = delete;

  // Any thread; never blocks.
  void set_demand(bool wanted);
  // The thread of the pictures, before each of them.
  void picture(MediaTime at);

  // The owner's thread: a stream of pictures has begun, whose sound `sound` names (of it, what tells where to begin is
  // set here). Throws std::system_error where no thread can be had.
  void follow(const HlsReader::Options& sound, const HlsClock& clock);
  // It is over: when this returns nothing more is handed over.
  void leave();
  // For good. Waits until no thread of it is left.
  void close();

 private:
  class Stream;

  void run();
  void listen();
  bool play(HlsReader& reader, const std::string& shown);
  bool active() const { return wanted_ && !closed_; }
  Duration place_of(Duration time, bool wraps) const;
  void hand_over(const Stream& stream, GstBuffer* buffer, GstCaps* caps, Duration time);

  const Listener listener_;
  std::mutex handing_;  // held while the listener is called; before mutex_
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool wanted_ = false;
  bool closed_ = false;
  bool complained_ = false;
  HlsReader::Options sound_;
  std::optional<HlsClock> clock_;  // nothing: no pictures to go by
  unsigned clocks_ = 0;            // so far
  Duration shown_{};               // the place of the newest picture
  std::thread thread_;             // the owner's thread's own
};

}  // namespace np
