// Things that somebody close to the camera takes up and shows. One owner.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "engine/watcher/words/naming.hpp"
#include "engine/watcher/words/turns.hpp"

namespace np::watcher {

class Holding {
 public:
  static constexpr std::size_t kMostTold = 32;  // remembered, the oldest lost

  // After each update of the cast.
  void see(const Cast& cast);
  bool news() const { return due_.has_value(); }
  struct Told {
    std::vector<std::string> lines;  // empty: it is over
    int thing = 0;
  };
  Told take(const Cast& cast, const Naming& naming, Turns& turns);
  void clear() { *this = {}; }

 private:
  struct Shown {
    int holder = 0, thing = 0;
    Kind kind{};
    TimePoint at;
  };

  bool was_told(const Character& thing) const;

  std::optional<Shown> due_;
  std::deque<Shown> told_;
  TimePoint now_;
};

}  // namespace np::watcher
