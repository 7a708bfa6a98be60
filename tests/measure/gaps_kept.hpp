// How well a commentator with TALK=gaps keeps to the gaps of a programme whose speech is known, at a viewer.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace np::measure {

struct Span {
  double from = 0;  // seconds of the clip
  double until = 0;
};

// The sample's pictures, with music, noise and voices that speak at known times.
struct SpokenClip {
  std::filesystem::path path;
  double seconds = 0;
  std::vector<Span> speech;  // silences of less than two seconds belong to it
};
// Made in `folder`; blocks for some seconds. Throws std::runtime_error.
SpokenClip spoken_clip(const std::filesystem::path& folder, double seconds);

struct GapsKept {
  double spoken_s = 0;               // the commentator's sound
  double in_gaps_s = 0;              // of that, where a viewer hears nobody else speak
  double gaps_s = 0;                 // that there were
  int lines = 0;                     // written
  std::vector<std::string> remarks;  // one for each time that he talked over the programme
  double share() const { return spoken_s > 0 ? in_gaps_s / spoken_s : 0; }
};
struct Watching {
  int laps = 1;
  bool in_gaps = true;  // TALK=gaps, or always
};
// The whole show in real time, with the built-in watcher and the neural voice: blocks as long as the laps are. Throws
// std::runtime_error where it does not run.
GapsKept watch_spoken_clip(const SpokenClip& clip, const Watching& how = {});

}  // namespace np::measure
