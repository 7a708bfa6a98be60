// A listener of a show's original sound, in step with the picture and turned down under the voice, in blocks of 20 ms.
// The source decodes its sound while at least one of these lives. I/O thread.
#pragma once

#include <functional>
#include <optional>

#include "audio/ducker.hpp"
#include "audio/sound_follower.hpp"
#include "base/loop.hpp"
#include "channel/show.hpp"
#include "video/playhead.hpp"

namespace np {

class SourceListener {
 public:
  using Block = AudioStream::Block;
  // Players hold this much against jitter, so it is sent this much sooner.
  static constexpr Duration kLead = std::chrono::milliseconds(120);

  // The capture time of the picture that this listener sees at `now`. Nothing: not known; the show's delay decides.
  using Seen = std::function<std::optional<TimePoint>(TimePoint now)>;

  // `show` has a source_sound() and outlives this. `ducked`: the listener hears the voice, too.
  SourceListener(Loop& loop, Show& show, bool ducked, Seen seen = {});

  // The block that is due, or nothing until due(). If the caller asks too late, blocks are left out, which shows as a
  // gap in Block::first_sample.
  std::optional<Block> next();
  TimePoint due() const { return due_; }
  // Replaces next() for callers with a timer of their own: the samples to send now.
  SoundFollower::Samples take(TimePoint now);
  void set_ducked(bool ducked) { ducked_ = ducked; }

 private:
  Loop& loop_;
  Show& show_;
  bool ducked_;
  const Seen seen_;
  SoundFollower follower_;
  Ducker ducker_;
  Playhead playhead_;
  TimePoint due_;
  std::uint64_t block_ = 0;
};

}  // namespace np
