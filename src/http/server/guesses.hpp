// Slows down clients that try one token after the other. I/O thread.
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
  // The longest wait, however many requests of one address wait: a person who mistypes may share the address with a
  // guesser.
  static constexpr Duration kLongest = std::chrono::seconds(5);
  static constexpr Duration kForgotten = std::chrono::minutes(1);
  static constexpr std::size_t kMostClients = 4096;  // beyond that, the client that has been quiet longest goes

  // Call it for each wrong token. Returns when the server may answer; clients of one address wait for each other. Right
  // tokens never come here, so nobody is locked out.
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
