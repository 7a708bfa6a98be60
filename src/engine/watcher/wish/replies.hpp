// Answers an instruction once: that something takes a model, that a kind is not in view, that nothing has a name here.
// One owner.
#pragma once

#include <string>
#include <vector>

#include "engine/watcher/cast/cast.hpp"
#include "engine/watcher/wish/wish.hpp"

namespace np::watcher {

class Replies {
 public:
  // Another instruction.
  void begin(const Wish& wish);
  // Another source: what was answered stays answered, but what is in view is not known.
  void begin_source(const Wish& wish) { absence_due_ = !wish.absent.empty(); }
  // The next answer, the variant whose turn it is first; empty: none is due.
  std::vector<std::string> take(const Wish& wish, const Facts& facts, const Cast& cast);

 private:
  bool unable_due_ = false;
  bool absence_due_ = false;
  bool blind_due_ = false;
};

}  // namespace np::watcher
