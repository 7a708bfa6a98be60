// One subtitle: its rows, and when they are shown.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace np::subtitles {

using Time = std::chrono::milliseconds;  // from the beginning of the video, or of the record

struct Cue {
  Time begin{};
  Time end{};
  std::vector<std::string> rows;  // one or two
};

}  // namespace np::subtitles
