// The last lines, so that none is said again. One owner.
#pragma once

#include <deque>
#include <string>
#include <string_view>

namespace np::watcher {

class Said {
 public:
  static constexpr std::size_t kLast = 8;  // so many lines back a repetition is heard as one
  static constexpr double kAlike = 0.82;   // from this likeness on; scores count from 0.85

  bool echoes(std::string_view line) const;
  void add(std::string line);

 private:
  std::deque<std::string> lines_;
};

// 0 to 1: how much of both is the same, in the same order (Ratcliff and Obershelp's measure).
double likeness(std::string_view a, std::string_view b);

}  // namespace np::watcher
