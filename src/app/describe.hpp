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

// How a description that takes its time is followed and ended.
struct DescribeWatch {
  std::function<void(std::optional<double> seconds)> on_length = nullptr;  // of the clip, once; nullopt: not known
  std::function<void(double at_s)> on_frame = nullptr;  // media time of the frame that has been dealt with
  std::stop_token stop = {};                            // ends it early, in the midst of a line too
};

// Blocks until the file has ended or `watch.stop` asks for it; calls back on the calling thread. Throws Error where the
// file cannot be opened or nothing can be decoded.
void describe(const Settings& settings, const std::string& profile_prompt,
              const std::function<void(const DescribedLine&)>& on_line, const DescribeWatch& watch = {});

}  // namespace np
