// Turns a source's sound into blocks for its listeners, with the same time of capture as the pictures beside them. With
// no listeners, it decodes nothing. Sound waits for its pictures and never the other way round, so no fault in the
// sound delays a picture. Only in an unpaced run do pictures wait for the sound before them, half a second at most.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "source/pictures/sample.hpp"
#include "source/source.hpp"

typedef struct _GstBuffer GstBuffer;
typedef struct _GstCaps GstCaps;

namespace np {

class SoundDecoder;

class SoundTap {
 public:
  // Decoded sound that waits for its pictures; beyond that the oldest goes.
  static constexpr Duration kMostHeld = std::chrono::seconds(5);
  // Sound is delivered so far ahead of the picture beside it, or as far as that picture lasts.
  static constexpr Duration kAhead = std::chrono::milliseconds(300);

  // `shown`: the source as it may be shown.
  SoundTap(const SourceOptions& options, std::string shown, FrameSink& sink);
  ~SoundTap();

  // The thread that brings the sound, as it comes out of the container or off the network. Never blocks for long.
  void push(GstBuffer* buffer, GstCaps* caps, MediaTime at);
  // The thread that brings the pictures, before each of them.
  void picture(const Sample& sample);
  // Any thread; never block.
  void set_demand(bool wanted);
  // A new run through the source begins: what is under way does not belong to it.
  void renew();
  // Any thread but the sink's. When this returns the sink is not used any more.
  void close();

 private:
  struct Held {
    MediaTime at;
    std::vector<std::int16_t> samples;
  };
  // The decoder has one time that only rises, whatever laps and jumps there are in the source's.
  struct Mark {
    Duration decoder;
    MediaTime media;
  };
  struct Anchor {
    MediaTime at;
    Duration reach;
    Duration offset;  // from media time to the time of capture
    bool live;
  };

  void drop_decoder(std::unique_lock<std::mutex>& lock);
  Duration decoder_time(MediaTime at, Duration length);
  MediaTime media_time(Duration decoder) const;
  void hold(std::vector<std::int16_t> samples, Duration begin);
  void release();
  void deliver(Held held);
  void wait_for_sound(std::unique_lock<std::mutex>& lock);

  const bool paced_;
  const std::string shown_;
  FrameSink& sink_;

  std::mutex mutex_;
  std::condition_variable decoded_;
  bool closed_ = false;
  bool wanted_ = false;
  bool complained_ = false;
  std::optional<TimePoint> broken_at_;
  std::optional<Anchor> anchor_;
  std::deque<Mark> marks_;
  Duration pushed_end_{};   // by the decoder's time
  Duration decoded_end_{};  // the same
  bool lags_ = false;       // it was waited for in vain
  std::deque<Held> held_;
  std::size_t held_samples_ = 0;

  // The thread's that brings the sound.
  std::string form_;
  std::unique_ptr<SoundDecoder> decoder_;  // last: its threads use all of the above
};

}  // namespace np
