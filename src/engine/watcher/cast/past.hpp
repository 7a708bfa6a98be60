// What somebody has done while they were in view, for the moment they leave. Plain values.
#pragma once

#include <string>

#include "perception/facts/facts.hpp"

namespace np::watcher {

struct Past {
  double stood_for = 0;  // seconds: the longest they stayed in one place
  bool upright = false;  // and whether they were seen to stand there
  Place stood_at;
  std::string stood_by;  // "by the van", "on the bench"; empty: nothing there has a name
  bool met = false;      // somebody, and both stayed for a while
  int turned = 0;        // so many times
};

}  // namespace np::watcher
