// Chooses by turns, so that the same facts always give the same words and the same words seldom come twice running. One
// owner.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace np::watcher {

class Turns {
 public:
  // All of them, beginning with the one whose turn it is; `topic` is one of a fixed number of words.
  template <typename T>
  std::vector<T> from(std::string_view topic, std::span<const T> choices) {
    std::vector<T> ordered(choices.begin(), choices.end());
    if (!ordered.empty()) std::rotate(ordered.begin(), ordered.begin() + next(topic) % ordered.size(), ordered.end());
    return ordered;
  }
  template <typename T>
  T one_of(std::string_view topic, std::span<const T> choices) {
    return choices[next(topic) % choices.size()];
  }

 private:
  std::size_t next(std::string_view topic) {
    const auto at = turns_.find(topic);
    return at == turns_.end() ? turns_.emplace(topic, 1).first->second - 1 : at->second++;
  }
  std::map<std::string, std::size_t, std::less<>> turns_;
};

}  // namespace np::watcher
