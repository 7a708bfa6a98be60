// How many people were told to be in view, and who has come or gone since: a listener takes a number for true until
// then. Plain values; no thread.
#pragma once

#include <optional>

#include "perception/facts/facts.hpp"

namespace np::watcher {

class Headcount {
 public:
  void see(const Facts& facts);
  // `people` were told to be in view; so many more are, who are still to be told.
  void told(int people, int more, TimePoint at);
  // One was told to be in view who was not counted.
  void one_more() { ++came_; }
  // Whether it may follow on the number told last: it is the same, or so many have come or gone since. So it may after
  // a while, for what was told may have been a mistake.
  bool agrees(int people) const;

 private:
  std::optional<int> told_;
  TimePoint told_at_, now_;
  int came_ = 0;
  int went_ = 0;
};

}  // namespace np::watcher
