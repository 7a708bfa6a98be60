// Movement without a name. It is told last: after the detector has had its chance to name it, and only if no known
// member explains it. One owner; no thread; boxes in pixels of the working size.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "perception/cast/member.hpp"
#include "perception/detector/close_looks.hpp"
#include "perception/motion/motion.hpp"

namespace np::perception {

class Nameless {
 public:
  static constexpr std::size_t kMost = 12;

  struct News {
    int id = 0;  // of the actor
    Passage passage;
  };

  explicit Nameless(std::function<int()> next_id) : next_id_(std::move(next_id)) {}
  void reset() { movers_.clear(), departures_.clear(); }

  // After each picture; what can be told now. `detects`: there is a detector that answers.
  std::vector<News> follow(const Motion& motion, const std::vector<Member>& members, const CloseLooks& looks,
                           bool detects, TimePoint now);
  // Somebody known has gone there: what still moves is no stranger.
  void departed(const Box& box, TimePoint now) { departures_.push_back({box, now}); }
  // Id under which what moves in the box was told, 0: it was not. It is somebody known from now on.
  int recognised(const Box& box, const std::vector<Track>& tracks);
  // Id under which that track was told, 0: it was not.
  int told_as(int track) const;

 private:
  struct Mover {
    int id = 0;  // 0: not told
    std::optional<Passage> untold;
  };
  struct Departure {
    Box box;
    TimePoint at;
  };

  bool explained(const Box& box, const std::vector<Member>& members) const;

  const std::function<int()> next_id_;
  std::map<int, Mover> movers_;  // by track
  std::vector<Departure> departures_;
};

}  // namespace np::perception
