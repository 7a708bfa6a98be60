// Plays a source's sound for one listener, in step with the picture that this listener sees. It plays on, 20 ms after
// 20 ms, until picture and sound are further apart than people notice. Then it moves to the right place, where the two
// fit best, with a crossfade: sound stays whole even while a picture runs slow or fast. The source decodes its sound
// while one of these lives. Loop thread only.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include "audio/audio_stream.hpp"
#include "audio/source_sound.hpp"

namespace np {

class SoundFollower {
 public:
  using Samples = decltype(AudioStream::Block::samples);

  // It comes apart from the picture by no more than this and a block.
  static constexpr Duration kTolerance = std::chrono::milliseconds(40);
  // In silence, where nobody hears it, it jumps sooner.
  static constexpr Duration kQuietTolerance = std::chrono::milliseconds(8);
  // Sound of a live source that comes unevenly is played so much after it came at most.
  static constexpr Duration kMostReserve = std::chrono::milliseconds(160);

  // `sound` outlives it.
  explicit SoundFollower(SourceSound& sound) : sound_(sound), listener_(sound.listen(nullptr)) {}

  // The next 20 ms; `seen`: when the picture was captured that is seen while they are heard.
  Samples next(TimePoint seen);
  // How far the sound of the last block was behind the picture; nothing while there is none.
  std::optional<Duration> behind() const { return behind_; }

 private:
  struct Goal {
    TimePoint at;
    Duration tolerance;
  };
  std::optional<Goal> goal(TimePoint seen);
  TimePoint joint(TimePoint from, TimePoint to) const;
  void stop(Samples& out);

  SourceSound& sound_;
  const std::unique_ptr<SourceSound::Listener> listener_;
  std::optional<TimePoint> head_;  // what comes next
  TimePoint stopped_at_;           // what was heard last is not heard again
  Duration reserve_ = AudioStream::kBlock;
  std::optional<Duration> behind_;
};

}  // namespace np
