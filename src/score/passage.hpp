// Somebody or something comes into the picture or goes out of it: a line's claim, and the truth. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "perception/facts/kind.hpp"

namespace np::score {

// A place in the picture: one side or several, because "in the upper left" names two. kInside: from behind or through
// something within the picture.
using Sides = std::uint8_t;
inline constexpr Sides kAnySide = 0, kLeft = 1, kRight = 2, kTop = 4, kBottom = 8, kInside = 16;

const char* to_string(Sides one);  // "left", ...; "" for none or several

// The subject that a word names: one kind, one of several ("bike"), or only a family ("animal").
struct Who {
  Family family = Family::kThing;
  std::vector<Kind> kinds;  // empty: any of the family

  bool fits(const Who& other) const;  // one of the two may be the broader word
};

enum class What : std::uint8_t { kEnters, kLeaves, kHappens };

// A line's claim about passages.
struct Claim {
  What what = What::kEnters;  // never kHappens
  Who who;
  Sides sides = kAnySide;  // all that it may mean
  int count = 1;           // how many; 0: the line may claim this, and is not wrong if it does not
  int more = 0;            // the line may claim as many others
};

// Something that happens in the clip.
struct Event {
  double at = 0;  // seconds
  What what = What::kEnters;
  Who who;
  Sides side = kAnySide;  // all that are right to say
  int count = 1;
  std::vector<std::string> words;  // kHappens: a line tells it with one of these words, or with a word that begins so
};

}  // namespace np::score
