// What a line about somebody who leaves can say besides that they leave: where they stood, whether they met anybody,
// where they came from, how long they stayed. Pure functions; they say only what was seen.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/watcher/cast/character.hpp"
#include "engine/watcher/news/news.hpp"
#include "engine/watcher/words/english.hpp"

namespace np::watcher {

struct Recollection {
  std::string_view topic;
  std::span<const std::string_view> patterns;  // of sentences, with {s} for who leaves and {V} for how
  Slots slots;
};

// Of `c`, of whom `news` says that they leave; what sets them apart most comes first.
std::vector<Recollection> recollections(const News& news, const Character& c);

}  // namespace np::watcher
