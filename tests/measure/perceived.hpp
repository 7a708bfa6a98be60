// A clip as the perception sees it, on the clip's own time.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "perception/facts/facts.hpp"

namespace np {
class Detector;
}

namespace np::measure {

struct Perceived {
  std::vector<FactsPtr> facts;  // of each frame looked at, in order
  double seconds = 0;           // of the clip
  double cpu = 0;               // seconds of this process, decoding included

  // Of the frame captured at that second of the clip, or nearest to it.
  const Facts& at(double second) const;
};

// Five frames a second, as a show gets them; and those at `also`, seconds of the clip. Blocks. Throws
// std::runtime_error where the clip gives no picture. `detector` null: decodes, scales and looks at nothing.
Perceived perceive(const std::filesystem::path& clip, const Detector* detector, const std::vector<double>& also = {});
double second_of(const Facts& facts);

}  // namespace np::measure
