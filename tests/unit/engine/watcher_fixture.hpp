// A narrator that watches a play and is asked now and then.
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/watcher/narrator.hpp"
#include "unit/engine/watcher_play.hpp"

namespace np::watcher {

// Facts come five times a second; every half second somebody asks.
class WatcherNarrator : public testing::Test {
 protected:
  // What was said meanwhile.
  std::vector<std::string> go(double seconds) {
    std::vector<std::string> said;
    for (double t = 0; t < seconds - 1e-6; t += Play::kStep) {
      narrator.see(play.next());
      clock += Play::kStep;
      if (clock < ask_at) continue;
      ask_at = clock + 0.5;
      std::string line =
          narrator.comment({.instruction = instruction, .profile_key = profile, .anew = std::exchange(anew, false)});
      if (!line.empty()) kinds.push_back(narrator.kind());
      if (!line.empty()) said.push_back(line);
      if (!line.empty()) all.push_back(std::move(line));
    }
    return said;
  }
  std::string text(double seconds) {
    std::string joined;
    for (const std::string& line : go(seconds)) joined += (joined.empty() ? "" : " ") + line;
    return joined;
  }
  void ask_for(std::string what) {
    instruction = std::move(what);
    anew = true;
  }

  Play play;
  Narrator narrator;
  std::string instruction = "Tell me what happens.", profile = "default";
  bool anew = true;
  double clock = 0, ask_at = 0;
  std::vector<std::string> all;
  std::vector<LineKind> kinds;  // of these
};

}  // namespace np::watcher
