// Follows what moves from picture to picture: through each other, behind poles, in over the border and out again.
// Knows nothing of what it follows. One owner; no thread.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "perception/facts/facts.hpp"
#include "perception/motion/assignment.hpp"
#include "perception/picture/image.hpp"

namespace np::perception {

struct Track {
  enum class Birth { kPresent, kBorder, kInside, kSplit };

  int id = 0;
  Box box;         // in full, where a part of it is covered
  Box seen_box;    // the part of it that was last seen
  Point velocity;  // pixels a second
  float area = 0;  // in foreground pixels
  TimePoint born_at;
  TimePoint seen_at;
  Birth birth = Birth::kPresent;
  Side side = Side::kNone;  // kBorder: where
  Box first_box;
  bool alone = true;  // nobody else was near when it was first seen: it is no piece of another
  int hits = 0;
  int misses = 0;  // since it was last seen: covered by others or behind something
  int label = 0;   // of the blob it was last seen in; 0 when missed
  bool shared = false;
  bool real = false;     // seen often enough to be there
  bool entered = false;  // reported
  bool appeared = false;
  float path = 0;       // how far it has moved, back and forth
  float stride = 0;     // the most in one step
  bool inside = false;  // has been in the picture in full
  TimePoint inside_at;  // for the first time
  Point rested;         // where it was when it last moved by some of its size
  TimePoint moved_at;

  float speed() const;
  float travelled() const;  // from where it was first seen
};

// A track crossed the border, or began to move inside the picture.
struct Passage {
  enum class Kind { kEntry, kExit, kStart };
  Kind kind = Kind::kEntry;
  Side side = Side::kNone;
  TimePoint at;
  Track track;  // as it was then
};

class Tracker {
 public:
  // Forgets everyone. Everything in the picture of `now` was there before, and so was everything that shows itself
  // inside the picture until `settled_at`.
  void start(int width, int height, TimePoint now, TimePoint settled_at);

  void update(const Foreground& foreground, TimePoint now);

  std::vector<Track>& tracks() { return tracks_; }
  const std::vector<Track>& tracks() const { return tracks_; }
  void drop(int id);
  // From the box to that border of the picture.
  float gap(const Box& box, Side side) const;
  // Entries and exits of the last update.
  const std::vector<Passage>& passages() const { return passages_; }

 private:
  Box predicted(const Track& track, double seconds) const;
  Box clipped(const Box& box) const;
  void measure(Track& track, const Sighting& sighting, double seconds, TimePoint now);
  void miss(Track& track, double seconds) const;
  void admit(const Candidate& candidate, TimePoint now);
  Track* hidden_near(const Candidate& candidate, TimePoint now);
  void check_entry(Track& track, TimePoint now);
  void report_exit(const Track& track, Side side, TimePoint now);
  std::optional<Side> leaving(const Track& track) const;
  void merge_doubles();

  int width_ = 0;
  int height_ = 0;
  TimePoint started_at_;
  TimePoint settled_at_;
  TimePoint updated_at_;
  int next_id_ = 1;
  std::vector<Track> tracks_;
  std::vector<Passage> passages_;
  std::vector<Passage> last_exits_;
};

}  // namespace np::perception
