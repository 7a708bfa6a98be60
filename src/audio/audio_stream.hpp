// The voice's time line: what is said, paced in real time at 48 kHz, handed to any number of listeners, silence between
// sentences. The time line runs by the loop's clock alone, so a listener that stalls, joins late or is not there at all
// changes nothing about when something has been played. Loop thread only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "audio/pcm.hpp"
#include "base/loop.hpp"

namespace np {

class AudioStream {
 public:
  static constexpr std::size_t kBlockSamples = 960;  // 20 ms
  static constexpr Duration kBlock = std::chrono::milliseconds(20);
  static constexpr std::size_t kMaxQueuedBlocks = 10;  // 200 ms a listener; beyond that its oldest go
  static constexpr Duration kFade = std::chrono::milliseconds(20);

  struct Block {
    std::uint64_t first_sample = 0;  // position on the time line; gaps tell a listener what it lost
    bool silent = true;
    std::array<std::int16_t, kBlockSamples> samples{};
  };
  using BlockPtr = std::shared_ptr<const Block>;

  class Listener;

  explicit AudioStream(Loop& loop);
  ~AudioStream();

  // Appends speech behind what is still to be played, or starts it at the next block.
  void write(PcmPtr chunk);
  // Fades out what is playing within kFade and drops the rest.
  void interrupt();
  // When all that was written will have been played; not after now() when nothing is left.
  TimePoint speech_ends_at() const;
  bool speaking() const;
  // Joins at the present block. `on_block` is called on the loop for each new block; the listener then takes it with
  // next(). Destroying the listener leaves. Listeners must not outlive the stream.
  std::unique_ptr<Listener> listen(std::function<void()> on_block);
  std::size_t listeners() const { return listeners_.size(); }
  std::uint64_t dropped_blocks() const { return dropped_blocks_; }

 private:
  friend class Listener;
  std::vector<Listener*> listeners_;
  std::uint64_t dropped_blocks_ = 0;
  // The rest is the implementer's.
};

class AudioStream::Listener {
 public:
  ~Listener();
  BlockPtr next();  // the oldest block not yet taken; nullptr if none
};

}  // namespace np
