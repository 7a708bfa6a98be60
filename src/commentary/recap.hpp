// Has the model sum up what has happened, in moments in which nothing else is asked of it: a line never waits for it.
// Loop thread only. What it is given must outlive it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/loop.hpp"
#include "commentary/memory.hpp"
#include "engine/engine.hpp"

namespace np {

class Recap {
 public:
  // Who the model is when it is asked: Question's profile and context.
  struct Character {
    std::string profile, context;
  };

  // `on_summary` is called when the memory has a new summary.
  Recap(Loop& loop, EngineSession& engine, Memory& memory, std::function<void()> on_summary);
  ~Recap() { cancel(); }

  // No comment begins before `until`, as far as it is known; TimePoint::max(): nothing is due. Asks where there is
  // something to sum up and time for it.
  void consider(TimePoint until, const Character& character);
  // Something is due, or what was asked is not true any more. It is not asked again at once.
  void cancel();
  bool asking() const { return asked_at_.has_value(); }

 private:
  void on_answer(std::expected<std::string, Error> answer);

  Loop& loop_;
  EngineSession& engine_;
  Memory& memory_;
  const std::function<void()> on_summary_;
  std::string question_;
  std::optional<TimePoint> asked_at_;
  std::optional<Duration> takes_;  // as far as it is known
  TimePoint learned_at_;           // that
  TimePoint not_before_ = TimePoint::min();
  Timer timer_;
};

}  // namespace np
