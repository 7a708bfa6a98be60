// Several plays of a video leave several lines for the same moment. This picks the lines of the newest pass over each
// moment. Plain value.
#pragma once

#include <algorithm>
#include <limits>

namespace np::subtitles {

class NewestPass {
 public:
  // Offer lines from the newest to the oldest; `at_s` is the position in the video.
  bool takes(double at_s) {
    // Going backwards in time, a rising position means that the video was restarted in between, or sent back.
    if (at_s > last_) shown_ = std::max(shown_, pass_end_), pass_end_ = at_s;
    pass_end_ = std::max(pass_end_, at_s);
    last_ = at_s;
    return at_s > shown_;
  }

 private:
  static constexpr double kNone = -std::numeric_limits<double>::infinity();
  double shown_ = kNone;     // passes newer than this one reach up to here
  double pass_end_ = kNone;  // the greatest position of this pass
  double last_ = kNone;
};

}  // namespace np::subtitles
