// Puts together what one show perceives, picture by picture: what moves, what the detector names, who is who, what they
// do. Decides when and where the detector looks: at the whole picture with each frame, five times a second at most,
// while something changes and once in five seconds while nothing does, and closely at what moves and was too small to
// be recognised. No more than seven or eight looks a second in all, whatever is in view. One owner, any one thread;
// blocks for a look of the detector, else some milliseconds.
#pragma once

#include "perception/cast/cast.hpp"
#include "perception/cast/conduct.hpp"
#include "perception/detector/close_looks.hpp"
#include "perception/detector/detector.hpp"
#include "perception/facts/facts.hpp"
#include "perception/motion/motion.hpp"
#include "perception/motion/nameless.hpp"
#include "perception/picture/picture_health.hpp"
#include "video/frame.hpp"

namespace np::perception {

class Observer {
 public:
  // `detector` may be null and must outlive this.
  explicit Observer(const Detector* detector);

  FactsPtr observe(const VideoFrame& frame);
  // Another source begins.
  void reset();

 private:
  // What a look is at.
  enum class Aim { kNothing, kWhole, kMissed };
  Aim aim(TimePoint now) const;
  bool look(const VideoFrame& frame, TimePoint now);
  bool look_whole(TimePoint now, std::vector<Detection>& found);
  void save_looks(TimePoint now);
  Cast::Look as_look(std::vector<Detection> found, TimePoint now);
  void add_occurrences(TimePoint now, Facts& facts);
  void add_nameless(TimePoint now, Facts& facts);
  Occurrence occurrence(Occurrence::What what, TimePoint at, const Member& who, Side side = Side::kNone) const;
  bool sure(const Member& member) const;
  Actor actor_of(const Member& member, TimePoint now) const;
  Actor actor_of(const Track& track, int id, TimePoint now) const;
  bool far_inside(const Track& track) const;
  PictureBox shares(const Box& box) const;

  const Detector* const detector_;
  int next_id_ = 1;
  Motion motion_;
  PictureHealth health_;
  Cast cast_;
  Conduct conduct_;
  Nameless nameless_;
  CloseLooks close_looks_;
  Image picture_;
  float scale_ = 1;                    // of the frame to the working size
  std::vector<Cast::Passage> unsure_;  // who has come and is not yet surely anybody; beyond kMostUnsure none is added
  TimePoint begun_at_;
  TimePoint known_from_;  // the detector's first look at the scene
  int looks_ = 0;         // at the whole picture, since the scene began
  TimePoint looked_at_;   // the whole picture
  TimePoint saved_at_;
  double saved_looks_ = 0;
  bool look_now_ = true;
  bool changed_ = true;  // anything, since the last look
  bool named_ = false;   // the detector has answered
  int people_seen_ = 0;  // in the last look
};

}  // namespace np::perception
