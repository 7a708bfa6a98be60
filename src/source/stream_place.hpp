// srt:// and udp:// addresses, as people and their programs write them. Pure.
#pragma once

#include <map>
#include <string>

#include "source/source.hpp"

namespace np {

// Of an address without a user and password, in its parts.
struct StreamPlace {
  std::string host;  // without brackets; empty: every address of this machine
  int port = 0;
  std::map<std::string, std::string> values;  // of the query, unescaped
};
// Of a text that stream_spec() has taken.
StreamPlace stream_place(const std::string& text);

// SRT calls where a host is named, and listens where none is or the query says "mode=listener". MPEG-TS over UDP
// always listens. Throws Error{kInvalid | kUnsupported} with the next step.
SourceSpec stream_spec(const std::string& typed, const std::string& scheme);

}  // namespace np
