// Tells the news, the weightiest first: together those who come one after the other, and in one breath what belongs
// together. One owner.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/watcher/news/newsroom.hpp"
#include "engine/watcher/news/telling.hpp"
#include "engine/watcher/words/delivery.hpp"

namespace np::watcher {

class Reporter {
 public:
  // What a report is made of and how long it may be.
  struct Desk {
    Cast& cast;
    Newsroom& newsroom;
    const Delivery& delivery;
    const Style& style;
    Turns& turns;
    bool players = false;  // people are called so
    int words = 0;         // at most
    bool brief = false;
  };
  // A line that the caller delivers; empty: nothing is worth one now.
  std::string report(const Desk& desk);
  // A line about something else was said: who comes next follows nobody.
  void interrupted() { last_passage_.reset(); }
  // A line was said that this did not make: a pronoun would mean somebody else.
  void other_line();

 private:
  std::string next(const Desk& desk, std::vector<News>& too_long);
  void look_at_last_passage(News& news, const Desk& desk) const;
  std::string with_more(std::string line, const News& news, const Desk& desk);
  void tell_passage(const News& news);
  void introduce(const News& news, const Desk& desk) const;
  double since(const std::optional<TimePoint>& t, const Desk& desk) const;

  std::optional<News> last_passage_;
  std::optional<TimePoint> added_at_;  // who is left, or how many there are
  std::vector<int> about_;             // whom alone the last line was about
  bool by_pronoun_ = false;
};

}  // namespace np::watcher
