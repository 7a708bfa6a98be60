// A ball and its players: who has it, and where it goes. One owner.
#pragma once

#include <string>
#include <vector>

#include "engine/watcher/words/naming.hpp"
#include "engine/watcher/words/turns.hpp"

namespace np::watcher {

class BallPlay {
 public:
  void see(const Cast& cast);
  // It has come to somebody, or flies off, and that was not told yet.
  bool news() const { return due_ != Due::kNothing; }
  // Returns news about it, first the variant whose turn it is, and marks it as told. `quick`: in the manner of a match
  // call.
  std::vector<std::string> take(const Cast& cast, const Naming& naming, Turns& turns, bool quick);
  void clear() { *this = {}; }

 private:
  enum class Due { kNothing, kTaken, kLoose };

  int nearest_ = 0;  // who is at the ball, and since when
  TimePoint nearest_since_;
  int holder_ = 0;  // who was last said to have it
  int before_ = 0;  // and who before
  Due due_ = Due::kNothing;
  Side flies_to_ = Side::kNone;
  TimePoint due_since_, loose_told_;
};

}  // namespace np::watcher
