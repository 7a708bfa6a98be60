#include "app/describe.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "app/parts.hpp"
#include "base/log.hpp"
#include "base/manual_loop.hpp"
#include "base/text.hpp"
#include "channel/channel_settings.hpp"
#include "commentary/commentator.hpp"
#include "perception/detector.hpp"
#include "perception/perception.hpp"
#include "source/source.hpp"

namespace np {
namespace {

// Hands each frame to the show's thread and holds the decoder until the show has dealt with it.
class LockStepSink final : public FrameSink {
 public:
  LockStepSink(Loop& loop, std::function<void(FramePtr)> on_frame) : loop_(loop), on_frame_(std::move(on_frame)) {}

  void on_frame(FramePtr frame) override {
    std::unique_lock lock(mutex_);
    if (stopped_) return;
    handled_ = false;
    loop_.post([this, frame = std::move(frame)]() mutable {
      on_frame_(std::move(frame));
      std::lock_guard guard(mutex_);
      handled_ = true;
      changed_.notify_all();
    });
    changed_.wait(lock, [this] { return handled_ || stopped_; });
  }
  void on_picture(PicturePtr) override {}

  void stop() {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  Loop& loop_;
  std::function<void(FramePtr)> on_frame_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool handled_ = false;
  bool stopped_ = false;
};

constexpr Duration kPatience = std::chrono::seconds(120);
constexpr Duration kLook = std::chrono::milliseconds(20);
constexpr Duration kStep = std::chrono::milliseconds(10);

}  // namespace

void describe(const Settings& settings, const std::string& profile_prompt,
              const std::function<void(const DescribedLine&)>& on_line) {
  ManualLoop loop(kUnpacedEpoch);
  const Detector detector(detector_file(settings.detector_model));
  const auto engine = make_engine(settings, false);
  while (engine->status().starting) std::this_thread::sleep_for(kLook);
  detector.wait_loaded();
  log::info("{}", engine->status().detail);
  const auto session = engine->open_session(loop);
  FrameWindow window(static_cast<std::size_t>(settings.window_size));
  EventLog events;
  Commentator commentator(loop, window, *session, events, std::nullopt, commentator_settings(settings), CycleMetrics());
  commentator.set_profile(settings.profile, profile_prompt);
  commentator.set_instruction(settings.instruction.empty() ? "Tell me what happens." : settings.instruction);

  std::uint64_t perceived = 0;
  Perception perception(loop, &detector, [&](FactsPtr facts) {
    perceived = facts->frame_id;
    session->perceive(facts);
    commentator.on_facts(std::move(facts));
  });

  const auto reader = events.read(std::nullopt, nullptr);
  const auto think = [&] {
    while (commentator.in_cycle() && loop.wait_posted(kPatience)) {
    }
    while (const auto event = reader->next()) {
      const auto* end = std::get_if<LineEnded>(&event->what);
      if (end && end->outcome == Outcome::kSaid)
        on_line({to_seconds(end->times.newest_frame - kUnpacedEpoch), std::string(trim(end->text))});
    }
  };

  LockStepSink sink(loop, [&](FramePtr frame) {
    // In small steps, so that a cycle that begins between two frames ends before the next one is seen.
    while (loop.now() < frame->captured_at) {
      loop.advance_to(std::min(loop.now() + kStep, frame->captured_at));
      think();
    }
    const std::uint64_t id = frame->id;
    window.push(frame);
    perception.observe(frame);
    session->observe(std::move(frame));
    // Facts come from another thread: at the file's pace they would come by chance.
    while (perceived < id && loop.wait_posted(kPatience)) {
    }
    commentator.on_frame();
    think();
  });

  SourceOptions options = source_options(settings, *engine);
  options.loop = false;
  options.paced = false;
  std::optional<Error> ended;
  bool opened = false;
  {
    const auto source = make_source(loop, parse_source(settings.source), options, sink);
    source->set_demand({.frames = true, .pictures = false});
    source->start({.on_opened = [&](const SourceInfo&) { opened = true; }, .on_ended = [&](Error why) { ended = why; }});
    while (!ended && loop.wait_posted(kPatience)) {
    }
    sink.stop();
  }
  if (!opened) throw ended.value_or(Error(ErrorKind::kTimeout, "The file gave no picture; try another one."));
}

}  // namespace np
