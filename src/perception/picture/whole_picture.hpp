// Judges the picture as a whole: cuts, light that goes and comes, and pictures that move all over (a camera in motion),
// in which single things cannot be told from the background. One owner; no thread.
#pragma once

#include <deque>
#include <vector>

#include "base/clock.hpp"
#include "perception/picture/image.hpp"

namespace np::perception {

class WholePicture {
 public:
  // So much foreground is no crowd but a background that does not fit.
  static constexpr double kCrowded = 0.35;

  enum class Change { kNone, kCut, kDark, kDimmer, kBrighter, kLightBack, kFlicker, kAllMoves, kCalm };

  struct Verdict {
    Change change = Change::kNone;  // worth telling
    bool restart = false;           // the background has to start again with this picture
    bool disturbed = false;         // nothing can be followed in this picture
  };

  // How the picture fits the background.
  struct Fit {
    double foreground = 0;   // the share of the picture that differs
    bool elsewhere = false;  // the whole picture has shifted far
    bool shifted = false;    // or a little
  };

  Verdict judge(const Image& rgb, Fit fit, TimePoint now);
  // The source has jumped (lap, reconnect): this picture is no event. Restart says whether it is another scene.
  Verdict resync(const Image& rgb, TimePoint now);
  void reset();

  bool moving() const { return moving_; }

 private:
  using Thumbnail = std::vector<float>;
  struct Comparison {
    double difference = 0;  // mean, of 255
    double likeness = 1;    // of structure, whatever the light: 1 the same, 0 unrelated
  };

  static Thumbnail shrink(const Image& rgb);
  static double mean_of(const Thumbnail& t);
  static double contrast_of(const Thumbnail& t);
  static Comparison compare(const Thumbnail& a, const Thumbnail& b);
  static bool edges_change(const Thumbnail& before, const Thumbnail& now, double difference);
  Change judge_light(const Thumbnail& thumbnail, const Comparison& step, TimePoint now);
  Change judge_motion(bool all_moves, Fit fit, double seconds);
  Change worth_telling(Change motion, TimePoint now);

  Thumbnail last_;
  TimePoint last_at_;
  double usual_light_ = 0;   // what counts as neither dark nor bright
  double light_before_ = 0;  // the last change of it
  bool dark_ = false;
  std::deque<TimePoint> light_changes_;
  bool flickering_ = false;
  double unrest_ = 0;  // how much consecutive pictures differ as a rule
  bool moving_ = false;
  bool moving_told_ = false;
  TimePoint moving_told_at_;
  double moving_for_ = 0;  // seconds
  double calm_for_ = 0;
  double misfit_for_ = 0;  // the background fits badly though the picture is calm
};

}  // namespace np::perception
