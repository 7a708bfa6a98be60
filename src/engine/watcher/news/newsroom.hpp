// From what has happened to news that are worth telling: weighed, nothing that was told a moment ago, nothing about
// what has no name. One owner.
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "engine/watcher/cast/cast.hpp"
#include "engine/watcher/news/news.hpp"
#include "engine/watcher/wish/wish.hpp"
#include "engine/watcher/words/style.hpp"

namespace np::watcher {

class Newsroom {
 public:
  static constexpr std::size_t kMostUnnamed = 32;  // the rest are never told of

  // After the cast was. `camera_moves`: what moves by itself can hardly be told.
  void see(const Facts& facts, Cast& cast, const Wish& wish, const Style& style, bool camera_moves);
  void told(const News& news);
  NewsQueue& queue() { return queue_; }
  const NewsQueue& queue() const { return queue_; }
  // So many have come in.
  int came() const { return came_; }
  void clear() { *this = {}; }

 private:
  void take(const Occurrence& occurrence, Cast& cast, const Wish& wish, const Style& style, bool camera_moves);
  void add(Occurrence::What what, const Occurrence& occurrence, const Character& c, const Cast& cast, const Wish& wish,
           const Style& style);

  NewsQueue queue_;
  std::map<std::pair<int, Occurrence::What>, TimePoint> told_;
  std::map<int, Occurrence> unnamed_;  // came in before it was recognised
  TimePoint now_;
  int came_ = 0;
};

// Whether `wish` asks for it.
bool is_wanted(const News& news, const Wish& wish, const Cast& cast);

}  // namespace np::watcher
