#include "perception/perception.hpp"

#include <exception>
#include <opencv2/core/utility.hpp>
#include <utility>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "base/worker_thread.hpp"
#include "perception/observer.hpp"
#include "video/observed_frames.hpp"

namespace np {

struct Perception::Parts {
  Parts(Loop& on, const Detector* detector, OnFacts told)
      : loop(on),
        on_facts(std::move(told)),
        dropped(metrics::counter("np_perception_frames_dropped_total",
                                 "Frames that came faster than they could be looked at")),
        observer(detector),
        frames(worker, [this] { look(); }),
        worker("perception", kMostTasks) {}

  // Worker.
  void look() {
    const auto taken = frames.take();
    if (taken.begin_anew) observer.reset();
    for (const FramePtr& frame : taken.frames) {
      FactsPtr facts;
      try {
        facts = observer.observe(*frame);
      } catch (const std::exception& e) {
        // The next picture may work, and nobody may wait for this one for ever.
        log::error("A picture could not be looked at: {}", e.what());
        observer.reset();
        facts = std::make_shared<Facts>(Facts{.frame_id = frame->id, .at = frame->captured_at});
      }
      loop.post(alive.guard([this, taken_at = taken.resets, facts = std::move(facts)] {
        if (taken_at == resets) on_facts(facts);
      }));
    }
  }

  static constexpr std::size_t kMostTasks = 4;

  Loop& loop;
  const OnFacts on_facts;
  metrics::Counter& dropped;
  std::uint64_t resets = 0;  // loop
  Lifetime alive;
  perception::Observer observer;  // worker
  ObservedFrames frames;
  WorkerThread worker;
};

Perception::Perception(Loop& loop, const Detector* detector, OnFacts on_facts) {
  // A picture takes milliseconds on one thread; OpenCV's pool of them would only take memory.
  cv::setNumThreads(1);
  parts_ = std::make_unique<Parts>(loop, detector, std::move(on_facts));
}

Perception::~Perception() = default;

void Perception::observe(FramePtr frame) {
  if (!parts_->frames.push(std::move(frame))) parts_->dropped.add();
}

void Perception::reset() {
  ++parts_->resets;
  parts_->frames.reset();
}

}  // namespace np
