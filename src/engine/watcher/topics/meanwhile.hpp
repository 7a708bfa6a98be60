// Lines for when people are there and nothing new happens: who has stood where for how long, how it has changed since
// the start, what else is in view. Each is different, and none is told twice. One owner.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "engine/watcher/cast/surroundings.hpp"
#include "engine/watcher/wish/wish.hpp"
#include "engine/watcher/words/naming.hpp"
#include "engine/watcher/words/style.hpp"
#include "engine/watcher/words/turns.hpp"

namespace np::watcher {

class Meanwhile {
 public:
  static constexpr std::size_t kMostTold = 128;  // remembered, the oldest lost

  struct Remark {
    std::vector<std::string> lines;
    std::string topic;  // not told again while remembered
    Characters about;
    bool standing = false;  // tells how long they have stood
    bool counts = false;    // all the people in view
  };
  // All that can be said, the best first; `seen_first`: how many people were there when the story began;
  // `came`: how many have come in since.
  std::vector<Remark> remarks(Cast& cast, const Naming& naming, const Wish& wish, Turns& turns, int seen_first,
                              int came, double watched_for) const;
  void told(const Remark& remark, Cast& cast);
  void clear() { *this = {}; }

 private:
  bool was_told(const std::string& topic) const;

  std::deque<std::string> told_;
};

}  // namespace np::watcher
