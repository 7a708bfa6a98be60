// Makes cues of lines: when each is shown, for how long, in how many parts. A cue stays for as long as it takes to
// read it at 17 columns a second, at least 1 s, at most 7 s, and ends sooner where the next line begins, but never
// before its first second is over. Cues never overlap: a line waits for its turn, and one that would wait for more
// than kLatest joins the line before it where that one's cues have room. So no cue is shown before its line begins,
// and no text is left out. Plain value; what it keeps is the newest line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "subtitles/breaker.hpp"
#include "subtitles/cue.hpp"

namespace np::subtitles {

class CueMaker {
 public:
  static constexpr Time kShortest = std::chrono::seconds(1);
  static constexpr Time kLongest = std::chrono::seconds(7);
  static constexpr Time kLatest = std::chrono::milliseconds(1500);
  static constexpr int kColumnsPerSecond = 17;

  // The cues that are settled now that it is known when the next line begins. Lines come in order of time.
  std::vector<Cue> add(Time begin, std::string_view text);
  // The rest.
  std::vector<Cue> finish();

 private:
  struct Line {
    Time begin{};
    std::string text;
    std::vector<CueText> cues;
  };
  bool joins(Time begin, const std::string& text);
  std::vector<Cue> settle(std::optional<Time> next);

  std::optional<Line> pending_;
  Time free_from_{};  // no cue is shown from here on
};

// How long it takes to read so much, between the shortest and the longest time of a cue.
Time reading_time(int columns);

}  // namespace np::subtitles
