// A show's sound between its source and the network: blocks that wait, then windows with their times.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

#include "audio/resampler.hpp"
#include "audio/sound_block.hpp"
#include "base/metrics.hpp"

namespace np {

// Blocks that were not heard yet. Beyond Ear::kMostWaiting the oldest are lost, and counted. Plain value.
class WaitingSound {
 public:
  WaitingSound();
  void push(SoundPtr block);
  // There is enough of it to be worth a turn: 96 ms.
  bool enough() const { return samples_ >= kLeast; }
  // The oldest, a quarter of a second of them.
  std::vector<SoundPtr> take();
  void clear();
  Duration waiting() const;

 private:
  static constexpr std::size_t kLeast = 4608;
  static constexpr std::size_t kMostATurn = 12000;

  std::deque<SoundPtr> blocks_;
  std::size_t samples_ = 0;
  metrics::Counter* lost_;
};

// Makes the network's windows from consecutive blocks. If their times jump, sound is missing or another programme has
// begun. Plain value; one owner.
class WindowMaker {
 public:
  WindowMaker();
  ~WindowMaker();
  WindowMaker(WindowMaker&&) noexcept;
  WindowMaker& operator=(WindowMaker&&) noexcept;

  // False: it would be a jump, and a fresh maker is to take it.
  bool goes_on_with(const SoundBlock& block) const;
  void push(const SoundBlock& block);

  struct Windows {
    TimePoint from;              // when the first sample was captured
    std::vector<float> samples;  // SpeechNetwork's, whole windows
  };
  // The windows that are complete.
  Windows take();

 private:
  std::unique_ptr<Resampler> resampler_;  // nullptr: nothing came yet
  std::vector<float> samples_;
  TimePoint from_;  // of the first of samples_
  TimePoint next_;  // when the next block is due
};

}  // namespace np
