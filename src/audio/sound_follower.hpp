// Plays a source's sound for one listener, in step with the picture that this listener sees. It plays block after block
// of 20 ms until picture and sound are further apart than people notice. Then it moves to the place where the two fit
// best, with a crossfade, so the sound stays whole even while a picture runs slow or fast. The source decodes its sound
// while at least one of these lives. Loop thread only.
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

  // The sound drifts from the picture by no more than this and a block.
  static constexpr Duration kTolerance = std::chrono::milliseconds(40);
  // In silence it jumps sooner, because nobody hears it.
  static constexpr Duration kQuietTolerance = std::chrono::milliseconds(8);
  // If a live source's sound comes unevenly, it is played at most this long after it came.
  static constexpr Duration kMostReserve = std::chrono::milliseconds(160);

  // `sound` outlives it.
  explicit SoundFollower(SourceSound& sound) : sound_(sound), listener_(sound.listen(nullptr)) {}

  // The next 20 ms. `seen`: the capture time of the picture that is seen meanwhile.
  Samples next(TimePoint seen);
  // How far the last block's sound was behind the picture; nothing while there is none.
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
  std::optional<TimePoint> head_;  // the sample that comes next
  TimePoint stopped_at_;           // sound up to here is not played again
  Duration reserve_ = AudioStream::kBlock;
  std::optional<Duration> behind_;
};

}  // namespace np
