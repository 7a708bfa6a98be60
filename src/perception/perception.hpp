// The perception of one show: it takes frames and gives facts. It looks at frames on a thread of its own and combines
// the detector, the tracker and the look at the whole picture. A 768x576 frame takes about 4 ms, and 10 to 20 ms
// more with each look of the detector.
#pragma once

#include <functional>
#include <memory>

#include "base/loop.hpp"
#include "perception/facts/facts.hpp"
#include "video/frame.hpp"

namespace np {

class Detector;

class Perception {
 public:
  using OnFacts = std::function<void(FactsPtr)>;

  // `detector` may be null and must outlive this. `on_facts` is called on the loop, once for each frame that was looked
  // at, in their order.
  Perception(Loop& loop, const Detector* detector, OnFacts on_facts);
  ~Perception();

  // Any thread; never blocks. Frames that come faster than they can be looked at are lost, the oldest first.
  void observe(FramePtr frame);
  // Loop thread. Another source begins: everybody is forgotten, and no facts of frames before come after.
  void reset();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace np
