// Somebody who hears a show's original sound, in step with the picture and turned down under the voice, in blocks of
// 20 ms. The source decodes its sound while one of these lives. I/O thread.
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
  // Players hold this much against jitter on the way, so it is sent this much sooner.
  static constexpr Duration kLead = std::chrono::milliseconds(120);

  // When the picture was captured that this listener sees then. Nothing: not known; the show's delay decides.
  using Seen = std::function<std::optional<TimePoint>(TimePoint now)>;

  // `show` has a source_sound() and outlives this. `ducked`: the listener hears the voice, too.
  SourceListener(Loop& loop, Show& show, bool ducked, Seen seen = {});

  // The block that is due, or nothing until due(). Blocks that were not asked for in time are left out: a gap in
  // Block::first_sample.
  std::optional<Block> next();
  TimePoint due() const { return due_; }
  // Instead of next(), for callers with a timer of their own: what to send now.
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
