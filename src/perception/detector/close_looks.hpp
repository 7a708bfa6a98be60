// Chooses places for the detector's close looks: members that are lost in the whole picture, are small, walk in company
// or are hardly recognised, and movement without a name. The one that has waited longest comes first. One owner; no
// thread. Boxes in pixels of the working size.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "perception/cast/member.hpp"
#include "perception/detector/detector.hpp"
#include "perception/motion/motion.hpp"
#include "perception/picture/image.hpp"
#include "video/frame.hpp"

namespace np::perception {

// May pass between two looks without anybody being missed.
inline constexpr Duration kBetweenLooks = std::chrono::milliseconds(140);

class CloseLooks {
 public:
  // The square that is worth a look now, and counts as looked at; nullopt: none is.
  std::optional<Box> next(const Motion& motion, const std::vector<Member>& members, TimePoint now);
  // How often that track was looked at while it had no name.
  int at(int track) const;
  void reset() { members_.clear(), tracks_.clear(); }

 private:
  static bool doubtful(const Member& member);
  const Member* next_member(const std::vector<Member>& members, float picture_height, TimePoint now);
  const Track* next_track(const Motion& motion, const std::vector<Member>& members);

  struct Looks {
    int whole = 0;    // how often
    int half_in = 0;  // the border cut it off then
  };

  std::map<int, TimePoint> members_;  // when last, by id
  std::map<int, Looks> tracks_;
};

// Looks at that square of the frame and puts what it sees in place of what was `found` of it in the whole picture.
// `scale`: of the frame to the working size. False: it could not be looked at. Blocks for the look.
bool look_closely(const Detector& detector, const VideoFrame& frame, float scale, const Box& square,
                  std::vector<Detection>& found);

}  // namespace np::perception
