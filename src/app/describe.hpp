// `nerdpudding describe`: the commentary of a video file as fast as it can be decoded. The show runs on the file's own
// time: the clock stands still while the engine thinks.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "config/settings.hpp"

namespace np {

struct DescribedLine {
  double at_s = 0;  // media time of the newest frame that the line was made from
  std::string text;
};

// Lets a caller follow a description and end it.
struct DescribeWatch {
  std::function<void(std::optional<double> seconds)> on_length = nullptr;  // of the clip, once; nullopt: not known
  std::function<void(double at_s)> on_frame = nullptr;                     // media time of the frame that is done
  std::stop_token stop = {};  // ends it early, also in the middle of a line
};

// Blocks until the file has ended or `watch.stop` is requested. Calls back on the calling thread. Throws Error if the
// file cannot be opened or nothing in it can be decoded.
void describe(const Settings& settings, const std::string& profile_prompt,
              const std::function<void(const DescribedLine&)>& on_line, const DescribeWatch& watch = {});

}  // namespace np
