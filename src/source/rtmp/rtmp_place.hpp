// rtmp:// addresses at which a publisher is waited for: rtmp://0.0.0.0:1935/live/KEY. Pure.
#pragma once

#include <string>

#include "source/source.hpp"

namespace np {

struct RtmpPlace {
  std::string host;  // a number; 127.0.0.1 where none is named
  int port = 0;
  std::string path;  // application and stream key: "live/KEY", unescaped
};
// Of a text that rtmp_spec() has taken.
RtmpPlace rtmp_place(const std::string& text);

// What it shows holds no key. Throws Error{kInvalid | kUnsupported} with the next step.
SourceSpec rtmp_spec(const std::string& typed);

}  // namespace np
