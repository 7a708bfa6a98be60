// Finds anything that moves. Fed with every picture at working size, it finds the difference from the background,
// follows it from picture to picture, and judges the picture as a whole. It can name nothing. One owner, any one
// thread; a picture of 384x288 takes about 3 ms.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "perception/facts/facts.hpp"
#include "perception/motion/background.hpp"
#include "perception/motion/camera_motion.hpp"
#include "perception/motion/tracker.hpp"
#include "perception/picture/image.hpp"
#include "perception/picture/whole_picture.hpp"

namespace np::perception {

class Motion {
 public:
  struct Seen {
    std::optional<Occurrence::What> whole;  // what happened to the picture as a whole
    bool another_scene = false;             // a cut, a jump to elsewhere, the first picture, another size
    bool jumped = false;                    // the source has jumped (a lap), to the same scene
  };

  Seen observe(const Image& rgb, TimePoint now, bool discontinuity);
  void reset();

  // Held steady against the background.
  const Image& picture() const { return picture_; }
  // nullptr where this picture has none.
  const Foreground* foreground() const { return foreground_; }
  bool camera_moves() const { return whole_.moving(); }
  const std::vector<Track>& tracks() const { return tracker_.tracks(); }
  // Of the last picture; only those that are surely of one thing by itself.
  const std::vector<Passage>& passages() const { return passages_; }
  // The share of the box that differs from the background.
  float foreground_in(const Box& box) const;
  // The box has changed since the picture before by more than the camera's noise.
  bool changed_in(const Box& box) const;
  // Any of the picture has.
  bool changed() const { return changed_share_ > 0.0004; }

 private:
  const Foreground& subtract_steadily();
  void begin(TimePoint now, Duration settling);
  void follow(const Foreground& foreground, TimePoint now);
  void clear_mistakes(const Foreground& foreground, TimePoint now);
  void report(TimePoint now);
  bool apart(const Track& track) const;
  void compare_with_last();

  Image picture_;
  CameraMotion camera_;
  Background background_;
  WholePicture whole_;
  Tracker tracker_;
  const Foreground* foreground_ = nullptr;  // background_'s
  TimePoint observed_at_;
  float shift_ = 0;                 // of the camera in the last picture, in pixels
  std::vector<Passage> undecided_;  // entries of which it is not known yet whether they are one
  std::vector<Passage> passages_;
  std::vector<std::uint8_t> last_luma_, luma_, difference_;
  int noise_ = 0;  // a difference that is none
  double changed_share_ = 1;
};

}  // namespace np::perception
