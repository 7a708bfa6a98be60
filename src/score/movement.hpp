// Finds the words by which a sentence says that somebody comes into the picture or goes out of it, and where.
#pragma once

#include <cstddef>
#include <optional>

#include "score/lexicon.hpp"

namespace np::score {

struct Movement {
  What what = What::kEnters;
  std::size_t verb = 0;   // the word that says so
  std::size_t end = 0;    // the word after it
  bool unsure = false;    // it may mean something else: "walks away"
  bool inside = false;    // out of or into something within the picture
  bool in_place = false;  // a place beside it is one in the picture, not a side of it: "appears"
  bool past = false;
  bool inverted = false;  // the subject follows: "in comes a cyclist"
};
std::optional<Movement> movement_at(const Words& words, std::size_t at);

struct SideWords {
  Sides sides = kAnySide;
  std::size_t end = 0;
};
// The side that words[at] begins to name: "upper left", "middle". nullopt if "left" or "right" means something else.
std::optional<SideWords> sides_at(const Words& words, std::size_t at);

}  // namespace np::score
