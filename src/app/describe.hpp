// `nerdpudding describe`: the commentary of a video file as fast as it can be decoded. The show runs on the file's own
// time: the clock stands still while the engine thinks.
#pragma once

#include <functional>
#include <string>

#include "config/settings.hpp"

namespace np {

struct DescribedLine {
  double at_s = 0;  // media time of the newest frame that the line was made from
  std::string text;
};

// Blocks until the file has ended. Throws Error where it cannot be opened or nothing can be decoded.
void describe(const Settings& settings, const std::string& profile_prompt,
              const std::function<void(const DescribedLine&)>& on_line);

}  // namespace np
