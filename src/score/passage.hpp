// Somebody or something that comes into the picture or goes out of it: as a line claims it, and as it was. Plain
// values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "perception/kind.hpp"

namespace np::score {

// Where in the picture: one side or several, for "in the upper left" is two. kInside: from behind or through something
// within the picture.
using Sides = std::uint8_t;
inline constexpr Sides kAnySide = 0, kLeft = 1, kRight = 2, kTop = 4, kBottom = 8, kInside = 16;

const char* to_string(Sides one);  // "left", ...; "" for none or several

// What a word says it is: one kind, one of several ("bike"), or only a family ("animal").
struct Who {
  Family family = Family::kThing;
  std::vector<Kind> kinds;  // empty: any of the family

  bool fits(const Who& other) const;  // one of the two may be the broader word
};

enum class What : std::uint8_t { kEnters, kLeaves, kHappens };

// What a line claims about passages.
struct Claim {
  What what = What::kEnters;  // never kHappens
  Who who;
  Sides sides = kAnySide;  // that it may mean
  int count = 1;           // how many; 0: it may be meant, and is not wrong where it is not
  int more = 0;            // as many others may be meant as well
};

// What was seen to happen.
struct Event {
  double at = 0;  // seconds
  What what = What::kEnters;
  Who who;
  Sides side = kAnySide;  // that is right to say
  int count = 1;
  std::vector<std::string> words;  // kHappens: a line that has one of these, or a word that begins so, tells it
};

}  // namespace np::score
