// Assigns the parts of the foreground: each blob goes to the members expected there, and an unclaimed blob is offered
// as new. Blobs of several people are split at their heads. Pure functions.
#pragma once

#include <span>
#include <vector>

#include "perception/picture/image.hpp"

namespace np::perception {

struct Expected {
  Box box;             // its expected place now
  float area = 0;      // in foreground pixels
  bool young = false;  // its size and speed are not known well yet
};

struct Sighting {
  bool seen = false;
  Box box;
  int pixels = 0;
  bool shared = false;  // in one blob with others: the box is a guess
  int label = 0;
};

struct Candidate {
  Box box;
  int pixels = 0;
  int label = 0;
  bool part = false;  // of a blob that others are in, too
};

struct Assignment {
  std::vector<Sighting> sightings;  // one for each expected
  std::vector<Candidate> unclaimed;
};

Assignment assign(const Foreground& foreground, std::span<const Expected> expected);

// The upright bodies in a blob, from left to right; the whole blob if there is only one, or none to tell.
std::vector<Box> bodies_in(const Foreground& foreground, const Blob& blob);

}  // namespace np::perception
