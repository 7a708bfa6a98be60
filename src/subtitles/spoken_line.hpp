// One line of commentary, as input of documents.
#pragma once

#include <optional>
#include <string>

namespace np::subtitles {

struct SpokenLine {
  double at_s = 0;   // of the newest picture that it describes: a position in the video, or Unix time (TimeBase)
  std::string text;  // as it was said; it may be untidy or invalid UTF-8
  std::optional<double> latency_s;  // from that picture to the line's end; nullopt: none, because no time passed
};

// The zero of SpokenLine::at_s.
enum class TimeBase { kVideo, kUnix };

}  // namespace np::subtitles
