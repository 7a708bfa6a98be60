// Turns what the scene reports into what is said: the newest and most important first, nothing twice, nothing stale,
// nothing that is not sure. One owner; no thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/watcher/focus.hpp"
#include "engine/watcher/phrases.hpp"
#include "perception/scene.hpp"

namespace np::watcher {

using perception::SceneEvent;
using perception::SceneView;
using perception::Actor;
using perception::Point;

class Narrator {
 public:
  // After each frame.
  void see(std::vector<SceneEvent> events, const SceneView& view);

  // One or two sentences about what is new; empty: there is nothing to say.
  std::string comment(const Focus& focus);
  // What is in view right now, for somebody who has just begun to listen; what was pending is forgotten. Empty where
  // that would be the last line again.
  std::string overview(const Focus& focus);
  void reset();

 private:
  struct Walkers {
    int left = 0;
    int right = 0;
    std::vector<int> ids;
  };

  void forget_stale();
  std::optional<std::string> about_whole(const Focus& focus);
  std::vector<std::string> about_passages(const Focus& focus);
  std::optional<std::string> about_motion(const Focus& focus);
  std::optional<std::string> filler(const Focus& focus);
  std::optional<std::string> about_count();
  std::optional<std::string> about_walkers();
  std::optional<std::string> about_standing();
  std::optional<std::string> about_things(const Focus& focus);
  Walkers walkers(bool untold_only) const;
  int people() const;
  double since(TimePoint t) const { return to_seconds(view_.at - t); }
  std::string say(std::vector<std::string> sentences);

  SceneView view_;
  std::vector<SceneEvent> pending_;
  Phrases phrases_;
  std::string last_line_;
  TimePoint said_at_;
  int count_ = 0;  // people, and since when so many
  TimePoint count_since_;
  int told_count_ = -1;
  TimePoint count_told_at_;
  std::map<int, TimePoint> told_walking_;  // by actor
  std::map<int, TimePoint> told_standing_;
};

}  // namespace np::watcher
