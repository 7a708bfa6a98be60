#include "measure/perceived.hpp"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <ctime>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "base/manual_loop.hpp"
#include "perception/detector/detector.hpp"
#include "perception/perception.hpp"
#include "source/source.hpp"

namespace np::measure {
namespace {

constexpr Duration kPatience = std::chrono::seconds(60);
constexpr double kStep = 0.2;  // seconds between frames
constexpr double kSame = 0.01;

double process_cpu() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

// One frame after the other: the next is decoded when this one has been looked at.
class Lookout final : public FrameSink {
 public:
  Lookout(Perception* perception, const std::vector<double>& also) : perception_(perception), also_(also) {}

  void on_frame(FramePtr frame) override {
    const double at = to_seconds(frame->captured_at - kUnpacedEpoch);
    std::unique_lock lock(mutex_);
    length_ = at;
    if (!wanted(at) || !perception_) return;
    const std::uint64_t id = frame->id;
    lock.unlock();
    perception_->observe(std::move(frame));
    lock.lock();
    changed_.wait_for(lock, kPatience, [&] { return seen_ >= id || stopped_; });
  }
  void on_picture(PicturePtr) override {}

  void seen(std::uint64_t id) {
    std::lock_guard lock(mutex_);
    seen_ = id;
    changed_.notify_all();
  }
  void stop() {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }
  double length() {
    std::lock_guard lock(mutex_);
    return length_;
  }

 private:
  bool wanted(double at) {
    if (at >= next_ - kSame) {
      next_ = at + kStep;
      return true;
    }
    return std::ranges::any_of(also_, [&](double t) { return std::abs(t - at) < kSame; });
  }

  Perception* const perception_;
  const std::vector<double>& also_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t seen_ = 0;
  bool stopped_ = false;
  double next_ = 0;
  double length_ = 0;
};

}  // namespace

double second_of(const Facts& facts) { return to_seconds(facts.at - kUnpacedEpoch); }

const Facts& Perceived::at(double second) const {
  return **std::ranges::min_element(facts, {}, [&](const FactsPtr& f) { return std::abs(second_of(*f) - second); });
}

Perceived perceive(const std::filesystem::path& clip, const Detector* detector, const std::vector<double>& also) {
  ManualLoop loop(kUnpacedEpoch);
  Perceived result;
  Lookout* lookout = nullptr;
  std::unique_ptr<Perception> perception;
  if (detector) {
    perception = std::make_unique<Perception>(loop, detector, [&](FactsPtr facts) {
      result.facts.push_back(facts);
      lookout->seen(facts->frame_id);
    });
  }
  Lookout sink(perception.get(), also);
  lookout = &sink;
  SourceOptions options;
  options.loop = false;
  options.paced = false;
  options.capture_fps = also.empty() ? 1 / kStep : 10;
  options.frame_limit = {768, 768};
  std::optional<Error> ended;
  bool opened = false;
  const double before = process_cpu();
  {
    const auto source = make_source(loop, parse_source(clip.string()), options, sink);
    source->set_demand({.frames = true, .pictures = false});
    source->start(
        {.on_opened = [&](const SourceInfo&) { opened = true; }, .on_ended = [&](Error why) { ended = why; }});
    while (!ended && loop.wait_posted(kPatience)) {
    }
    sink.stop();
  }
  loop.run_posted();
  perception.reset();
  result.cpu = process_cpu() - before;
  result.seconds = sink.length();
  if (!opened || (detector && result.facts.empty()))
    throw std::runtime_error("no picture of " + clip.filename().string() + ": " +
                             (ended ? ended->message() : "nothing came"));
  return result;
}

}  // namespace np::measure
