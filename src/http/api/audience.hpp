// Counts viewers and listeners, and the data that slow ones miss. I/O thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "audio/audio_stream.hpp"
#include "base/metrics.hpp"

namespace np::http {

struct Audience {
  std::size_t viewers = 0;    // picture streams
  std::size_t listeners = 0;  // sound streams
  std::size_t streams = 0;    // endless answers of any kind
};

// Counts one for as long as it lives.
class Counted {
 public:
  explicit Counted(std::size_t& count) : count_(count) { ++count_; }
  ~Counted() { --count_; }
  Counted(const Counted&) = delete;

 private:
  std::size_t& count_;
};

// Counts the blocks that a listener was not given, by the gaps between the others.
class MissedBlocks {
 public:
  explicit MissedBlocks(metrics::Counter& counter) : counter_(counter) {}
  void saw(const AudioStream::Block& block) {
    if (expected_ && block.first_sample > *expected_)
      counter_.add(static_cast<double>((block.first_sample - *expected_) / AudioStream::kBlockSamples));
    expected_ = block.first_sample + AudioStream::kBlockSamples;
  }

 private:
  metrics::Counter& counter_;
  std::optional<std::uint64_t> expected_;
};

}  // namespace np::http
