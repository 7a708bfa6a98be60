// One line of commentary, as the documents that are made of lines take it.
#pragma once

#include <optional>
#include <string>

namespace np::subtitles {

struct SpokenLine {
  double at_s = 0;   // of the newest picture that it tells of: a position in the video, or Unix time (TimeBase)
  std::string text;  // as it was said; need be neither tidy nor UTF-8
  std::optional<double> latency_s;  // from that picture to the line's end; nullopt: it has none, as no time passed
};

// What SpokenLine::at_s counts from.
enum class TimeBase { kVideo, kUnix };

}  // namespace np::subtitles
