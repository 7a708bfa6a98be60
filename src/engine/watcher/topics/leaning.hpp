// How people who fill the picture move without leaving their place: they lean to a side, come close to the camera, lean
// back. One owner.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/watcher/words/naming.hpp"
#include "engine/watcher/words/turns.hpp"

namespace np::watcher {

class Leaning {
 public:
  // After each update of the cast.
  void see(const Cast& cast);
  bool news() const { return due_.has_value(); }
  // Who leans which way; empty: nobody does.
  std::vector<std::string> take(const Cast& cast, const Naming& naming, Turns& turns);
  void clear() { *this = {}; }

 private:
  enum class Lean { kUpright, kLeft, kRight, kClose };
  struct Posture {
    float x = 0, size = 0;  // as they usually sit; shares of the picture
    Lean lean = Lean::kUpright, likely = Lean::kUpright;
    TimePoint likely_since, seen_at;
    int looks = 0;
    double known_for = 0;  // seconds
    bool close_was_told = false;
    std::map<Lean, TimePoint> told_at;
  };
  struct Due {
    int who = 0;
    Lean lean{};
    TimePoint since;
  };

  void watch(const Character& c, Posture& posture);
  static Lean lean_of(const Character& c, const Posture& posture);

  std::map<int, Posture> postures_;
  std::optional<Due> due_;
  TimePoint now_;
};

}  // namespace np::watcher
