// How many pictures a second a live source sends, told from when they arrive. Pure; one owner, one thread.
#pragma once

#include "base/clock.hpp"

namespace np {

class RateMeter {
 public:
  // True where the rate has become known (after some two seconds of pictures), or has become a substantially different
  // one for good.
  bool add(TimePoint arrival);
  double fps() const { return fps_; }  // 0: not known yet

 private:
  bool judge(double measured);

  double fps_ = 0;
  TimePoint begun_;
  int intervals_ = -1;  // since begun_; below zero: nothing has arrived yet
  int deviations_ = 0;  // measurements in a row that contradict fps_
};

}  // namespace np
