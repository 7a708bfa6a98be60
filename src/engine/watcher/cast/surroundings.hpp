// Guesses the kind of place from the things in view, and tells a character's place in it. Pure functions over the cast:
// they claim only what the things support.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/watcher/cast/cast.hpp"

namespace np::watcher {

struct Setting {
  std::string_view a;    // "a street"; empty: the things in view tell nothing of the place
  std::string_view the;  // "the street"
  std::string_view in;   // "in the street"
  bool game = false;     // a ball and those who play with it
  bool street = false;   // who walks there is a pedestrian
};

Setting setting_of(const Cast& cast);
// "by the van", "on the bench"; empty: there is nothing by which it could be told.
std::string by_what(const Character& c, const Cast& cast);
// The thing it walks up to: a landmark, or somebody who stands there; null: nothing that could be told.
const Character* ahead_of(const Character& c, const Cast& cast);
// "the van", "one of the benches": a landmark by its kind.
std::string landmark(const Character& thing, const Cast& cast);
// "towards us", "away from us"; empty: it goes across.
std::string depthwards(const Character& c);
// Whether somebody who keeps still is seen to stand: upright, and down to the feet.
bool stands(const Character& c, const Cast& cast);
// "two are walking and one is standing", of people; empty: of some it cannot be seen.
std::string deeds_of(const std::vector<const Character*>& people, const Cast& cast);
// "far off on the left", "close by in the middle", "in front of the camera"
std::string whereabouts(const Character& c, const Cast& cast);

}  // namespace np::watcher
