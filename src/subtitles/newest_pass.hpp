// A video that was played several times has several lines for the same moment: this says which of them belong to the
// newest time that the moment was shown. Plain value.
#pragma once

#include <algorithm>
#include <limits>

namespace np::subtitles {

class NewestPass {
 public:
  // Lines are offered from the newest to the oldest; `at_s` is the position in the video.
  bool takes(double at_s) {
    // Backwards in time, a position that rises means that the video was begun anew in between, or sent back.
    if (at_s > last_) shown_ = std::max(shown_, pass_end_), pass_end_ = at_s;
    pass_end_ = std::max(pass_end_, at_s);
    last_ = at_s;
    return at_s > shown_;
  }

 private:
  static constexpr double kNone = -std::numeric_limits<double>::infinity();
  double shown_ = kNone;     // up to here by passes newer than this one
  double pass_end_ = kNone;  // the greatest position of this pass
  double last_ = kNone;
};

}  // namespace np::subtitles
