// How a profile speaks: what is worth saying to it and in which tone. Pure values.
#pragma once

#include <string_view>

namespace np::watcher {

enum class Tone { kPlain, kSports, kNature, kSecurity, kDescriptive };

struct Style {
  Tone tone = Tone::kPlain;
  int words = 18;      // of a line, at most
  double pause = 1.0;  // seconds between two lines, at least, on top of the time a long one takes to hear
  double people = 1;   // what each is worth
  double animals = 1.2;
  double vehicles = 0.8;
  double movements = 1;       // stops, sets off, turns round, passes
  bool tells_places = false;  // where, even if that is no news
  bool tells_counts = false;  // how many there are, after somebody came or went
  double meanwhile = 7;       // seconds of silence before the first line about what goes on, while nothing new happens
};

// By the key of a profile; one that is not known speaks plainly.
Style style_of(std::string_view profile_key);

}  // namespace np::watcher
