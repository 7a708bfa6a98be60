#include "http/server/guesses.hpp"

#include <algorithm>

namespace np::http {

TimePoint Guesses::wrong(const std::string& client, TimePoint now) {
  std::erase_if(guessers_, [now](const auto& entry) { return entry.second.last + kForgotten <= now; });
  if (guessers_.size() >= kMostClients && !guessers_.contains(client))
    guessers_.erase(std::ranges::min_element(guessers_, {}, [](const auto& entry) { return entry.second.last; }));
  Guesser& guesser = guessers_[client];
  guesser.last = now;
  if (++guesser.count <= kFree) return now;
  guesser.next = std::min(std::max(guesser.next, now) + kPause, now + kLongest);
  // A client that still waits for its answer is not forgotten.
  guesser.last = guesser.next;
  return guesser.next;
}

}  // namespace np::http
