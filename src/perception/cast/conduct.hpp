// The actions of members, as far as their boxes tell: they stop, set off, run, turn round, sit down, meet, go together,
// ride. Remembers what it told of each. One owner; no thread.
#pragma once

#include <map>
#include <vector>

#include "perception/cast/cast.hpp"
#include "perception/facts/facts.hpp"

namespace np::perception {

class Conduct {
 public:
  struct Act {
    Occurrence::What what;
    int actor = 0;
    int other = 0;
  };

  // After each look.
  void watch(const std::vector<Member>& members, bool steady, TimePoint now);
  void reset() { notes_.clear(), pairs_.clear(), acts_.clear(); }

  // Of the last look.
  const std::vector<Act>& acts() const { return acts_; }
  Gait gait(int id) const;
  int rides(int id) const;
  int with(int id) const;

 private:
  struct Note {
    Gait gait = Gait::kUnknown;
    Gait likely = Gait::kUnknown;
    TimePoint likely_since;
    TimePoint gait_since;
    int heading = 0;         // -1 to the left, 1 to the right
    float heading_from = 0;  // x of its foot
    float turned_at = 0;     // the farthest it got that way
    float last_x = 0;
    float tall = 0;  // its height when it stood, slowly learned
    bool sits = false;
    TimePoint sits_since;
    bool walked = false;
    int rides = 0;
    int with = 0;
    int together = 0;  // looks in a row next to `with_likely`
    int with_likely = 0;
    int on = 0;  // looks in a row on `on_likely`
    int on_likely = 0;
  };
  struct Pair {
    bool met = false;
    TimePoint near_since;
    TimePoint far_since;
    bool near = false;
    bool came_near = false;  // were apart before
    int order = 0;           // while apart: 1: the first is to the left of the other, -1: to the right
    bool close = false;      // have been, since
  };

  void watch_gait(const Member& member, Note& note, TimePoint now);
  void watch_heading(const Member& member, Note& note);
  void watch_posture(const Member& member, Note& note, bool alone, TimePoint now);
  void watch_ride(const Member& member, Note& note, const std::vector<Member>& members);
  void watch_company(const Member& member, Note& note, const std::vector<Member>& members);
  void watch_passing(const Member& a, const Member& b, Pair& pair, float distance);
  void watch_pairs(const std::vector<Member>& members, TimePoint now);

  std::map<int, Note> notes_;
  std::map<std::pair<int, int>, Pair> pairs_;
  std::vector<Act> acts_;
};

}  // namespace np::perception
