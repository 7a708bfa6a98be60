// One member of the cast: its places and times, its looks, the kinds it was recognised as. Plain value; boxes in pixels
// of the working size.
#pragma once

#include <array>
#include <deque>

#include "base/clock.hpp"
#include "perception/cast/appearance.hpp"
#include "perception/detector/detector.hpp"
#include "perception/facts/facts.hpp"
#include "perception/picture/image.hpp"

namespace np::perception {

struct Member {
  // Its place in one look.
  struct Step {
    TimePoint at;
    Box box;
  };
  static constexpr std::size_t kMostSteps = 40;

  int id = 0;
  Box box;                 // now, as far as is known
  Box seen_box;            // when it was last recognised
  Point velocity;          // pixels a second
  std::deque<Step> trail;  // oldest first
  TimePoint since;
  TimePoint seen_at;  // recognised
  int sightings = 0;
  int misses = 0;                     // looks in a row without it
  int apart = 0;                      // how often it was seen with nobody else before or behind it
  std::array<float, kKinds> votes{};  // scores, the older the lighter
  float weight = 0;                   // of all sightings, likewise
  std::array<int, kColours> colours{}, colours_below{};
  Signature signature;  // as far as it was seen by itself
  Signature latest;     // of the last sighting
  Box first_box;
  float tall = 0;  // its height if nothing hides it
  bool at_start = false;
  bool moved = false;    // has ever moved by half of its size
  bool stirred = false;  // something has changed in its place since it was last seen
  bool born_of_motion = false;
  Side side_at_birth = Side::kNone;  // what moves there came in over this border
  bool began_inside = false;         // what moves there began to well inside, from behind something or out of it
  bool told = false;                 // that it is there
  bool covered = false;
  bool lost_near_another = false;  // when it was last missed: it may be that one
  // When it was seen last. It is nobody, and so small that a look at the whole picture may miss it.
  bool seen_closely = false;
  bool only_closely = true;  // it has never been seen without a close look
  bool hidden = false;       // was lost where nothing of it is left to be seen
  Side came_from = Side::kNone;
  Point rested;  // its foot when it last moved by some of its size
  TimePoint rested_at;

  Kind kind() const;
  float certainty() const;            // of kind()
  float certainty_of_family() const;  // that it is of the family of kind(), whichever kind it is
  // Likewise, and of a vehicle that drives by it adds up: it is seen from another side each time.
  float certainty_by_now() const;
  Colour colour() const;
  Colour colour_below() const;  // of a person's legs
  bool real() const { return sightings >= 2; }
  Point foot() const { return {box.x + box.w / 2, box.bottom()}; }
  double speed() const;  // own heights a second
  // How well what was recognised shows where its body is.
  enum class View {
    kWhole,   // as it is
    kBody,    // on the whole: who walks gives many boxes
    kShared,  // somebody else is in the box, or hides a part of it
  };
  // Takes over a detection; `box` is its expected place. `counts`: what its kind counts, of a look at all of it.
  void see(const Detection& seen, View view, TimePoint now, float counts = 1);
  // Each goes on where the other one was: they were taken for each other.
  void exchange_bodies(Member& other);
  // It was hidden and is the one that `seen` is, who is no more: it goes on where that one is.
  void go_on_as(Member& seen);
};

}  // namespace np::perception
