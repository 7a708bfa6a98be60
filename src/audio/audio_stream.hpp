// The voice's time line: speech paced in real time at 48 kHz, with silence between sentences, for any number of
// listeners. The time line runs by the loop's clock alone, so a listener that stalls, joins late or is missing never
// changes when something has been played. Loop thread only.
//
// Block n is due at the stream's start + n * 20 ms. A timer runs only while somebody listens; without listeners, the
// next question brings the time line up to date. After a late timer, at most 200 ms are made up at once, and the gap
// shows in Block::first_sample.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "audio/pcm.hpp"
#include "base/loop.hpp"
#include "base/metrics.hpp"

namespace np {

class AudioStream {
 public:
  static constexpr std::size_t kBlockSamples = 960;  // 20 ms
  static constexpr Duration kBlock = std::chrono::milliseconds(20);
  static constexpr std::size_t kMaxQueuedBlocks = 10;  // 200 ms a listener; beyond that, its oldest go
  static constexpr Duration kFade = std::chrono::milliseconds(20);
  static constexpr std::size_t kMaxSpeechSamples = 60 * kSampleRate;  // unplayed; beyond that, the newest chunks go

  struct Block {
    std::uint64_t first_sample = 0;  // position on the time line; gaps tell a listener what it lost
    bool silent = true;              // every sample is zero
    std::array<std::int16_t, kBlockSamples> samples{};
  };
  using BlockPtr = std::shared_ptr<const Block>;

  class Listener;

  // `labels`: for the metrics.
  explicit AudioStream(Loop& loop, const metrics::Labels& labels = {});
  ~AudioStream();

  // Appends speech behind the unplayed rest, or starts it at the next block. A chunk that would make more than 60 s
  // wait is dropped, counted and logged.
  void write(PcmPtr chunk);
  // Fades out the playing speech within kFade of the block under way and drops the rest; speech that has not begun is
  // not heard.
  void interrupt();
  // When all speech written so far will have been played; not after now() if nothing is left.
  TimePoint speech_ends_at() const;
  bool speaking() const;
  // Joins at the present block. `on_block` is called on the loop for each new block; the listener then takes it with
  // next(). It may write, join or leave, but not throw. Destroying the listener leaves. Listeners must not outlive the
  // stream.
  std::unique_ptr<Listener> listen(std::function<void()> on_block);
  std::size_t listeners() const { return listeners_.size(); }
  std::uint64_t dropped_blocks() const { return dropped_blocks_; }  // over all listeners
  std::uint64_t dropped_chunks() const { return dropped_chunks_; }  // of speech

 private:
  friend class Listener;
  TimePoint time_of(std::uint64_t sample) const { return start_ + samples_to_duration(sample); }
  void advance();
  void run_timer();
  void hand_out(const BlockPtr& block);
  void leave(Listener* listener);
  BlockPtr take_block();
  std::size_t take_speech(std::span<std::int16_t> into);
  void skip_speech(std::uint64_t samples);

  Loop& loop_;
  metrics::Counter& chunks_dropped_;
  const TimePoint start_;
  std::vector<Listener*> listeners_;
  std::uint64_t dropped_blocks_ = 0;
  std::uint64_t dropped_chunks_ = 0;
  std::uint64_t next_block_ = 0;    // blocks before it have been handed out or skipped
  std::deque<PcmPtr> speech_;       // not yet on the time line
  std::size_t front_taken_ = 0;     // samples of speech_.front() that are on it
  std::size_t speech_samples_ = 0;  // waiting in speech_
  bool speech_begun_ = false;       // some of the current run of speech has been on the time line
  std::uint64_t speech_end_ = 0;    // the sample behind the last one written
  bool overflowing_ = false;
  bool advancing_ = false;
  Timer timer_;
};

class AudioStream::Listener {
 public:
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  BlockPtr next();  // the oldest block not yet taken; nullptr if none

 private:
  friend class AudioStream;
  Listener(AudioStream& stream, std::function<void()> on_block);
  AudioStream& stream_;
  std::shared_ptr<std::function<void()>> on_block_;  // kept while it runs: it may destroy its listener
  std::deque<BlockPtr> blocks_;
};

}  // namespace np
