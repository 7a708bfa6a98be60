// The watcher's English: numbers, places, lists, and sentences from patterns. Pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "perception/facts/facts.hpp"

namespace np::watcher {

std::string number(int n);   // "one" ... "twelve", then "fifteen", "about twenty", in ever rougher steps
std::string ordinal(int n);  // "third"; "further" beyond the tenth
std::string counted(int n, std::string_view one, std::string_view many);  // "a dog", "three dogs"
std::string with_article(std::string_view noun);                          // "a dog", "an elephant"
std::string capital(std::string text);
std::string list(std::span<const std::string> items);  // "a", "a and b", "a, b and c"
std::string duration(double seconds);                  // "a few seconds", "half a minute", "two minutes"

std::string on_side(Side side);    // "on the left", "at the top of the picture"
std::string from_side(Side side);  // "from the left", "from the top of the picture"
std::string to_side(Side side);    // "to the left", "towards the top of the picture"
std::string spot(Place place);     // "on the left", "in the middle": a third of the width
Side side_of(Place place);         // kLeft, kRight; kNone in the middle third

// "[walks|walk]" becomes the first for one subject and the second for several; "{name}" what stands there for it. A
// space before an empty value goes with it.
using Slots = std::vector<std::pair<std::string_view, std::string>>;
std::string fill(std::string_view pattern, bool several, const Slots& slots);
// `text` with a capital and a full stop.
std::string sentence(std::string text);

}  // namespace np::watcher
