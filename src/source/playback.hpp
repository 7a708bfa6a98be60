// How a source plays that people can pause and go through: a file. Plain values.
#pragma once

#include <optional>

#include "base/clock.hpp"

namespace np {

// The wanted changes; nothing: it stays as it is.
struct PlaybackWish {
  std::optional<bool> paused;
  std::optional<Duration> position;  // from the file's beginning; beyond its end: its last moment
  std::optional<bool> loop;

  bool empty() const { return !paused && !position && !loop; }
  void add(const PlaybackWish& later) {
    if (later.paused) paused = later.paused;
    if (later.position) position = later.position;
    if (later.loop) loop = later.loop;
  }
};

struct Playback {
  Duration position{};             // of the newest picture; while it is being sent elsewhere, of that place
  std::optional<Duration> length;  // nothing: the file does not tell
  bool paused = false;
  bool loop = true;       // it starts again at its end
  bool ended = false;     // its last picture stands, and it waits to be played again
  bool seekable = false;  // if false, you can send it only to its beginning
  unsigned lap = 1;       // the first is 1

  bool operator==(const Playback&) const = default;
};

}  // namespace np
