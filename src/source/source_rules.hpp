// Rules for the sources that people may open from the page and the API: kinds, folders, hosts. They judge a source by
// its form alone and look nothing up, so a refusal reveals nothing about this machine. Plain value.
#pragma once

#include <string>
#include <vector>

#include "source/source.hpp"

namespace np {

class SourceRules {
 public:
  // Of SOURCES: "any", "none", a kind ("file", "camera", "rtsp", "http", "rtmp", "srt", "udp", "whep", "livekit",
  // "webcam"), a folder or file from / on, a host as name, name:port, *.name, address or network ("10.0.0.0/8"). What
  // one of them allows may be opened; none at all: any. No host allows to listen.
  explicit SourceRules(std::vector<std::string> rules) : rules_(std::move(rules)) {}

  bool allow(const SourceSpec& source) const;

 private:
  std::vector<std::string> rules_;
};

}  // namespace np
