// Counts for an instruction that asks how many there are, and tells a number that has changed and held for a moment.
// One owner.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/watcher/cast/cast.hpp"
#include "engine/watcher/wish/wish.hpp"
#include "engine/watcher/words/turns.hpp"

namespace np::watcher {

class Counting {
 public:
  void see(const Cast& cast, const Wish& wish);
  // The number, if it is news; `first`: even if it is not.
  std::vector<std::string> take(const Wish& wish, Turns& turns, bool first);
  void clear() { *this = {}; }

 private:
  int count_ = 0;
  std::optional<int> told_;
  TimePoint since_;
  TimePoint now_;
};

}  // namespace np::watcher
