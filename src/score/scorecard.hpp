// The figures of a commentary that need no judge: what a line says against what a viewer could see. docs/scorecard.md
// defines each figure. Pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "score/truth.hpp"

namespace np::score {

struct SpokenLine {
  double at = 0;  // seconds of the clip
  std::string text;
};

// Lines against events; each event counts once.
struct Trigger {
  double window = 0;  // seconds
  int right = 0;      // claims that an event supports
  int wrong = 0;
  int missed = 0;         // events
  double delay_mean = 0;  // seconds between the event and its line, either way
  double delay_p95 = 0;

  double precision() const;  // 1 if nothing was claimed
  double recall() const;     // 1 if nothing happened
  double f1() const;
};

struct LineVerdict {
  int right = 0;  // of its claims
  int wrong = 0;
  bool repeated = false;
  bool filler = false;
  bool only_counts_or_directs = false;
  std::optional<int> people;  // the number that it claims
};

struct Options {
  double window = 2;
  double wide_window = 10;
  double words_a_minute = 170;
  double alike = 0.85;
  std::size_t last = 8;
};

struct Scorecard {
  double seconds = 0;
  std::size_t lines = 0;
  double lines_a_minute = 0;
  Trigger trigger;                    // within the window
  Trigger wide_trigger;               // within the wide one
  double repetition = 0;              // share of lines
  double filler = 0;                  // share of the spoken time
  double only_counts_or_directs = 0;  // share of lines
  double silence_mean = 0;            // seconds between lines
  double silence_p95 = 0;
  double silence_longest = 0;         // before the first and after the last as well
  double spoken = 0;                  // seconds of speech / seconds of the clip: above 1, there is too much to say
                                      // aloud
  int counts = 0;                     // lines that give a number of people while the truth is known
  int counts_near = 0;                // of these, off by at most one
  std::vector<LineVerdict> verdicts;  // one a line, for the narrow window
};

// `lines` by time.
Scorecard score(std::span<const SpokenLine> lines, const Truth& truth, const Options& options = {});

}  // namespace np::score
