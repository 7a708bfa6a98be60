// Two who pass close by each other may be taken for each other, whatever is done. Remembers of each two how they looked
// and went before, looks at both once they are apart again, and tells who has been exchanged. One owner; no thread;
// bounded by the pairs of those in view.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "perception/cast/member.hpp"

namespace np::perception {

class Knots {
 public:
  using Pair = std::pair<int, int>;  // ids, the smaller first

  // After each look. Returns those who bear each other's names.
  std::vector<Pair> untangle(const std::vector<Member>& members, TimePoint now);
  void reset() { knots_.clear(); }

 private:
  struct Strand {
    Signature before, after;
    Point at, velocity;  // before
    int looks = 0;       // after
  };
  struct Knot {
    Strand a, b;
    TimePoint tied_at;
    TimePoint near_at;  // last
  };

  void tie(const Member& a, const Member& b, TimePoint now);
  static void follow(Strand& strand, const Member& member, const std::vector<Member>& members);
  static bool exchanged(const Knot& knot, const Member& a, const Member& b, TimePoint now);

  std::map<Pair, Knot> knots_;
};

}  // namespace np::perception
