// Those who are in view while others come and go: who is left, how many there are, what they do. Pure functions over
// what is known; only whose turn it is is kept, by the caller.
#pragma once

#include <string>
#include <vector>

#include "engine/watcher/news/news.hpp"
#include "engine/watcher/words/naming.hpp"
#include "engine/watcher/words/style.hpp"
#include "engine/watcher/words/turns.hpp"

namespace np::watcher {

struct Addition {
  std::string text;
  bool counts = false;  // all the people in view
};
// What may be added to a line about `news`, the best first: "Only the cyclist remains."
std::vector<Addition> additions(const News& news, const Cast& cast, const Naming& naming, const Style& style,
                                Turns& turns);

}  // namespace np::watcher
