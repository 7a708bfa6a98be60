// Slows those down who try one token after the other. I/O thread.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "base/clock.hpp"

namespace np::http {

class Guesses {
 public:
  static constexpr int kFree = 10;  // of an address, until it has been quiet for kForgotten
  static constexpr Duration kPause = std::chrono::milliseconds(250);
  // Nobody waits for longer, however many of the same address wait: a person who mistypes may share it with a guesser.
  static constexpr Duration kLongest = std::chrono::seconds(5);
  static constexpr Duration kForgotten = std::chrono::minutes(1);
  static constexpr std::size_t kMostClients = 4096;  // the longest quiet one goes

  // A wrong token came from there: when it may be answered. Those of one address wait for each other. Right ones never
  // come here, so that nobody is locked out.
  TimePoint wrong(const std::string& client, TimePoint now);

 private:
  struct Guesser {
    int count = 0;
    TimePoint last;
    TimePoint next;
  };
  std::map<std::string, Guesser> guessers_;
};

}  // namespace np::http
