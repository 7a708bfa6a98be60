// Movement of what has no name: one line a place, with how long it has gone on, and not again for a good while. One
// owner.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/watcher/words/turns.hpp"
#include "perception/facts/facts.hpp"

namespace np::watcher {

class Movement {
 public:
  void see(const Facts& facts);
  // The lines worth saying. `only_eyes`: nothing has a name, so movement is all there is, and is told at once. `side`:
  // only there.
  std::optional<std::vector<std::string>> lines(bool only_eyes, Side side, Turns& turns);
  bool any() const;  // something without a name moves
  void clear() { *this = {}; }

 private:
  struct Spot {
    std::optional<TimePoint> since, last, told_at;
    double rest = 0;  // so long it is not told again
    int sure = 0;     // facts in which it was there
  };
  std::array<Spot, 3> spots_;  // left, middle, right
  TimePoint now_;
};

}  // namespace np::watcher
