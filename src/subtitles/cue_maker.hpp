// Makes cues from lines: when each is shown, for how long, in how many parts. A cue stays for the time to read it at 17
// columns a second, at least 1 s, at most 7 s. It ends sooner if the next line begins, but never before its first
// second is over. Cues never overlap: a line waits for its turn. A line that would wait longer than kLatest joins the
// line before it if that one's cues have room. So no cue is shown before its line begins, and no text is left out.
// Plain value; it keeps only the newest line.
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

  // Returns the cues that the beginning of this line settles. Add lines in order of time.
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
  Time free_from_{};  // no cue may begin earlier
};

// The time to read this much, between a cue's shortest and longest time.
Time reading_time(int columns);

}  // namespace np::subtitles
