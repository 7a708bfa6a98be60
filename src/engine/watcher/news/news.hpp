// Events that were not told yet: like news of the same moment are merged, news that is over is dropped. One owner.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "perception/facts/facts.hpp"

namespace np::watcher {

struct News {
  Occurrence::What what{};
  TimePoint at;
  std::vector<int> who;  // ids; a group did it together
  int other = 0;
  Side side = Side::kNone;
  Place place;
  Side through = Side::kNone;  // of who leaves: came in from there so shortly before that it was not told
  bool follows = false;        // one of the same kind has just come, or gone, the same way
  bool close = false;          // and did so a moment ago
  int row = 0;        // so many of the kind have come, or gone, the same way one after the other, these included
  int after = 0;      // that one, where it was one alone
  double weight = 0;  // what it is worth saying
  double spread = 0;  // seconds between the first of a group and the last
  int kin = 0;        // only news of one kin are joined: people do not drive in with cars
};

class NewsQueue {
 public:
  static constexpr std::size_t kMost = 48;  // the lightest is lost

  // Joins it to one that is alike, and takes back what it makes untrue: who leaves has not stopped.
  void add(News news);
  // The weightiest of at least `weight`.
  std::optional<News> take(double weight);
  // The weightiest about just the same characters as `told`, to be said in the same breath.
  std::optional<News> take_more(const News& told);
  // The heaviest there is; 0: none.
  double heaviest() const;
  // Drops what is older than it may be.
  void expire(TimePoint now);
  void erase_if(const std::function<bool(const News&)>& drop) { std::erase_if(news_, drop); }
  bool about(int id, Occurrence::What what) const;
  bool concerns(int id) const;
  void clear() { news_.clear(); }

 private:
  std::vector<News> news_;
};

}  // namespace np::watcher
