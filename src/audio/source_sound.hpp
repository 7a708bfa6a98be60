// The recent past of a source's own sound: 48 kHz, one channel, ordered by time of capture as DisplayBuffer orders
// pictures. Listeners register here; without listeners, the source decodes no sound. It keeps at most 16 s and drops
// the oldest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "audio/sound_block.hpp"

namespace np {

class SourceSound {
 public:
  static constexpr Duration kMaxAge = std::chrono::seconds(16);
  // Sound that begins within this time of the end of the sound before it is joined to it, sample by sample.
  static constexpr Duration kTolerance = std::chrono::milliseconds(20);
  // At each beginning and end, the sound fades in or out over this many samples, so that it does not click.
  static constexpr std::size_t kEdge = 240;

  // `on_demand` is called by listen() and by a leaving listener, if wanted() has changed.
  explicit SourceSound(std::function<void()> on_demand);

  // Any thread.
  void push(SoundPtr block);
  // Loop thread. Drops everything, because another source begins.
  void clear();

  // Loop thread. `on_sound` may be null. It is called on the pushing thread for each new block, which may come half a
  // second before its picture, and must not block, listen or leave. Destroying the listener, on the loop thread,
  // leaves: its function does not run afterwards. Listeners must not outlive this.
  class Listener;
  [[nodiscard]] std::unique_ptr<Listener> listen(std::function<void(const SoundPtr&)> on_sound);
  // Loop thread.
  bool wanted() const { return !listeners_.empty(); }
  // Loop thread. True if somebody plays the sound beside the pictures: a listener without a function, who reads.
  bool followed() const;

  // Any thread. The capture times of the kept sound; nothing while it is empty.
  struct Span {
    TimePoint begin;
    TimePoint end;
  };
  std::optional<Span> kept() const;
  // Any thread. Reads the sound from then on, with silence for gaps. Returns how many samples were there.
  std::size_t read(TimePoint from, std::span<std::int16_t> into) const;

 private:
  // A stretch of samples on one time line, which counts them since the clock's zero.
  struct Piece {
    std::int64_t first;
    std::int64_t end;  // less than the block's own if another block has replaced the rest
    bool joined;       // to the one before it
    SoundPtr block;
  };

  const std::function<void()> on_demand_;
  mutable std::mutex mutex_;
  std::deque<Piece> pieces_;
  std::mutex listeners_mutex_;
  std::vector<Listener*> listeners_;
};

class SourceSound::Listener {
 public:
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

 private:
  friend class SourceSound;
  Listener(SourceSound& sound, std::function<void(const SoundPtr&)> on_sound);
  SourceSound& sound_;
  const std::function<void(const SoundPtr&)> on_sound_;
};

}  // namespace np
