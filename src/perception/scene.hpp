// What the watcher knows of the scene: fed with every frame, it tells what has happened and who is in view. One owner,
// any one thread; a frame of 768x576 takes about 4 ms.
#pragma once

#include <map>
#include <vector>

#include "base/clock.hpp"
#include "perception/background.hpp"
#include "perception/body_sizes.hpp"
#include "perception/camera_motion.hpp"
#include "perception/clothes.hpp"
#include "perception/image.hpp"
#include "perception/person_check.hpp"
#include "perception/tracker.hpp"
#include "perception/whole_picture.hpp"
#include "video/frame.hpp"

namespace np::perception {

struct SceneEvent {
  enum class Kind {
    kEntry,  // over the border, at `side`
    kExit,
    kAppearance,  // a person came into view inside the picture, at `place`
    kMotion,      // a thing has begun to move, at `place`
    kCut,
    kDark,
    kDimmer,
    kBrighter,
    kLightBack,
    kFlicker,
    kAllMoves,  // nothing can be followed
    kCalm,      // and now it can again
  };
  Kind kind;
  TimePoint at;
  Side side = Side::kNone;
  bool person = false;
  Point place;  // 0 to 1, from the upper left
  int track = 0;
  Colour colour = Colour::kNone;  // what the person wears, where that is plain
};

// Somebody or something in view.
struct Actor {
  int id = 0;
  bool person = false;
  bool covered = false;   // hidden by others or behind something, but not gone
  Point place;            // of the middle, 0 to 1
  float height = 0;       // of the picture's height
  Point velocity;         // own heights a second
  bool straight = false;  // goes somewhere, unlike a leaf in the wind
  double known_for = 0;   // seconds
  double still_for = 0;
};

struct SceneView {
  TimePoint at;
  double watched_for = 0;  // seconds since the scene began (start, cut)
  bool all_moves = false;
  std::vector<Actor> actors;
};

class Scene {
 public:
  void observe(const VideoFrame& frame);
  // What has happened since the last call, oldest first.
  std::vector<SceneEvent> take_events();
  const SceneView& view() const { return view_; }
  // Forgets everything.
  void reset();

 private:
  const Foreground& subtract_steadily();
  void begin(TimePoint now, Duration settling);
  void follow(const Foreground& foreground, TimePoint now);
  void clear_mistakes(const Foreground& foreground, TimePoint now);
  void look_at_people(const Foreground& foreground, TimePoint now);
  void report(TimePoint now);
  void report_exit(const Passage& passage, TimePoint now);
  void push_passage(SceneEvent event);
  bool apart(const Track& track) const;
  void refresh_view(TimePoint now);
  SceneEvent event(SceneEvent::Kind kind, TimePoint at, const Track& track, Side side = Side::kNone) const;

  Image picture_;  // the frame at working size, held steady against the background
  CameraMotion camera_;
  Background background_;
  WholePicture whole_;
  Tracker tracker_;
  PersonCheck person_check_;
  BodySizes sizes_;
  TimePoint begun_at_;
  TimePoint observed_at_;
  float shift_ = 0;                           // of the camera in the last picture, in pixels
  std::map<Side, SceneEvent> person_passed_;  // the last, by side
  std::vector<Passage> undecided_;            // entries of which it is not known yet who or what it was
  std::vector<SceneEvent> events_;
  SceneView view_;
};

}  // namespace np::perception
