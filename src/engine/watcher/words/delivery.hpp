// Chooses the wording of a line and remembers what was said, so that nothing is said twice running and a line takes no
// longer than there is time. One owner.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "engine/watcher/words/said.hpp"

namespace np::watcher {

class Delivery {
 public:
  // The next line is asked for: at `now`, of at most `time_for` words; 0: of any number.
  void begin(TimePoint now, int time_for);
  // Another source: it does not repeat what was said, but nobody is reading it any more.
  void begin_source();

  // Seconds since the last line.
  double since_line() const;
  // Seconds since a reader finished the last line; negative: somebody still reads it.
  double pause() const;
  bool fits(std::string_view line) const;
  // So much has been said lately that a voice could not keep up: what comes next is told in few words.
  bool busy() const;
  bool echoes(std::string_view line) const { return said_.echoes(line); }
  // The first of `lines` that repeats nothing and fits; if none fits, the shortest; empty: all of them repeat
  // something.
  std::string choose(const std::vector<std::string>& lines) const;
  // Keeps `line` in mind and returns it.
  std::string record(std::string line);

 private:
  Said said_;
  TimePoint now_;
  int time_for_ = 0;
  std::optional<TimePoint> said_at_;
  double last_words_ = 0;
  std::optional<TimePoint> spoken_at_;  // a voice would be at the end of the last line
};

int words_in(std::string_view line);

}  // namespace np::watcher
