// The watcher's English: turns counts, sides and places into varied plain sentences. The choice is by turns, so that
// the same events always give the same words. One owner.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "perception/scene.hpp"

namespace np::watcher {

using perception::SceneEvent;
using perception::SceneView;
using perception::Actor;
using perception::Point;

class Phrases {
 public:
  // `colour` of the clothes of one person.
  std::string entry(int n, bool person, Colour colour, bool others_in_view, Side side);
  std::string exit(int n, bool person, Colour colour, Side side);
  std::string appearance(Colour colour, Point place);
  std::string motion(Point place);
  std::string whole(SceneEvent::Kind kind);  // kCut to kCalm
  std::string count(int people);
  std::string walking(int left, int right);  // how many people walk which way; not both 0
  std::string drifting(bool to_the_left);    // a thing
  std::string standing(int n, Point place);
  std::string overview(int people, int left, int right);
  std::string nobody();
  // The next of them, so that the same is never said twice running.
  std::string one_of(std::string_view topic, std::span<const std::string_view> sentences);

 private:
  std::map<std::string, std::size_t, std::less<>> turns_;
};

std::string number(int n);      // "one" ... "twelve", "many"
std::string place_name(Point);  // "on the left", "in the upper right", "in the middle"

}  // namespace np::watcher
