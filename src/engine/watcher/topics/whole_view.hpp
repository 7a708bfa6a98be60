// Tells about the picture as a whole: black, frozen, a test card; cuts, light, the camera. It tells each once, and does
// not tell a film with constant cuts cut by cut. One owner.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "engine/watcher/wish/wish.hpp"
#include "engine/watcher/words/turns.hpp"

namespace np::watcher {

class WholeView {
 public:
  void see(const Facts& facts, const Wish& wish);
  // The next thing to say; empty: nothing.
  std::vector<std::string> take(Turns& turns);
  // There is no picture to speak of: nothing else is said.
  bool nothing_to_see() const { return state_ != PictureState::kNormal; }
  // Cuts come so fast that each scene is worth only a few words.
  bool cuts_fast() const;
  bool camera_moves() const { return camera_moves_; }

 private:
  void see_event(const Occurrence& event, const Wish& wish);

  PictureState state_ = PictureState::kNormal;
  std::optional<PictureState> told_state_;  // that is due to be told, or was told and is not over
  bool state_due_ = false;
  std::optional<Occurrence::What> due_;
  TimePoint due_since_;
  std::deque<TimePoint> cuts_;
  std::optional<TimePoint> camera_told_, light_told_;
  std::optional<Occurrence::What> last_light_;
  bool camera_moves_ = false;
  bool camera_was_told_ = false;
  TimePoint now_;
};

}  // namespace np::watcher
