// What a show remembers for the model that comments it: the lines that were said, and a summary of what has happened so
// far, which the model writes itself (commentary/recap.hpp). It outlives an instruction and a lost source. Plain value.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace np {

class Memory {
 public:
  // Of UTF-8, which in no script has more than a token for three of them.
  static constexpr std::size_t kMostTold = 900;
  static constexpr std::size_t kMostSummary = 480;
  // A line repeats one of so many before it, and none that is older.
  static constexpr std::size_t kMostJudged = 8;
  static constexpr Duration kJudgedFor = std::chrono::minutes(5);

  // The most lines that a model is told; 0: it is told nothing.
  explicit Memory(std::size_t lines) : lines_(lines) {}
  void set_lines(std::size_t lines) { lines_ = lines; }

  void said(std::string line, TimePoint at);
  // Somebody has asked: what was said until now may be the answer.
  void may_be_said_again();
  // The newest ones, which are not to be said again.
  std::vector<std::string> not_again(TimePoint now) const;

  // For the prompt: the summary and the newest lines, as many as fit. Empty: there is nothing.
  std::string told() const;

  // So many lines are in no summary yet that the oldest of them are soon told no more.
  bool wants_summary() const;
  // Asks the model for one.
  std::string question() const;
  // The answer; what comes after its first kMostSummary bytes is left out, at the end of a sentence if there is one.
  void summarised(std::string text);
  const std::string& summary() const { return summary_; }
  std::vector<std::string> lines() const;  // told

  void forget();

 private:
  struct Said {
    std::string line;
    TimePoint at;
  };
  static constexpr std::size_t kMostKept = 24;
  static constexpr std::size_t kLongestLine = 200;  // bytes of one that is told

  std::size_t first_told() const;

  std::size_t lines_;
  std::deque<Said> said_;
  std::size_t judged_ = 0;  // of said_, from the newest back
  std::size_t fresh_ = 0;   // the same, of those in no summary
  std::string summary_;
};

}  // namespace np
